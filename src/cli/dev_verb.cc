// seawall dev cel 'EXPR': what an expression of a policy gives for an object.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <deque>
#include <regex>

#include "base/file.h"
#include "base/text.h"
#include "cel/environment.h"
#include "cli/verb.h"
#include "doc/parse.h"

namespace seawall::cli {
namespace {

constexpr size_t kShown = 1u << 20;  // bytes of a value

struct CelOptions {
  std::string expression;
  std::string object, params;          // files
  std::vector<std::string> variables;  // NAME=JSON
  bool cost = false;
  bool all_libraries = false;
};

// The variables that an expression sees, with the documents that they are.
struct Bindings {
  std::vector<cel::Variable> variables;
  std::vector<cel::Value> values;
  std::deque<doc::Document> documents;

  void add(std::string name, const doc::Node& node) {
    variables.push_back({std::move(name), cel::dyn_type()});
    values.push_back(cel::Value::from_node(node));
  }
};

// A variable that is null unless a file or --var gives it.
Status bind_file(Bindings& bindings, const char* name, const std::string& path) {
  static const doc::Node null{};
  if (path.empty()) {
    auto named = [&](const cel::Variable& variable) { return variable.name == name; };
    if (std::none_of(bindings.variables.begin(), bindings.variables.end(), named))
      bindings.add(name, null);
    return {};
  }
  Limits limits;
  std::string text = TRY(read_file(path, limits.document_bytes));
  std::vector<doc::Document> documents = TRY(doc::parse_yaml(text, limits).context("{}", path));
  if (documents.size() != 1)
    return Error::make(Code::kUsage, "{}: {} documents where one is wanted", path,
                       documents.size());
  bindings.add(name, bindings.documents.emplace_back(std::move(documents[0])).root());
  return {};
}

Status bind_variable(Bindings& bindings, const std::string& assignment) {
  std::optional<Halves> halves = split_once(assignment, "=");
  if (!halves || halves->first.empty())
    return Error::make(Code::kUsage, "--var {}: NAME=JSON is wanted", assignment);
  std::string name(halves->first);
  doc::Document document = TRY(doc::parse_json(halves->second, Limits{}).context("--var {}", name));
  bindings.add(name, bindings.documents.emplace_back(std::move(document)).root());
  return {};
}

void point_at(std::string_view source, uint32_t line, uint32_t column, const std::string& text) {
  std::vector<std::string_view> lines = split(source, '\n');
  fmt::print(stderr, "{}:{}: {}\n", line, column, printable(text));
  if (line == 0 || line > lines.size()) return;
  // The column counts characters; what a terminal shows of them may be longer.
  std::string_view shown = lines[line - 1];
  size_t at = 0;
  for (uint32_t passed = 1; passed < column && at < shown.size(); ++passed)
    while (++at < shown.size() && (static_cast<unsigned char>(shown[at]) & 0xC0) == 0x80) continue;
  std::string before = printable(shown.substr(0, at));
  size_t width = 0;
  for (char c : before) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  fmt::print(stderr, "  {}\n  {:>{}}\n", printable(shown), "^", width + 1);
}

// "1:7: this; 2:1: that", each under the line that it is about.
void explain(std::string_view source, const std::string& message) {
  static const std::regex place("(?:^|; )([0-9]{1,7}):([0-9]{1,7}): ");
  std::sregex_iterator at(message.begin(), message.end(), place), end;
  if (at == end) fmt::print(stderr, "{}\n", printable(message));
  while (at != end) {
    std::smatch found = *at++;
    auto start = static_cast<size_t>(found.position() + found.length());
    auto stop = at == end ? message.size() : static_cast<size_t>(at->position());
    point_at(source, static_cast<uint32_t>(std::stoul(found[1])),
             static_cast<uint32_t>(std::stoul(found[2])), message.substr(start, stop - start));
  }
}

void print_cost(const cel::Program& program, uint64_t cost) {
  cel::Program::Cost bounds = program.cost();
  std::string most = bounds.most == UINT64_MAX ? "no bound" : std::to_string(bounds.most);
  fmt::print("cost: {} (estimated: at least {}, at most {})\n", cost, bounds.least, most);
}

Result<int> evaluate(const CelOptions& options) {
  Bindings bindings;
  for (const std::string& assignment : options.variables) TRY(bind_variable(bindings, assignment));
  TRY(bind_file(bindings, "object", options.object));
  TRY(bind_file(bindings, "params", options.params));
  cel::EnvironmentOptions wanted;
  wanted.variables = bindings.variables;
  wanted.all_libraries = options.all_libraries;
  cel::Environment environment = TRY(cel::Environment::create(std::move(wanted)));
  Result<cel::Program> program = environment.compile(options.expression);
  if (!program) {
    explain(options.expression, program.error().message());
    return kUsage;
  }
  cel::Evaluation evaluation(environment);
  for (uint32_t slot = 0; slot < bindings.values.size(); ++slot)
    evaluation.bind(slot, bindings.values[slot]);
  cel::Value value = evaluation.run(*program);
  if (value.is_error()) {
    fmt::print(stderr, "error: {}\n", printable(error_text(value.as_error())));
  } else {
    fmt::print("{}\ntype: {}\n", printable(to_text(value, evaluation.memory(), kShown), kShown),
               type_name(*program->type()));
  }
  if (options.cost) print_cost(*program, evaluation.cost());
  return value.is_error() ? kIncomplete : kClean;
}

Result<int> run(int argc, char** argv) {
  CelOptions options;
  CLI::App app("Tools for those who write policies.", "seawall dev");
  app.require_subcommand(1);
  CLI::App* cel = app.add_subcommand("cel", "evaluate an expression");
  cel->add_option("EXPR", options.expression, "in CEL, with Kubernetes' libraries")->required();
  cel->add_option("--object", options.object, "YAML or JSON file: the variable 'object'");
  cel->add_option("--params", options.params, "YAML or JSON file: the variable 'params'");
  repeatable(cel->add_option("--var", options.variables, "a further variable: NAME=JSON"));
  cel->add_flag("--cost", options.cost, "tell the cost and its estimate, in Kubernetes' units");
  cel->add_flag("--all-libraries", options.all_libraries, "also those that Kubernetes has not");
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  return evaluate(options);
}

}  // namespace

const Verb& dev_verb() {
  static const Verb verb{"dev", "try expressions of policies: cel", run};
  return verb;
}

}  // namespace seawall::cli
