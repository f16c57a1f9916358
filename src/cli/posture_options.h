// Options that say which checks judge: shared by the verbs that judge manifests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "posture/catalogue.h"
#include "posture/policies.h"

namespace CLI {
class App;
}

namespace seawall::cli {

struct PostureOptions {
  bool no_checks = false;
  std::vector<std::string> folders, frameworks, enable, disable, params;
  std::string kubernetes_version, pod_security;
};

void add_posture_options(CLI::App& app, PostureOptions& options);

// nullptr with --no-checks.
Result<std::unique_ptr<posture::Catalogue>> make_catalogue(
    const PostureOptions& options, const std::vector<kube::TemplatePath>& templates);
// nullptr when no file was named.
Result<std::unique_ptr<posture::Policies>> load_policies(
    const std::vector<std::string>& policy_files);

}  // namespace seawall::cli
