// Joins what single files told: licences and owners to their packages, the distribution to the
// image, each package to the layer that brought it.
#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "model/live_files.h"
#include "model/read_image.h"
#include "package/os_release.h"
#include "package/purl.h"

namespace seawall::model {
namespace {

bool is_os_type(std::string_view type) {
  return type == "deb" || type == "apk" || type == "rpm" || type == "alpm" || type == "opkg" ||
         type == "ebuild";
}

struct Join {
  const LiveFiles& live;
  Inventory& inventory;
  std::unordered_map<std::string, const std::vector<std::string>*> licenses;  // deb name
  std::unordered_map<std::string, std::string> owners;                        // path -> OS package
  std::optional<int> distro_rank;  // of the file that named the distribution

  void collect(const std::string& path, const LiveFiles::File& live_file) {
    const package::Facts& facts = live_file.file->facts;
    for (size_t i = 0; i < facts.packages.size(); ++i)
      inventory.components.push_back({facts.packages[i], live_file.first[i], "", "", ""});
    for (const auto& licensed : facts.licensed) licenses[licensed.package] = &licensed.licenses;
    for (const auto& owned : facts.owned) owners[live.resolve(owned.path)] = owned.package;
    inventory.diagnostics.insert(inventory.diagnostics.end(), facts.diagnostics.begin(),
                                 facts.diagnostics.end());
    int rank = package::distro_rank(path);
    if (facts.distro && (!distro_rank || rank < *distro_rank)) {
      distro_rank = rank;
      inventory.distro = facts.distro;
    }
  }

  // Two files may list one OS package (opkg's status and its control files): it is there once.
  void drop_repeated_os_packages() {
    std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
    std::erase_if(inventory.components, [&](const Component& component) {
      const package::Package& p = component.package;
      return is_os_type(p.type) && !seen.insert({p.type, p.name, p.version, p.architecture}).second;
    });
  }

  void finish() {
    drop_repeated_os_packages();
    std::unordered_map<std::string, const Component*> os_packages;
    for (Component& component : inventory.components) {
      package::Package& package = component.package;
      if (!is_os_type(package.type)) continue;
      if (package.name_space.empty() && inventory.distro) package.name_space = inventory.distro->id;
      if (auto it = licenses.find(package.name); package.licenses.empty() && it != licenses.end())
        package.licenses = *it->second;
      os_packages[package.name] = &component;
    }
    for (Component& component : inventory.components) {
      if (is_os_type(component.package.type)) continue;
      std::string_view file = component.package.path;
      auto owner = owners.find(live.resolve(file.substr(0, file.find('!'))));
      if (owner == owners.end()) continue;
      component.owner = owner->second;
      if (auto it = os_packages.find(owner->second); it != os_packages.end())
        component.owner_purl = purl_text(*it->second, inventory);
    }
  }
};

}  // namespace

Inventory merge_layers(const image::Image& image, std::vector<LayerFacts> layers) {
  LiveFiles live;
  Inventory inventory;
  inventory.image = image;
  for (size_t i = 0; i < layers.size(); ++i) {
    live.apply(layers[i], static_cast<int>(i));
    for (const Diagnostic& diagnostic : layers[i].diagnostics)
      inventory.diagnostics.push_back(diagnostic);
  }
  Join join{live, inventory, {}, {}};
  for (const auto& [path, file] : live.files()) join.collect(path, file);
  join.finish();
  normalise(inventory);
  return inventory;
}

}  // namespace seawall::model
