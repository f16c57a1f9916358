#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "check/check.h"
#include "check/target.h"
#include "doc/parse.h"

namespace seawall::check {
namespace {

constexpr std::array<std::string_view, 11> kThemes = {
    "defaults", "node-access", "pod-security", "rbac",    "network",     "images",
    "secrets",  "dockerfile",  "reliability",  "hygiene", "supply-chain"};
constexpr std::array<std::string_view, 6> kForms = {"container", "pod",        "object",
                                                    "objects",   "dockerfile", "image"};

// Reads one file; every error names the file and the line.
class CheckReader {
 public:
  CheckReader(const doc::Node& root, const std::string& source, bool examples)
      : root_(root), source_(source), examples_(examples) {}

  Result<Check> read() {
    if (!root_.is_object()) return wrong(root_, "a check is a mapping");
    for (const doc::Member& member : root_.members()) TRY(field(member));
    TRY(complete());
    return std::move(check_);
  }

 private:
  using Read = Status (CheckReader::*)(const doc::Node&);
  struct Field {
    std::string_view name;
    Read read;
  };

  Error wrong(const doc::Node& node, std::string_view message) const {
    return Error::make(Code::kInvalid, "{}:{}: {}", source_, node.position().line, message);
  }

  Result<std::string> text(const doc::Node& node, std::string_view field) const {
    if (!node.is_string())
      return wrong(node, fmt::format("'{}' must be a text (put it in quotes)", field));
    return std::string(trim(node.as_string()));
  }

  Result<std::vector<std::string>> texts(const doc::Node& node, std::string_view field) const {
    if (!node.is_array()) return wrong(node, fmt::format("'{}' must be a list of texts", field));
    std::vector<std::string> out;
    for (const doc::Node& item : node.items()) out.push_back(TRY(text(item, field)));
    return out;
  }

  template <typename Value>
  Result<Value> word(const doc::Node& node, std::string_view field, std::span<const Value> values,
                     const char* (*name)(Value)) const {
    std::string known;
    for (Value value : values) {
      if (node.as_string() == name(value)) return value;
      known += fmt::format("{}{}", known.empty() ? "" : ", ", name(value));
    }
    return wrong(node, fmt::format("'{}' must be one of {}", field, known));
  }

  Result<bool> boolean(const doc::Node& node, std::string_view field) const {
    if (node.kind() != doc::Kind::kBool)
      return wrong(node, fmt::format("'{}' must be true or false", field));
    return node.as_bool();
  }

  Status field(const doc::Member& member);
  Status read_severity(const doc::Node& node);
  Status read_stage(const doc::Node& node);
  Status read_layer(const doc::Node& node);
  Status read_themes(const doc::Node& node);
  Status read_controls(const doc::Node& node);
  Status read_scope(const doc::Node& node);
  Status read_match(const doc::Node& node);
  Status read_container_types(const doc::Node& node);
  Status read_params(const doc::Node& node);
  Status read_variables(const doc::Node& node);
  Status read_fix(const doc::Node& node);
  Status read_examples(const doc::Node& node);
  Status read_example_list(const doc::Node& node, bool passes);
  Result<Example> read_example(const doc::Node& node, bool passes) const;
  Status complete() const;
  Status check_paths() const;

