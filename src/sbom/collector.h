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

  // A component with what its purl says of it; a purl that cannot be read is a diagnostic and
  // leaves the name. False when the bound on packages is reached: then nothing more is taken.
  bool add(model::Component component);
  // Fills `component` from `purl`, which may be empty.
  void identify(std::string_view purl, std::string_view name, std::string_view version,
                model::Component& component);
  // Something that is no package: counted by kind, reported once.
  void skip(std::string_view kind) { ++skipped_[std::string(kind)]; }
  void distro(std::string_view name, std::string_view version, package::Distro more);
  void problem(std::string message, bool incomplete);

  model::Inventory finish();

 private:
  void guess_distro();

  model::Inventory inventory_;
  size_t most_packages_;
  bool full_ = false;
  std::map<std::string, size_t> skipped_;
  std::map<std::string, size_t> distros_;  // purls' distro qualifiers, or namespaces
};

// Licences as `text` may give them in either format; NOASSERTION and NONE are none.
bool says_nothing(std::string_view license);

}  // namespace seawall::sbom
