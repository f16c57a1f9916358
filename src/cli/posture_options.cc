#include "cli/posture_options.h"

#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/target.h"
#include "cli/verb.h"

namespace seawall::cli {

void add_posture_options(CLI::App& app, PostureOptions& options) {
  app.add_flag("--no-checks", options.no_checks,
               "do not judge manifests and Dockerfiles by checks");
  repeatable(app.add_option("--checks", options.folders,
                            "a folder of checks beside the catalogue, repeatable"));
  repeatable(app.add_option("--framework", options.frameworks,
                            "judge by the checks of this framework alone, repeatable"));
  repeatable(app.add_option("--enable", options.enable,
                            "a check that is off by itself, wildcards allowed, repeatable"));
  repeatable(app.add_option("--disable", options.disable,
                            "a check to leave out, wildcards allowed, repeatable"));
  repeatable(app.add_option("--param", options.params,
                            "CHECK.NAME=VALUE, a parameter of a check, repeatable"));
  app.add_option("--kubernetes-version", options.kubernetes_version,
                 "judge for Kubernetes 1.MINOR (default: the newest known)");
  app.add_option("--pss", options.pod_security,
                 "LEVEL[@1.MINOR]: Pod Security Standard that every pod must keep: baseline or "
                 "restricted. Labels of namespaces may ask for more");
}

Result<std::unique_ptr<posture::Catalogue>> make_catalogue(
    const PostureOptions& options, const std::vector<kube::TemplatePath>& templates) {
  if (options.no_checks) return std::unique_ptr<posture::Catalogue>();
  posture::Selection selection;
  selection.folders = options.folders;
  selection.frameworks = options.frameworks;
  selection.enable = options.enable;
  selection.disable = options.disable;
  selection.params = options.params;
  selection.templates = templates;
  if (!options.pod_security.empty())
    selection.pod_security =
        TRY(posture::parse_pod_security(options.pod_security).context("--pss"));
  if (!options.kubernetes_version.empty()) {
    std::optional<unsigned> minor = posture::parse_kubernetes_version(options.kubernetes_version);
    if (!minor || *minor > check::kNewestKubernetesMinor)
      return Error::make(Code::kUsage, "--kubernetes-version takes 1.0 to 1.{}, not '{}'",
                         check::kNewestKubernetesMinor, printable(options.kubernetes_version, 60));
    selection.kubernetes_minor = *minor;
  }
  return posture::Catalogue::create(std::move(selection));
}

Result<std::unique_ptr<posture::Policies>> load_policies(
    const std::vector<std::string>& policy_files) {
  if (policy_files.empty()) return std::unique_ptr<posture::Policies>();
  std::vector<std::string> files;
  files.reserve(policy_files.size());
  for (const std::string& file : policy_files) files.push_back(shown_path(file));
  return posture::Policies::load(files);
}

}  // namespace seawall::cli
