// Runs helm and kubectl on what is scanned, as things that may do harm: without network, with an
// environment and a home of their own, bounded in time, memory and output. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace seawall::kube {

class Renderer {
 public:
  Renderer() = default;
  ~Renderer();  // removes the home
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;

  // What `program` ("helm", "kubectl") prints. kNotFound when it is not installed; kDenied where
  // the machine allows no namespace without network; kInvalid with the program's own words when it
  // fails; kLimit.
  Result<std::string> run(const std::string& program, const std::vector<std::string>& arguments);

 private:
  Status make_home();
  std::string home_;
};

// The first link below `folder` that leads out of `root` (both canonical), relative to `root`;
// empty when there is none. kLimit when there are too many files to look at.
Result<std::string> link_out_of(const std::string& root, const std::string& folder);

}  // namespace seawall::kube
