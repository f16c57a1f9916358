// seawall check list | show | test | docs: the checks that manifests and images are judged by.
#include <CLI/CLI.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "check/catalog_docs.h"
#include "check/examples.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "doc/json_writer.h"
#include "model/facts.h"
#include "report/columns.h"

namespace seawall::cli {
namespace {

using check::Check;
using check::Framework;

struct CheckOptions {
  std::vector<std::string> folders;  // --checks
  std::string theme, framework, severity;
  std::string output = "table";
  std::string id;                 // show
  std::vector<std::string> test;  // folders
  std::string docs;               // folder
};

// The catalogue and the folders that were named; an id stands for one check only.
Result<std::vector<Check>> all_checks(const std::vector<std::string>& folders,
                                      check::Builtin part) {
  std::vector<Check> checks = TRY(check::builtin_checks(part));
  for (const std::string& folder : folders)
    for (Check& more : TRY(check::load_checks(folder, Limits{}))) checks.push_back(std::move(more));
  auto by_id = [](const Check& a, const Check& b) { return a.id < b.id; };
  std::stable_sort(checks.begin(), checks.end(), by_id);
  for (size_t i = 1; i < checks.size(); ++i)
    if (checks[i].id == checks[i - 1].id)
      return Error::make(Code::kUsage, "two checks have the id '{}': {} and {}", checks[i].id,
                         checks[i - 1].source, checks[i].source);
  return checks;
}

Result<const Framework*> named_framework(const std::vector<Framework>& frameworks,
                                         const std::string& id) {
  std::vector<std::string_view> known;
  for (const Framework& framework : frameworks) {
    if (framework.id == id) return &framework;
    known.push_back(framework.id);
  }
  return Error::make(Code::kUsage, "there is no framework '{}'; there are {}", printable(id, 60),
                     fmt::join(known, ", "));
}

bool is_listed(const Check& check, const CheckOptions& options) {
  const std::vector<std::string>& themes = check.themes;
  return (options.theme.empty() ||
          std::find(themes.begin(), themes.end(), options.theme) != themes.end()) &&
         (options.severity.empty() || options.severity == finding::severity_name(check.severity)) &&
         (options.framework.empty() || check.controls.contains(options.framework));
}

void write_texts(doc::JsonWriter& json, std::string_view name,
                 const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

void write_check(doc::JsonWriter& json, const Check& check) {
  json.begin_object();
  json.member("id", check.id);
  json.member("title", check.title);
  json.member("severity", finding::severity_name(check.severity));
  json.member("stage", finding::stage_name(check.stage));
  json.member("layer", finding::layer_name(check.layer));
  write_texts(json, "themes", check.themes);
  json.member("enabled", check.enabled);
  json.member("for", check::scope_name(check.scope));
  write_texts(json, "kinds", check.match.kinds);
  json.member("rationale", check.rationale);
  json.member("remedy", check.remedy);
  write_texts(json, "references", check.references);
  json.key("controls");
  json.begin_object();
  for (const auto& [framework, ids] : check.controls) write_texts(json, framework, ids);
  json.end_object();
  if (check.params) json.member("params", *check.params);
  json.member("expression", check.expression);
  json.member("fix", check.fix.empty() ? "none" : check.fix.safe ? "safe" : "unsafe");
  json.member("source", check.source);
  json.end_object();
}

std::string json_of(const std::vector<const Check*>& checks) {
  std::string out;
  doc::JsonWriter json(out, doc::JsonWriter::Style::kPretty);
  json.begin_array();
  for (const Check* check : checks) write_check(json, *check);
  json.end_array();
  return out + "\n";
}

void print_coverage(const Framework& framework, const std::vector<Check>& checks) {
  check::Coverage covered = check::coverage(framework, checks);
  report::Columns table({"CONTROL", "TITLE", "CHECKS"}, {false, true, true});
  for (const check::Coverage::Row& row : covered.rows) {
    std::vector<std::string_view> ids;
    for (const Check* check : row.checks) ids.push_back(check->id);
    table.add(
        {row.control->id, row.control->title,
         ids.empty() ? "none: " + row.control->why_not : fmt::format("{}", fmt::join(ids, ", "))});
  }
  fmt::print("{} {} ({})\n{} of {} controls have checks\n\n{}", printable(framework.title),
             printable(framework.version), printable(framework.url), covered.covered,
             covered.rows.size(), table.render(terminal_of(1).width, 0));
}

std::string coverage_json(const Framework& framework, const std::vector<Check>& checks) {
  std::string out;
  doc::JsonWriter json(out, doc::JsonWriter::Style::kPretty);
  json.begin_object();
  json.member("id", framework.id);
  json.member("title", framework.title);
  json.member("version", framework.version);
  json.member("url", framework.url);
  json.key("controls");
  json.begin_array();
  check::Coverage covered = check::coverage(framework, checks);
  for (const check::Coverage::Row& row : covered.rows) {
    json.begin_object();
    json.member("id", row.control->id);
    json.member("title", row.control->title);
    json.key("checks");
    json.begin_array();
    for (const Check* check : row.checks) json.string(check->id);
    json.end_array();
    if (row.checks.empty()) json.member("whyNot", row.control->why_not);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

Result<int> list(const CheckOptions& options) {
  std::vector<Check> checks = TRY(all_checks(options.folders, check::Builtin::kForJudging));
  if (!options.framework.empty()) {
    std::vector<Framework> frameworks = TRY(check::builtin_frameworks());
    const Framework* framework = TRY(named_framework(frameworks, options.framework));
    if (options.output == "json") {
      fmt::print("{}", coverage_json(*framework, checks));
    } else {
      print_coverage(*framework, checks);
    }
    return kClean;
  }
  std::vector<const Check*> listed;
  for (const Check& check : checks)
    if (is_listed(check, options)) listed.push_back(&check);
  if (options.output == "json") {
    fmt::print("{}", json_of(listed));
    return kClean;
  }
  report::Columns table({"CHECK", "SEVERITY", "FOR", "THEMES", "TITLE"},
                        {false, false, false, true, true});
  for (const Check* check : listed)
    table.add({check->id, finding::severity_name(check->severity), scope_name(check->scope),
               fmt::format("{}{}", fmt::join(check->themes, ","), check->enabled ? "" : " (off)"),
               check->title});
  fmt::print("{}\n{} of {} checks\n", table.render(terminal_of(1).width, 0), listed.size(),
             checks.size());
  return kClean;
}

void print_check(const Check& check) {
  fmt::print("{}: {}\n", printable(check.id), printable(check.title));
  fmt::print("{}, {} stage, {} layer, for each {}{}{}\n\n", finding::severity_name(check.severity),
             finding::stage_name(check.stage), finding::layer_name(check.layer),
             check::scope_name(check.scope), check.match.kinds.empty() ? "" : " of ",
             printable(fmt::format("{}", fmt::join(check.match.kinds, ", "))));
  fmt::print("{}\n\nWhat to do: {}\n\n", printable(check.rationale), printable(check.remedy));
  for (const auto& [framework, ids] : check.controls)
    fmt::print("  {} {}\n", printable(framework),
               printable(fmt::format("{}", fmt::join(ids, ", "))));
  for (const std::string& reference : check.references) fmt::print("  {}\n", printable(reference));
  // The file itself: expression, parameters, fix, examples.
  fmt::print("\n{}:\n", printable(check.source));
  if (check.params) fmt::print("  params      {}\n", printable(doc::to_json(*check.params)));
  if (!check.match.when.empty()) fmt::print("  when        {}\n", printable(check.match.when));
  for (const check::NamedExpression& variable : check.variables)
    fmt::print("  {:<11} {}\n", printable(variable.name), printable(variable.expression));
  fmt::print("  expression  {}\n", printable(check.expression));
  for (const check::Fix::Set& change : check.fix.set)
    fmt::print("  fix         set {} to {}\n", printable(change.path),
               printable(doc::to_json(*change.value)));
  for (const std::string& path : check.fix.remove)
    fmt::print("  fix         remove {}\n", printable(path));
  for (const check::Example& example : check.examples)
    fmt::print("  {:<11} {}\n", example.passes ? "passes" : "fails",
               printable(doc::to_json(*example.root), 2000));
}

Result<int> show(const CheckOptions& options) {
  std::vector<Check> checks = TRY(all_checks(options.folders, check::Builtin::kWhole));
  for (const Check& check : checks) {
    if (check.id != options.id) continue;
    if (options.output == "json") {
      fmt::print("{}", json_of({&check}));
    } else {
      print_check(check);
    }
    return kClean;
  }
  return Error::make(Code::kUsage, "there is no check '{}'; `seawall check list` has them all",
                     printable(options.id, 60));
}

std::string test_json(const check::ExampleReport& report) {
  std::string out;
  doc::JsonWriter json(out, doc::JsonWriter::Style::kPretty);
  json.begin_object();
  json.member("checks", report.checks);
  json.member("examples", report.examples);
  json.key("problems");
  json.begin_array();
  for (const check::ExampleProblem& problem : report.problems) {
    json.begin_object();
    json.member("check", problem.check->id);
    json.member("source", problem.check->source);
    json.member("line", problem.line);
    json.member("message", problem.message);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

Result<int> test(const CheckOptions& options) {
  std::vector<Check> checks;
  if (options.test.empty()) checks = TRY(check::builtin_checks(check::Builtin::kWhole));
  for (const std::string& folder : options.test)
    for (Check& more : TRY(check::load_checks(folder, Limits{}))) checks.push_back(std::move(more));
  cel::TypeArena types;
  check::ExampleOptions examples;
  examples.functions = model::fact_functions(types);
  examples.facts = [](const kube::Manifests& manifests) -> std::unique_ptr<kube::FactSource> {
    return std::make_unique<model::Facts>(manifests.objects);
  };
  check::ExampleReport report = check::run_examples(checks, examples);
  if (options.output == "json") {
    fmt::print("{}", test_json(report));
  } else {
    for (const check::ExampleProblem& problem : report.problems)
      fmt::print("{}{}: {}\n", printable(problem.check->source),
                 problem.line > 0 ? fmt::format(":{}", problem.line) : "",
                 printable(problem.message));
    fmt::print("{} checks, {} examples, {} wrong\n", report.checks, report.examples,
               report.problems.size());
  }
  return report.problems.empty() ? kClean : kFindings;
}

Result<int> docs(const CheckOptions& options) {
  std::vector<Check> checks = TRY(check::builtin_checks());
  std::vector<Framework> frameworks = TRY(check::builtin_frameworks());
  TRY(make_directories(options.docs));
  for (const auto& [name, text] : check::catalog_docs(checks, frameworks))
    TRY(write_file_atomically(fmt::format("{}/{}", options.docs, name), text));
  return kClean;
}

Result<int> run(int argc, char** argv) {
  CheckOptions options;
  CLI::App app("The checks that manifests, images and Dockerfiles are judged by.", "seawall check");
  app.require_subcommand(1);
  app.fallthrough();
  repeatable(app.add_option("--checks", options.folders,
                            "a folder of checks beside the catalogue, repeatable"));
  app.add_option("--output,-o", options.output, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  CLI::App* lists = app.add_subcommand("list", "all checks, or the coverage of a framework");
  lists->add_option("--theme", options.theme, "only checks of this theme: defaults, rbac ...");
  lists->add_option("--severity", options.severity, "only checks of this severity")
      ->check(CLI::IsMember({"low", "medium", "high", "critical"}));
  lists->add_option("--framework", options.framework, "its controls and their checks");
  CLI::App* shows = app.add_subcommand("show", "one check: why, what to do, how it is judged");
  shows->add_option("ID", options.id)->required();
  CLI::App* tests = app.add_subcommand("test", "run the examples of checks");
  tests->add_option("DIR", options.test, "folders of checks (default: the catalogue)");
  CLI::App* pages = app.add_subcommand("docs", "write the reference pages about the catalogue");
  pages->add_option("DIR", options.docs)->required();
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  if (lists->parsed()) return list(options);
  if (shows->parsed()) return show(options);
  if (tests->parsed()) return test(options);
  return docs(options);
}

}  // namespace

const Verb& check_verb() {
  static const Verb verb{"check", "the catalogue of checks: list, show, test", run};
  return verb;
}

}  // namespace seawall::cli
