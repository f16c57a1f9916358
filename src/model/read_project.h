// From a project folder to its inventory: every lock file and package manifest of the source tree,
// and what is to be deployed: Kubernetes manifests, charts, kustomizations, Dockerfiles.
#pragma once

#include "model/inventory.h"
#include "model/read_image.h"

namespace seawall::model {

// Walks `folder` without following symbolic links out of it. Skipped, and said in docs: .git, .hg,
// .svn, node_modules and other folders of installed dependencies (what a lock file declares is what
// counts).
Result<Inventory> read_project(const std::string& folder, const ReadOptions& options);
// One file: a lock file, a jar, a manifest, a Dockerfile. A manifest that holds no object is said
// as incomplete; there is nothing else that was asked for.
Result<Inventory> read_project_file(const std::string& path, const ReadOptions& options);

}  // namespace seawall::model
