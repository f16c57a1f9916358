#include "kube/dockerfile.h"

#include "base/text.h"
#include "doc/builder.h"
#include "kube/dockerfile_parser.h"

namespace seawall::kube {
namespace {

constexpr size_t kMaxBytes = 4u << 20;

// Writes the tree of dockerfile.h. Every node of an instruction stands at the instruction's line.
class TreeWriter {
 public:
  explicit TreeWriter(const ParsedDockerfile& file) : file_(file) {}
  doc::Document write();

 private:
  void key(std::string_view name) { build_.key(name, at_); }
  void text(std::string_view name, std::string_view value) {
    key(name);
    build_.string(value, at_);
  }
  void flag(std::string_view name, bool value) {
    key(name);
    build_.boolean(value, at_);
  }
  void number(std::string_view name, int64_t value) {
    key(name);
    build_.integer(value, at_);
  }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    list(name, values, [&](const std::string& value) { build_.string(value, at_); });
  }
  template <typename Values, typename Write>
  void list(std::string_view name, const Values& values, Write write) {
    key(name);
    build_.begin_array(at_);
    for (const auto& value : values) write(value);
    build_.end_array();
  }
  void stage(const Stage& stage, size_t index);
  void instruction(const Instruction& instruction, size_t index);
  void flags(const Instruction& instruction);
  void commands(const Instruction& instruction);

  const ParsedDockerfile& file_;
  doc::Builder build_;
  doc::Position at_{1, 1};
};

void TreeWriter::stage(const Stage& stage, size_t index) {
  at_ = {file_.instructions[stage.instructions.front()].line, 1};
  build_.begin_object(at_);
  text("name", stage.name);
  number("index", static_cast<int64_t>(index));
  text("base", stage.base);
  flag("baseIsStage", stage.base_is_stage);
  flag("baseKnown", stage.base_known);
  text("platform", stage.platform);
  flag("last", &stage == &file_.stages.back());
  list("instructions", stage.instructions,
       [&](size_t number) { build_.integer(static_cast<int64_t>(number), at_); });
  text("user", stage.user);
  build_.end_object();
}

// A flag may stand several times (--mount), and its values are then one list.
void TreeWriter::flags(const Instruction& instruction) {
  std::map<std::string_view, std::vector<std::string>> joined;
  for (const auto& [name, value] : instruction.flags) joined[name].push_back(value);
  key("flags");
  build_.begin_object(at_);
  for (const auto& [name, values] : joined) texts(name, values);
  build_.end_object();
}

void TreeWriter::commands(const Instruction& instruction) {
  doc::Position before = at_;
  size_t next = 0;
  list("commands", instruction.commands, [&](const ShellCommand& command) {
    at_ = {instruction.command_lines[next++], 1};
    build_.begin_object(at_);
    text("name", command.name);
    texts("arguments", command.arguments);
    texts("assignments", command.assignments);
    number("pipedFrom", command.piped_from);
    number("pipedTo", command.piped_to);
    flag("sudo", command.sudo);
    number("line", at_.line);
    build_.end_object();
  });
  at_ = before;
}

void TreeWriter::instruction(const Instruction& instruction, size_t index) {
  at_ = {instruction.line, 1};
  build_.begin_object(at_);
  text("keyword", instruction.keyword);
  number("index", static_cast<int64_t>(index));
  number("stage", instruction.stage);
  flag("lastStage",
       instruction.stage >= 0 && static_cast<size_t>(instruction.stage) + 1 == file_.stages.size());
  number("line", instruction.line);
  text("text", instruction.text);
  text("form", instruction.form);
  texts("arguments", instruction.arguments);
  flags(instruction);
  commands(instruction);
  list("pairs", instruction.pairs, [&](const Pair& pair) {
    build_.begin_object(at_);
    text("name", pair.name);
    text("value", pair.value);
    flag("hasValue", pair.has_value);
    build_.end_object();
  });
  texts("sources", instruction.sources);
  text("destination", instruction.destination);
  list("heredocs", instruction.heredocs, [&](const Heredoc& heredoc) {
    build_.begin_object(at_);
    text("name", heredoc.name);
    text("content", heredoc.content);
    build_.end_object();
  });
  text("user", instruction.user);
  texts("variables", instruction.variables);
  flag("onbuild", instruction.onbuild);
  build_.end_object();
}

doc::Document TreeWriter::write() {
  build_.begin_object(at_);
  size_t index = 0;
  list("stages", file_.stages, [&](const Stage& one) { stage(one, index++); });
  index = 0;
  list("instructions", file_.instructions,
       [&](const Instruction& one) { instruction(one, index++); });
  at_ = {1, 1};
  texts("shell", file_.stages.back().shell);
  text("user", file_.stages.back().user);
  text("escape", {&file_.escape, 1});
  text("syntax", file_.syntax);
  build_.end_object();
  return build_.finish();
}

}  // namespace

namespace {

// Files that are about Dockerfiles: Dockerfile.md, dockerfile.go. Dockerfile.go builds a Go
// program.
bool is_named_otherwise(std::string_view written, std::string_view name) {
  for (std::string_view end : {".dockerignore", ".md", ".o", ".d"})
    if (name.ends_with(end)) return true;
  if (!is_lower(written[0]) || !written.starts_with("dockerfile.")) return false;
  for (std::string_view end :
       {".go", ".py", ".js", ".ts", ".rs", ".rb", ".java", ".kt", ".c", ".cc", ".h", ".cpp",
        ".json", ".yaml", ".yml", ".html", ".lua", ".vim"})
    if (name.ends_with(end)) return true;
  return false;
}

}  // namespace

bool is_dockerfile(std::string_view path) {
  size_t slash = path.rfind('/');
  std::string_view written = slash == path.npos ? path : path.substr(slash + 1);
  if (written.empty()) return false;
  std::string name = to_lower(written);
  if (is_named_otherwise(written, name)) return false;
  return name == "dockerfile" || name == "containerfile" || name.starts_with("dockerfile.") ||
         name.starts_with("containerfile.") || name.ends_with(".dockerfile") ||
         name.ends_with(".containerfile");
}

Result<Dockerfile> parse_dockerfile(std::string_view text, const std::string& path,
                                    const Limits& limits, Diagnostics& remarks) {
  size_t most = std::min(limits.document_bytes, kMaxBytes);
  if (text.size() > most)
    return Error::make(Code::kLimit, "1: a Dockerfile of {} bytes; the limit is {}", text.size(),
                       most);
  if (!is_valid_utf8(text)) return Error{Code::kInvalid, "1: not valid UTF-8"};
  DockerfileLines lines = TRY(split_dockerfile(text));
  ParsedDockerfile parsed = TRY(parse_instructions(std::move(lines), path, remarks));
  return Dockerfile{path, TreeWriter(parsed).write()};
}

}  // namespace seawall::kube
