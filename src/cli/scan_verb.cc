// seawall scan TARGET...: what is in it, what is wrong with it, what to do now.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/text.h"
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
  std::vector<std::string> waiver_files;
  std::string database;
  unsigned max_age_days = 7;
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
                        options.all_packages};
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

Result<int> scan(const ScanOptions& options) {
  std::vector<Output> outputs = TRY(outputs_of(options));
  posture::Options judge = TRY(judge_options(options));
  std::string directory = TRY(database_directory(options.database));
  std::unique_ptr<feed::Index> index = TRY(open_index(directory));
  std::unique_ptr<Progress> progress = make_progress(options.target.quiet);
  int code = kClean;
  for (const std::string& target : options.targets) {
    Result<model::Inventory> inventory = read_target(target, options.target, *progress);
    if (!inventory) {
      fmt::print(stderr, "seawall scan: {}: {}\n", printable(target),
                 printable(inventory.error().message()));
      code = graver(code, kUsage);
      continue;
    }
    posture::Assessment assessment =
        posture::assess(std::move(inventory).value(), index.get(), judge);
    TRY(write_outputs(assessment, outputs, options));
    code = graver(code, assessment.exit_code());
  }
  return code;
}

Result<int> run(int argc, char** argv) {
  ScanOptions options;
  CLI::App app(
      "Finds every component of an image, root filesystem, project folder or SBOM, and "
      "what is known against it.",
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
  repeatable(app.add_option("--waivers", options.waiver_files,
                            "waiver file, repeatable (docs/waivers.md)"));
  app.add_option("--db", options.database, "folder of the advisory index");
  app.add_option("--max-data-age", options.max_age_days,
                 "days after which advisory data counts as old (0: any age will do)")
      ->capture_default_str();
  add_target_options(app, options.target);
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  return scan(options);
}

}  // namespace

const Verb& scan_verb() {
  static const Verb verb{"scan", "find components and their vulnerabilities", run};
  return verb;
}

}  // namespace seawall::cli