  const doc::Node& root_;
  const std::string& source_;
  bool examples_;
  Check check_;
};

Status CheckReader::read_severity(const doc::Node& node) {
  using finding::Severity;
  constexpr std::array<Severity, 4> kValues = {Severity::kLow, Severity::kMedium, Severity::kHigh,
                                               Severity::kCritical};
  check_.severity = TRY(word<Severity>(node, "severity", kValues, finding::severity_name));
  return {};
}

Status CheckReader::read_stage(const doc::Node& node) {
  using finding::Stage;
  constexpr std::array<Stage, 4> kValues = {Stage::kCode, Stage::kBuild, Stage::kDeploy,
                                            Stage::kRun};
  check_.stage = TRY(word<Stage>(node, "stage", kValues, finding::stage_name));
  return {};
}

Status CheckReader::read_layer(const doc::Node& node) {
  using finding::Layer;
  constexpr std::array<Layer, 4> kValues = {Layer::kCode, Layer::kContainer, Layer::kCluster,
                                            Layer::kCloud};
  check_.layer = TRY(word<Layer>(node, "layer", kValues, finding::layer_name));
  return {};
}

Status CheckReader::read_scope(const doc::Node& node) {
  constexpr std::array<Scope, 6> kValues = {Scope::kObject,      Scope::kPod,
                                            Scope::kContainer,   Scope::kDockerfile,
                                            Scope::kInstruction, Scope::kImage};
  check_.scope = TRY(word<Scope>(node, "for", kValues, scope_name));
  return {};
}

Status CheckReader::read_themes(const doc::Node& node) {
  check_.themes = TRY(texts(node, "themes"));
  for (const std::string& theme : check_.themes)
    if (std::find(kThemes.begin(), kThemes.end(), theme) == kThemes.end())
      return wrong(node, fmt::format("no theme '{}'; there are {}", printable(theme, 60),
                                     fmt::join(kThemes, ", ")));
  return {};
}

Status CheckReader::read_controls(const doc::Node& node) {
  if (!node.is_object()) return wrong(node, "'controls' must map frameworks to lists of ids");
  for (const doc::Member& framework : node.members())
    check_.controls[std::string(framework.key)] = TRY(texts(framework.value, framework.key));
  return {};
}

Status CheckReader::read_container_types(const doc::Node& node) {
  using kube::ContainerType;
  constexpr std::array<ContainerType, 4> kValues = {ContainerType::kRegular, ContainerType::kInit,
                                                    ContainerType::kSidecar,
                                                    ContainerType::kEphemeral};
  if (!node.is_array()) return wrong(node, "'containers' must be a list");
  for (const doc::Node& item : node.items())
    check_.match.containers.push_back(
        TRY(word<ContainerType>(item, "containers", kValues, kube::container_type_name)));
  return {};
}

Status CheckReader::read_match(const doc::Node& node) {
  if (!node.is_object()) return wrong(node, "'match' must be a mapping");
  for (const doc::Member& member : node.members()) {
    if (member.key == "kinds") {
      check_.match.kinds = TRY(texts(member.value, "kinds"));
    } else if (member.key == "groups") {
      check_.match.groups = TRY(texts(member.value, "groups"));
    } else if (member.key == "containers") {
      TRY(read_container_types(member.value));
    } else if (member.key == "instructions") {
      check_.match.instructions = TRY(texts(member.value, "instructions"));
    } else if (member.key == "when") {
      check_.match.when = TRY(text(member.value, "when"));
    } else {
      return wrong(member.value, fmt::format("unknown field 'match.{}'; there are kinds, groups, "
                                             "containers, instructions, when",
                                             printable(member.key, 60)));
    }
  }
  return {};
}

Status CheckReader::read_params(const doc::Node& node) {
  if (!node.is_object()) return wrong(node, "'params' must map names to values");
  check_.params = &node;
  return {};
}

Status CheckReader::read_variables(const doc::Node& node) {
  if (!node.is_array()) return wrong(node, "'variables' must be a list");
  for (const doc::Node& item : node.items()) {
    if (!item.is_object() || item.size() != 2 || !item.find("name") || !item.find("expression"))
      return wrong(item, "a variable has a 'name' and an 'expression'");
    check_.variables.push_back({TRY(text(item["name"], "name")),
                                TRY(text(item["expression"], "expression")),
                                item["expression"].position().line});
  }
  return {};
}

Status CheckReader::read_fix(const doc::Node& node) {
  if (!node.is_object()) return wrong(node, "'fix' must be a mapping");
  for (const doc::Member& member : node.members()) {
    if (member.key == "set" && member.value.is_object()) {
      for (const doc::Member& change : member.value.members())
        check_.fix.set.push_back({std::string(change.key), &change.value});
    } else if (member.key == "remove") {
      check_.fix.remove = TRY(texts(member.value, "fix.remove"));
    } else if (member.key == "safe") {
      check_.fix.safe = TRY(boolean(member.value, "fix.safe"));
    } else {
      return wrong(member.value, "a fix has 'set' (paths to values), 'remove' (paths), 'safe'");
    }
  }
  return {};
}

Result<Example> CheckReader::read_example(const doc::Node& node, bool passes) const {
  Example example;
  example.passes = passes;
  example.root = &node;
  example.line = node.position().line;
  if (!node.is_object()) return wrong(node, "an example is a mapping");
  constexpr std::array<std::string_view, 6> kBeside = {"count",    "fixed", "params",
                                                       "metadata", "type",  "minor"};
  for (const doc::Member& member : node.members()) {
    if (std::find(kForms.begin(), kForms.end(), member.key) != kForms.end()) {
      if (!example.form.empty())
        return wrong(node, fmt::format("an example is one of {}", fmt::join(kForms, ", ")));
      example.form = member.key;
    } else if (member.key == "count") {
      std::optional<int64_t> count = member.value.as_int();
      if (!count || *count < 1 || *count > 1000 || passes)
        return wrong(member.value, "'count' is the number of violations of a failing example");
      example.count = static_cast<int>(*count);
    } else if (member.key == "fixed") {
      example.fixed = &member.value;
    } else if (std::find(kBeside.begin(), kBeside.end(), member.key) == kBeside.end()) {
      return wrong(member.value, fmt::format("unknown field '{}' of an example; there are {}, {}",
                                             printable(member.key, 60), fmt::join(kForms, ", "),
                                             fmt::join(kBeside, ", ")));
    }
  }
  if (example.form.empty())
    return wrong(node, fmt::format("an example is one of {}", fmt::join(kForms, ", ")));
  return example;
}

Status CheckReader::read_example_list(const doc::Node& node, bool passes) {
  if (!node.is_array()) return wrong(node, "'pass' and 'fail' are lists of examples");
  for (const doc::Node& item : node.items())
    check_.examples.push_back(TRY(read_example(item, passes)));
  return {};
}

Status CheckReader::read_examples(const doc::Node& node) {
  if (!node.is_object()) return wrong(node, "'examples' has the lists 'pass' and 'fail'");
  for (const doc::Member& member : node.members()) {
    if (member.key != "pass" && member.key != "fail")
      return wrong(member.value, "'examples' has the lists 'pass' and 'fail'");
    TRY(read_example_list(member.value, member.key == "pass"));
  }
  return {};
}

Status CheckReader::field(const doc::Member& member) {
  struct Plain {
    std::string_view name;
    std::string Check::*member;
  };
  constexpr std::array<Plain, 6> kPlain = {{{"id", &Check::id},
                                            {"title", &Check::title},
                                            {"rationale", &Check::rationale},
                                            {"remedy", &Check::remedy},
                                            {"expression", &Check::expression},
                                            {"message", &Check::message}}};
  constexpr std::array<Field, 11> kStructured = {{{"severity", &CheckReader::read_severity},
                                                  {"stage", &CheckReader::read_stage},
                                                  {"layer", &CheckReader::read_layer},
                                                  {"themes", &CheckReader::read_themes},
                                                  {"controls", &CheckReader::read_controls},
                                                  {"for", &CheckReader::read_scope},
                                                  {"match", &CheckReader::read_match},
                                                  {"params", &CheckReader::read_params},
                                                  {"variables", &CheckReader::read_variables},
                                                  {"fix", &CheckReader::read_fix},
                                                  {"examples", &CheckReader::read_examples}}};
  for (const Plain& plain : kPlain) {
    if (plain.name != member.key) continue;
    check_.*plain.member = TRY(text(member.value, member.key));
    if (member.key == "expression") check_.expression_line = member.value.position().line;
    return {};
  }
  for (const Field& structured : kStructured)
    if (structured.name == member.key) return (this->*structured.read)(member.value);
  if (member.key == "enabled") {
    check_.enabled = TRY(boolean(member.value, "enabled"));
  } else if (member.key == "references") {
    check_.references = TRY(texts(member.value, "references"));
  } else if (member.key == "at") {
    check_.at = TRY(texts(member.value, "at"));
  } else {
    return Error::make(Code::kInvalid, "{}:{}: unknown field '{}' (docs/checks.md has them all)",
                       source_, member.key_position.line, printable(member.key, 60));
  }
  return {};
}

Status CheckReader::complete() const {
  auto missing = [this](std::string_view what) {
    return Error::make(Code::kInvalid, "{}: the check has no {}", source_, what);
  };
  for (std::string_view field : {"id", "title", "severity", "stage", "layer", "themes", "rationale",
                                 "remedy", "for", "expression", "examples"}) {
    if (!examples_ && field == "examples") continue;
    const doc::Node* node = root_.find(field);
    if (!node || (node->is_string() && trim(node->as_string()).empty()))
      return missing(fmt::format("'{}'", field));
  }
  TRY(check_paths());
  if (!examples_) return {};
  auto passes = [](const Example& example) { return example.passes; };
  if (std::none_of(check_.examples.begin(), check_.examples.end(), passes))
    return missing("passing example");
  if (std::all_of(check_.examples.begin(), check_.examples.end(), passes))
    return missing("failing example");
  return {};
}

Status CheckReader::check_paths() const {
  auto valid = [this](const std::string& path, std::string_view field) -> Status {
    Result<Target> target = parse_target(path, check_.scope);
    if (!target) return wrong(root_[field], target.error().message());
    return {};
  };
  for (const std::string& path : check_.at) TRY(valid(path, "at"));
  for (const Fix::Set& change : check_.fix.set) TRY(valid(change.path, "fix"));
  for (const std::string& path : check_.fix.remove) TRY(valid(path, "fix"));
  if (!check_.fix.empty() && check_.scope > Scope::kContainer)
    return wrong(root_["fix"], "only objects, pods and containers have fixes");
  return {};
}

}  // namespace

const char* scope_name(Scope scope) {
  switch (scope) {
    case Scope::kPod:
      return "pod";
    case Scope::kContainer:
      return "container";
    case Scope::kDockerfile:
      return "dockerfile";
    case Scope::kInstruction:
      return "instruction";
    case Scope::kImage:
      return "image";
    default:
      return "object";
  }
}

Result<Check> parse_check(std::string_view text, const std::string& source, const Limits& limits) {
  Diagnostics remarks;
  Result<std::vector<doc::Document>> parsed =
      doc::parse_yaml(text, limits, doc::YamlSchema::kCore, &remarks);
  if (!parsed)  // it begins with line and column
    return Error::make(parsed.error().code(), "{}:{}", source, parsed.error().message());
  std::vector<doc::Document> documents = std::move(parsed).value();
  if (!remarks.empty())
    return Error::make(Code::kInvalid, "{}:{}: {}", source, remarks[0].line, remarks[0].message);
  if (documents.size() != 1)
    return Error::make(Code::kInvalid, "{}: a check is one YAML document, here are {}", source,
                       documents.size());
  auto document = std::make_shared<const doc::Document>(std::move(documents[0]));
  return read_check(document->root(), document, source, true);
}

Result<Check> read_check(const doc::Node& root, std::shared_ptr<const doc::Document> document,
                         const std::string& source, bool examples) {
  Check check = TRY(CheckReader(root, source, examples).read());
  if (!examples) check.examples.clear();
  check.source = source;
  check.document = std::move(document);
  return check;
}

Result<std::vector<Check>> load_checks(const std::string& folder, const Limits& limits) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", folder, error.message());
  std::sort(files.begin(), files.end());
  std::vector<Check> checks;
  for (const fs::path& file : files) {
    std::string text = TRY(read_file(file.native(), limits.document_bytes));
    checks.push_back(TRY(parse_check(text, file.native(), limits)));
    if (checks.back().id != file.stem().native())
      return Error::make(Code::kInvalid, "{}: the id '{}' is not the file's name", file.native(),
                         printable(checks.back().id, 60));
  }
  return checks;
}

}  // namespace seawall::check
