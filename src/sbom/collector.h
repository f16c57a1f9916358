// What the readers of both formats share: components one by one into an inventory.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "doc/tree.h"
#include "model/inventory.h"

namespace seawall::sbom {

class Collector {
 public:
  Collector(const std::string& target, const Limits& limits);

  // False when the bound on packages is reached: then nothing more is taken.
  bool add(model::Component component);
  // Fills `component` from `purl`, or from the name where there is none or it cannot be read.
  // Returns what is wrong with the purl: a problem, unless the document's own properties make up
  // for it.
  std::string identify(std::string_view purl, std::string_view name, std::string_view version,
                       model::Component& component);
  // After the properties: reports `fault`, what identify() returned, if nothing made up for it.
  void settle(const std::string& fault, const model::Component& component);
  // Something that is no package: counted by kind, reported once.
  void skip(std::string_view kind);
  // A component that says neither what it is nor what it is called.
  void skip_nameless() { ++nameless_; }
  void distro(std::string_view name, std::string_view version, package::Distro more);
  void problem(std::string message, bool incomplete);

  model::Inventory finish();

 private:
  void guess_distro();

  model::Inventory inventory_;
  size_t most_packages_;
  bool full_ = false;
  size_t nameless_ = 0, faults_ = 0;
  std::map<std::string, size_t> skipped_;
  std::map<std::string, size_t> distros_;  // purls' distro qualifiers, or namespaces
};

// Licences as `text` may give them in either format; NOASSERTION and NONE are none.
bool says_nothing(std::string_view license);

}  // namespace seawall::sbom
