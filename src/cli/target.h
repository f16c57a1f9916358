// From the words on the command line to an inventory: what kind of thing a target is, and the
// options that say how to open it. Shared by every verb that takes TARGETs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "model/inventory.h"

namespace CLI {
class App;
}

namespace seawall::cli {

struct TargetOptions {
  std::string platform;  // "linux/arm64/v8"
  std::string image_name;
  bool insecure = false;
  std::string ca_file, docker_config;
  std::vector<std::string> mirrors;  // HOST=BASE
  unsigned threads = 0;
  bool no_cache = false;
  std::string cache_dir;
  uint64_t cache_mb = 2048;
  bool quiet = false;
  // Of projects.
  bool no_render = false;
  std::vector<std::string> helm_values;
  std::vector<std::string> pod_templates;  // KIND.GROUP=PATH
};

void add_target_options(CLI::App& app, TargetOptions& options);

// "Rollout.argoproj.io=spec.template" each.
Result<std::vector<kube::TemplatePath>> template_paths(const TargetOptions& options);

// Reads `target`: "project:DIR", "sbom:FILE" ("-" is standard input) and the image sources'
// prefixes force a kind; else an SBOM by its content, a project file by its name, an image archive,
// layout or root filesystem by what lies there, a folder as a project, and anything that is no path
// as an image reference.
Result<model::Inventory> read_target(const std::string& target, const TargetOptions& options,
                                     Progress& progress);

// `path` for a report: relative when it lies below the working folder, so that the report is the
// same on every machine; else as it was given.
std::string shown_path(const std::string& path);

// The folder of the advisory index: `named`, or else the user's own. kUsage when neither says one.
Result<std::string> database_directory(const std::string& named);

}  // namespace seawall::cli
