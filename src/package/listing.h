// What the readers of language package managers share: a list of packages without repetitions,
// the scopes that follow from who needs whom, and the diagnostics of one file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "package/reader.h"

namespace seawall::package {

// The version of a requirement that takes any version; such packages are `range`.
constexpr std::string_view kAnyVersion = "*";

// What counts when a file needs a package in two ways: runtime, optional, development, test.
Scope stronger(Scope a, Scope b);

// Gathers the packages that one file lists. A name and version that comes again is the same
// package: its scope is the stronger one, its line the first, and it is a requirement only when it
// always was.
class Listing {
 public:
  // `type` is the purl type of everything added. Refers to all its arguments.
  Listing(std::string_view type, const Limits& limits, Facts& facts)
      : type_(type), limits_(limits), facts_(facts) {}

  // `name` as the ecosystem writes it: the namespace is split off as its purl type wants it.
  // Without a name or a version nothing is listed (a remark says so); the Package given back is
  // then one that nobody sees. The reference is valid until the next add().
  Package& add(std::string_view name, std::string_view version, uint32_t line,
               Scope scope = Scope::kRuntime);
  // The same for a requirement: an empty one is kAnyVersion.
  Package& add_range(std::string_view name, std::string_view requirement, uint32_t line,
                     Scope scope = Scope::kRuntime);

  // A Package that nobody sees, for what turned out to be none.
  Package& nobody();

  // Both kinds end after a number of them, with one that says so.
  // Something of the file that cannot be used, though nothing is missing because of it.
  void remark(uint32_t line, std::string message);
  // Something that may hide a package.
  void problem(Code code, uint32_t line, std::string message);

 private:
  Package& add(std::string_view name, std::string_view version, uint32_t line, Scope scope,
               bool range);
  Package& put(Package package);

  std::string_view type_;
  const Limits& limits_;
  Facts& facts_;
  std::unordered_map<std::string, size_t> seen_;
  Package nowhere_;
  bool full_ = false;
  size_t remarks_ = 0;
  size_t problems_ = 0;
};

// Splits the namespace off a name by the custom of the purl type: "@scope/name" (npm),
// "vendor/name" (composer), "group:artifact" (maven), "github.com/owner/module" (golang, swift: all
// but the last component), "UUID/name" (julia).
void set_name(Package& package, std::string_view name);

// Adds "sha512:<hex>" for each hash of a Subresource Integrity text ("sha512-<base64> ...").
void add_integrity(Package& package, std::string_view integrity);
// Adds "ALGORITHM:<hex>" when `hex` has that algorithm's length.
void add_digest(Package& package, std::string_view algorithm, std::string_view hex);

// Who needs whom, for lock files that mark nothing as development. Nodes are numbers that the
// reader gives.
class Needs {
 public:
  explicit Needs(size_t nodes) : edges_(nodes) {}
  void edge(size_t from, size_t to, bool optional = false);
  void root(size_t node, Scope scope);
  // Each node's strongest scope: what development roots alone reach is development; what only an
  // optional edge or root leads to is optional. Nodes that no root reaches get `unreached`.
  std::vector<Scope> scopes(Scope unreached = Scope::kRuntime) const;

 private:
  struct Edge {
    size_t to;
    bool optional;
  };
  std::vector<std::vector<Edge>> edges_;
  std::vector<std::pair<size_t, Scope>> roots_;
};

}  // namespace seawall::package
