// Kustomizations, rendered by `kubectl kustomize`. For this folder only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kube/manifests.h"
#include "kube/render.h"

namespace seawall::kube {

bool is_kustomization(std::string_view path);  // "kustomization.yaml", ".yml", "Kustomization"

// What one kustomization names.
struct Kustomization {
  std::string folder;                  // absolute
  std::string file;                    // relative to the root of the scan; may begin with "../"
  std::vector<std::string> folders;    // absolute: kustomizations that it stands on
  std::vector<std::string> resources;  // files of objects, as in `file`
  std::vector<std::string> others;     // patches, values and other files that are no manifests
  std::string obstacle;                // why it cannot be rendered here; empty: it can
};

// The kustomizations among `paths`, and those outside of them that they stand on.
class KustomizationSet {
 public:
  // `root` is canonical. Bounded: at most 10,000 kustomizations are followed.
  KustomizationSet(const std::string& root, const std::vector<std::string>& paths,
                   const Limits& limits);

  // Renders those that no other stands on, appends their objects under the kustomization's file,
  // and notes which files are then not to be read by themselves. What cannot be rendered is a
  // diagnostic (incomplete), and its resources are left to be read as they stand.
  void read(const ManifestOptions& options, Renderer& renderer, Manifests& manifests);

  // After read(): whether a file is part of a kustomization and so no manifest by itself.
  bool holds(const std::string& path) const { return held_.count(path) > 0; }

 private:
  const Kustomization* load(const std::string& folder, const std::string& file);
  void take_references(const doc::Node& document, Kustomization& out);
  void take_resource(std::string_view entry, Kustomization& out);
  void take_files(const doc::Node& document, Kustomization& out);
  std::string shown(const std::string& absolute) const;
  std::vector<const Kustomization*> roots() const;
  std::vector<const Kustomization*> reached_from(const Kustomization& top) const;
  Result<std::string> render(const Kustomization& top, const ManifestOptions& options,
                             Renderer& renderer) const;

  std::string root_;
  const Limits& limits_;
  std::map<std::string, Kustomization> all_;  // by folder
  std::set<std::string> held_;
};

}  // namespace seawall::kube
