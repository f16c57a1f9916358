// Every manifest and Dockerfile of a folder, file or rendered chart, and why each other document
// was left out. Nothing in what is read configures Seawall.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/result.h"
#include "doc/tree.h"
#include "finding/finding.h"
#include "kube/dockerfile.h"
#include "kube/object.h"

namespace seawall::kube {

// Owns its documents; objects point into them. Movable, not to be copied.
struct Manifests {
  std::vector<SourceFile> files;
  std::vector<std::string> origins;  // files of Object::origin
  std::vector<Object> objects;       // by file (sorted by path), then place
  std::vector<Dockerfile> dockerfiles;
  std::vector<finding::Finding> findings;  // taken in from SARIF files of other scanners
  // What was not judged and why. Documents that are plainly something else (no apiVersion and kind)
  // are remarks (not incomplete); files that could not be read or rendered are incomplete.
  Diagnostics diagnostics;
  std::deque<doc::Document> documents;  // a deque: objects point at roots too
};

struct ManifestOptions {
  Limits limits;
  std::vector<TemplatePath> templates;   // user-declared pod template paths
  bool render = true;                    // charts and kustomizations, by helm and kubectl
  std::vector<std::string> helm_values;  // values files, named on the command line
  // Sorted: files that other readers read. Nothing is said of those of them that hold no object.
  std::vector<std::string> known;
  Progress* progress = nullptr;  // borrowed, may be nullptr
};

// The objects of one YAML stream or JSON text: multi-document, BOM, List and *List kinds taken
// apart (nested too, bounded). Appends to `manifests` under `file`.
void read_manifest_text(std::string_view text, SourceFile file, const Limits& limits,
                        Manifests& manifests);

// Files by extension .yaml .yml .json (manifests), Dockerfile names (see is_dockerfile()),
// Chart.yaml (a chart: rendered, its templates not read as manifests), kustomization.yaml
// (rendered, what it names not read twice), *.sarif. `paths` are relative to `root`, sorted; all
// are read.
Result<Manifests> read_manifests(const std::string& root, const std::vector<std::string>& paths,
                                 const ManifestOptions& options);
// Whether read_manifests() would look at a file of this path.
bool is_manifest_path(std::string_view path);

}  // namespace seawall::kube
