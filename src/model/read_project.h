// From a project folder to its inventory: every lock file and manifest of the source tree.
#pragma once

#include "model/inventory.h"
#include "model/read_image.h"

namespace seawall::model {

// Walks `folder` without following symbolic links out of it. Skipped, and said in docs: .git, .hg,
// .svn, node_modules and other folders of installed dependencies (what a lock file declares is what
// counts).
Result<Inventory> read_project(const std::string& folder, const ReadOptions& options);
// One file: a lock file, a jar.
Result<Inventory> read_project_file(const std::string& path, const ReadOptions& options);

}  // namespace seawall::model
