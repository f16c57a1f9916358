// seawall scan TARGET...: what is in it, what is wrong with it, what to do now.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "cli/posture_options.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "cli/version.h"
#include "feed/index.h"
#include "posture/assessment.h"
#include "report/report.h"
#include "waiver/waiver.h"

namespace seawall::cli {
namespace {

struct ScanOptions {
  std::vector<std::string> targets;
  std::vector<std::string> outputs = {"table"};
  std::string fail_on = "high";
  bool ignore_unfixed = false;
  bool all_packages = false;
  bool all_findings = false;
  bool no_vulnerabilities = false;
  std::vector<std::string> waiver_files;
  std::string baseline, write_baseline;
  std::string database;
  unsigned max_age_days = 7;
  std::vector<std::string> policy_files;
  PostureOptions posture;
  TargetOptions target;
};

struct Output {
  const report::Format* format;
  std::string path;  // empty: standard output
};

Result<std::vector<Output>> outputs_of(const ScanOptions& options) {
  std::vector<Output> out;
  size_t to_standard_output = 0;
  for (const std::string& word : options.outputs) {
    auto halves = split_once(word, "=");
    std::string name(halves ? halves->first : std::string_view(word));
    const report::Format* format = report::find_format(name);
    if (!format) {
      std::string known;
      for (const report::Format* one : report::formats())
        known += fmt::format("{}{}", known.empty() ? "" : ", ", one->name);
      return Error::make(Code::kUsage, "--output: no format '{}' (there are {})", name, known);
    }
    out.push_back({format, halves ? std::string(halves->second) : ""});
    to_standard_output += out.back().path.empty();
  }
  if (to_standard_output > 1)
    return Error(Code::kUsage,
                 "--output: only one format goes to standard output; name files for the others: "
                 "--output html=report.html");
  if (options.targets.size() > 1 && to_standard_output < out.size())
    return Error(Code::kUsage, "--output FORMAT=FILE takes one target at a time");
  return out;
}

Result<posture::Options> judge_options(const ScanOptions& options) {
  posture::Options judge;
  judge.now = system_clock().now();
  judge.max_data_age = static_cast<int64_t>(options.max_age_days) * 86400;
  judge.database = options.database;
  judge.gate.ignore_unfixed = options.ignore_unfixed;
  judge.vulnerabilities = !options.no_vulnerabilities;
  judge.threads = options.target.threads;
  auto severity = finding::parse_severity(options.fail_on);
  if (!severity)
    return Error::make(Code::kUsage, "--fail-on takes low, medium, high or critical, not '{}'",
                       options.fail_on);
  judge.gate.fail_on = *severity;
  for (const std::string& path : options.waiver_files) {
    std::string text = TRY(read_file(path, Limits{}.document_bytes));
    std::vector<waiver::Waiver> waivers =
        TRY(waiver::parse_waivers(text, shown_path(path), Limits{}));
    judge.waivers.insert(judge.waivers.end(), waivers.begin(), waivers.end());
  }
  return judge;
}

// No index at all is an answer ("not judged"), a damaged one an error.
Result<std::unique_ptr<feed::Index>> open_index(const std::string& directory) {
  Result<std::unique_ptr<feed::Index>> index = feed::Index::open(directory);
  if (!index && index.error().code() == Code::kNotFound) return std::unique_ptr<feed::Index>();
  return std::move(index).context("advisory index {}", directory);
}

Status write_outputs(const posture::Assessment& assessment, const std::vector<Output>& outputs,
                     const ScanOptions& options) {
  Terminal terminal = terminal_of(STDOUT_FILENO);
  for (const Output& output : outputs) {
    bool to_terminal = output.path.empty();
    report::Style style{kVersion, to_terminal && terminal.colour, terminal.width,
                        options.all_packages, options.all_findings};
    std::string text = output.format->render(assessment, style);
    if (!output.path.empty()) {
      TRY(write_file_atomically(output.path, text));
    } else if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
      return Error(Code::kIo, "cannot write to standard output");
    }
  }
  return {};
}

// Of several targets the gravest answer counts: unreadable, then findings, then incomplete.
int graver(int a, int b) {
  auto rank = [](int code) {
    return code == kUsage ? 3 : code == kFindings ? 2 : code == kIncomplete;
  };
  return rank(a) >= rank(b) ? a : b;
}

// What judges borrow; lives as long as the scan.
struct Judges {
  std::unique_ptr<feed::Index> index;
  std::unique_ptr<posture::Catalogue> catalogue;
  std::unique_ptr<posture::Policies> policies;
  std::unique_ptr<posture::Baseline> baseline;
};

Result<Judges> make_judges(const ScanOptions& options, posture::Options& judge) {
  Judges out;
  if (!options.no_vulnerabilities)
    out.index = TRY(open_index(TRY(database_directory(options.database))));
  out.catalogue = TRY(make_catalogue(options.posture, TRY(template_paths(options.target))));
  out.policies = TRY(load_policies(options.policy_files));
  if (!options.baseline.empty()) {
    std::string text = TRY(read_file(options.baseline, Limits{}.document_bytes));
    out.baseline = std::make_unique<posture::Baseline>(
        TRY(posture::parse_baseline(text, shown_path(options.baseline), Limits{})));
  }
  judge.catalogue = out.catalogue.get();
  judge.policies = out.policies.get();
  judge.baseline = out.baseline.get();
  return out;
}

Result<int> scan(const ScanOptions& options) {
  std::vector<Output> outputs = TRY(outputs_of(options));
  posture::Options judge = TRY(judge_options(options));
  Judges judges = TRY(make_judges(options, judge));
  std::unique_ptr<Progress> progress = make_progress(options.target.quiet);
  judge.progress = progress.get();
  int code = kClean;
  std::vector<finding::Finding> found;  // for the baseline
  for (const std::string& target : options.targets) {
    Result<model::Inventory> inventory = read_target(target, options.target, *progress);
    if (!inventory) {
      fmt::print(stderr, "seawall scan: {}: {}\n", printable(target),
                 printable(inventory.error().message()));
      code = graver(code, kUsage);
      continue;
    }
    posture::Assessment assessment =
        posture::assess(std::move(inventory).value(), judges.index.get(), judge);
    TRY(write_outputs(assessment, outputs, options));
    code = graver(code, assessment.exit_code());
    if (!options.write_baseline.empty())
      found.insert(found.end(), assessment.findings.begin(), assessment.findings.end());
  }
  if (!options.write_baseline.empty())
    TRY(write_file_atomically(options.write_baseline, posture::baseline_text(found)));
  return code;
}

Result<int> run(int argc, char** argv) {
  ScanOptions options;
  CLI::App app(
      "Finds every component of an image, root filesystem, project folder or SBOM and what is "
      "known against it, and judges manifests and Dockerfiles by checks.",
      "seawall scan");
  app.add_option("TARGET", options.targets,
                 "image reference, docker/OCI archive or layout, root filesystem, project folder, "
                 "lock file, jar, or SBOM")
      ->required();
  repeatable(
      app.add_option(
          "--output,-o", options.outputs,
          "FORMAT or FORMAT=FILE, repeatable: table, json, sarif, cyclonedx, spdx, html ..."))
      ->capture_default_str();
  app.add_option("--fail-on", options.fail_on, "gate: exit 1 from this severity on")
      ->capture_default_str();
  app.add_flag("--ignore-unfixed", options.ignore_unfixed,
               "findings without a fix do not count for the gate");
  app.add_flag("--packages", options.all_packages, "list every package in the table");
  app.add_flag("--details", options.all_findings,
               "list every place of a check and every control of a framework in the table");
  app.add_option(
      "--baseline", options.baseline,
      "former JSON report or list of fingerprints: only what is new counts for the gate");
  app.add_option("--write-baseline", options.write_baseline,
                 "file to write the fingerprints of all findings to");
  app.add_flag("--no-vulnerabilities", options.no_vulnerabilities,
               "list packages without judging them");
  repeatable(app.add_option("--waivers", options.waiver_files,
                            "waiver file, repeatable (docs/waivers.md)"));
  app.add_option("--db", options.database, "folder of the advisory index");
  app.add_option("--max-data-age", options.max_age_days,
                 "days after which advisory data counts as old (0: any age will do)")
      ->capture_default_str();
  repeatable(app.add_option("--policy", options.policy_files,
                            "file with ValidatingAdmissionPolicies to run over the manifests, "
                            "repeatable"));
  add_posture_options(app, options.posture);
  add_target_options(app, options.target);
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  return scan(options);
}

}  // namespace

const Verb& scan_verb() {
  static const Verb verb{"scan",
                         "find components, vulnerabilities, and what is wrong with manifests", run};
  return verb;
}

}  // namespace seawall::cli
