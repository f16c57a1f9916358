#include "check/framework.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "doc/parse.h"

namespace seawall::check {
namespace {

Error wrong(const std::string& source, const doc::Node& node, std::string_view what) {
  return Error::make(Code::kInvalid, "{}:{}: {}", source, node.position().line, what);
}

// The texts of a mapping, each into its place; every other member is an error.
struct Field {
  std::string_view name;
  std::string* value;
};
Status read_texts(const doc::Node& node, std::span<const Field> fields, std::string_view beside,
                  const std::string& source) {
  if (!node.is_object()) return wrong(source, node, "must be a mapping");
  for (const doc::Member& member : node.members()) {
    auto named = [&member](const Field& field) { return field.name == member.key; };
    auto field = std::find_if(fields.begin(), fields.end(), named);
    if (field != fields.end()) {
      if (!member.value.is_string())
        return wrong(source, member.value,
                     fmt::format("'{}' must be a text (put it in quotes)", member.key));
      *field->value = trim(member.value.as_string());
    } else if (member.key != beside) {
      return wrong(source, member.value,
                   fmt::format("unknown field '{}'", printable(member.key, 60)));
    }
  }
  return {};
}

Result<Control> read_control(const doc::Node& node, const std::string& source) {
  Control control;
  const Field fields[] = {
      {"id", &control.id}, {"title", &control.title}, {"why_not", &control.why_not}};
  TRY(read_texts(node, fields, "", source));
  if (control.id.empty() || control.title.empty())
    return wrong(source, node, "a control has an 'id' and a 'title'");
  return control;
}

const Framework* framework_of(std::span<const Framework> frameworks, std::string_view id) {
  for (const Framework& framework : frameworks)
    if (framework.id == id) return &framework;
  return nullptr;
}

bool implements(const Check& check, const std::string& framework, const std::string& control) {
  auto found = check.controls.find(framework);
  return found != check.controls.end() &&
         std::find(found->second.begin(), found->second.end(), control) != found->second.end();
}

}  // namespace

Result<Framework> read_framework(const doc::Node& root, const std::string& source) {
  Framework framework;
  const Field fields[] = {{"id", &framework.id},
                          {"title", &framework.title},
                          {"version", &framework.version},
                          {"url", &framework.url}};
  TRY(read_texts(root, fields, "controls", source));
  for (const Field& field : fields)
    if (field.value->empty())
      return Error::make(Code::kInvalid, "{}: the framework has no '{}'", source, field.name);
  if (root["controls"].size() == 0)
    return Error::make(Code::kInvalid, "{}: the framework has no controls", source);
  std::set<std::string> seen;
  for (const doc::Node& node : root["controls"].items()) {
    framework.controls.push_back(TRY(read_control(node, source)));
    const std::string& id = framework.controls.back().id;
    if (!seen.insert(id).second)
      return wrong(source, node, fmt::format("the control '{}' comes twice", printable(id, 60)));
  }
  return framework;
}

Result<Framework> parse_framework(std::string_view text, const std::string& source,
                                  const Limits& limits) {
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(text, limits, doc::YamlSchema::kCore).context("{}", source));
  if (documents.size() != 1)
    return Error::make(Code::kInvalid, "{}: a framework is one YAML document", source);
  return read_framework(documents[0].root(), source);
}

Result<std::vector<Framework>> load_frameworks(const std::string& folder, const Limits& limits) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".yaml") files.push_back(at->path());
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", folder, error.message());
  std::sort(files.begin(), files.end());
  std::vector<Framework> frameworks;
  for (const fs::path& file : files) {
    std::string text = TRY(read_file(file.native(), limits.document_bytes));
    frameworks.push_back(TRY(parse_framework(text, file.native(), limits)));
    if (frameworks.back().id != file.stem().native())
      return Error::make(Code::kInvalid, "{}: the id '{}' is not the file's name", file.native(),
                         printable(frameworks.back().id, 60));
  }
  return frameworks;
}

Coverage coverage(const Framework& framework, std::span<const Check> checks) {
  Coverage out;
  for (const Control& control : framework.controls) {
    Coverage::Row row{&control, {}};
    for (const Check& check : checks)
      if (implements(check, framework.id, control.id)) row.checks.push_back(&check);
    auto by_id = [](const Check* a, const Check* b) { return a->id < b->id; };
    std::sort(row.checks.begin(), row.checks.end(), by_id);
    if (!row.checks.empty()) ++out.covered;
    out.rows.push_back(std::move(row));
  }
  return out;
}

std::vector<std::string> framework_problems(std::span<const Framework> frameworks,
                                            std::span<const Check> checks) {
  std::vector<std::string> problems;
  for (const Check& check : checks) {
    for (const auto& [name, ids] : check.controls) {
      const Framework* framework = framework_of(frameworks, name);
      if (!framework) continue;
      for (const std::string& id : ids) {
        auto is_it = [&id](const Control& control) { return control.id == id; };
        if (std::none_of(framework->controls.begin(), framework->controls.end(), is_it))
          problems.push_back(
              fmt::format("{}: {} has no control '{}'", check.source, name, printable(id, 60)));
      }
    }
  }
  for (const Framework& framework : frameworks) {
    Coverage covered = coverage(framework, checks);
    for (const Coverage::Row& row : covered.rows) {
      if (row.checks.empty() && row.control->why_not.empty())
        problems.push_back(fmt::format("{}: no check implements {}, and no reason is given",
                                       framework.id, row.control->id));
      if (!row.checks.empty() && !row.control->why_not.empty())
        problems.push_back(fmt::format("{}: {} is implemented by {}, but says why it is not",
                                       framework.id, row.control->id, row.checks[0]->id));
    }
  }
  return problems;
}

}  // namespace seawall::check
