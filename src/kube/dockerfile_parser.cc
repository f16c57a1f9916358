// From single instructions to a build: which stage each belongs to, what its base is, and which
// user is set. A stage begins where its base ends: it has the user, the shell and the environment
// of a base that is a stage of the same file. Build arguments count with their defaults; those in
// front of the first FROM are known to FROM lines, and within a stage once an ARG names them again.
#include "kube/dockerfile_parser.h"

#include <memory>

#include "base/text.h"
#include "kube/dockerfile_words.h"

namespace seawall::kube {
namespace {

constexpr size_t kMaxInstructions = 20'000;
constexpr size_t kMaxStages = 1'000;
constexpr size_t kMaxShell = 4096;           // bytes of a SHELL that are kept for stages on top
constexpr size_t kMaxInherited = 64u << 20;  // bytes of variables that are copied to stages
constexpr size_t kMaxVariables = 500;        // of one stage; copied to stages on top of it

class BuildReader {
 public:
  BuildReader(const std::string& path, Diagnostics& remarks) : path_(path), remarks_(remarks) {}
  Result<ParsedDockerfile> read(DockerfileLines lines);

 private:
  Status take(Instruction instruction);
  Status begin_stage(const Instruction& from);
  void apply(Instruction& instruction);
  Variables inherited(const Variables& values);
  void set(Variables& values, const std::string& name, std::string value) {
    if (values.size() < kMaxVariables || values.count(name) > 0) values[name] = std::move(value);
  }
  void remark(uint32_t line, std::string message) {
    if (remarks_.size() < 100)
      remarks_.push_back({Code::kUnsupported, path_, std::move(message), line, false});
  }

  const std::string& path_;
  Diagnostics& remarks_;
  ParsedDockerfile out_;
  Variables global_;                  // ARG in front of the first FROM, those with a value
  std::vector<Variables> variables_;  // of each stage
  std::map<std::string, size_t, std::less<>> stage_names_;
  size_t inherited_ = 0;  // bytes
};

// A copy, as long as there is room for copies; beyond, values are unknown.
Variables BuildReader::inherited(const Variables& values) {
  for (const auto& [name, value] : values) inherited_ += name.size() + value.size() + 64;
  return inherited_ <= kMaxInherited ? values : Variables();
}

Status BuildReader::begin_stage(const Instruction& from) {
  if (out_.stages.size() >= kMaxStages)
    return Error::make(Code::kLimit, "{}: more than {} stages", from.line, kMaxStages);
  Stage stage;
  Expansion base = expanded(from.arguments[0], out_.escape, global_);
  stage.base = std::move(base.text);
  stage.base_known = base.known;
  for (const auto& [name, value] : from.flags)
    if (name == "platform") stage.platform = value;
  if (from.arguments.size() == 3) stage.name = to_lower(from.arguments[2]);
  Variables variables;
  auto earlier = stage_names_.find(to_lower(stage.base));
  if (earlier != stage_names_.end()) {
    const Stage& under = out_.stages[earlier->second];
    stage.base_is_stage = true;
    stage.user = under.user;
    stage.shell = under.shell;
    variables = inherited(variables_[earlier->second]);
  }
  if (!stage.name.empty()) stage_names_[stage.name] = out_.stages.size();
  out_.stages.push_back(std::move(stage));
  variables_.push_back(std::move(variables));
  return {};
}

// What an instruction changes for those behind it.
void BuildReader::apply(Instruction& instruction) {
  bool global = out_.stages.empty();
  if (instruction.onbuild) return;
  Variables& values = global ? global_ : variables_.back();
  if (instruction.keyword == "ARG") {
    for (const Pair& pair : instruction.pairs) {
      if (pair.has_value) {
        set(values, pair.name, expanded(pair.value, out_.escape, values).text);
      } else if (auto found = global_.find(pair.name); found != global_.end() && !global) {
        set(values, pair.name, found->second);
      }
    }
  } else if (instruction.keyword == "ENV") {
    for (const Pair& pair : instruction.pairs)
      set(values, pair.name, expanded(pair.value, out_.escape, values).text);
  } else if (instruction.keyword == "USER") {
    out_.stages.back().user = expanded(instruction.arguments[0], out_.escape, values).text;
  } else if (instruction.keyword == "SHELL") {
    size_t bytes = 0;
    for (const std::string& word : instruction.arguments) bytes += word.size() + 32;
    if (bytes <= kMaxShell) out_.stages.back().shell = instruction.arguments;
  }
}

Status BuildReader::take(Instruction instruction) {
  bool from = instruction.keyword == "FROM" && !instruction.onbuild;
  if (from) TRY(begin_stage(instruction));
  if (out_.stages.empty() && instruction.keyword != "ARG")
    return Error::make(Code::kInvalid, "{}: {} in front of the first FROM", instruction.line,
                       printable(instruction.keyword, 100));
  instruction.stage = static_cast<int>(out_.stages.size()) - 1;
  if (!from) apply(instruction);
  if (!out_.stages.empty()) {
    instruction.user = out_.stages.back().user;
    out_.stages.back().instructions.push_back(out_.instructions.size());
  }
  out_.instructions.push_back(std::move(instruction));
  return {};
}

Result<ParsedDockerfile> BuildReader::read(DockerfileLines lines) {
  if (lines.lines.size() > kMaxInstructions)
    return Error::make(Code::kLimit, "more than {} instructions", kMaxInstructions);
  out_.escape = lines.escape;
  out_.syntax = std::move(lines.syntax);
  if (lines.empty_continuation != 0)
    remark(lines.empty_continuation, "an empty line within an instruction");
  for (const LogicalLine& line : lines.lines) {
    bool known = true;
    Instruction instruction = TRY(parse_instruction(line, out_.escape, known));
    if (!known)
      remark(line.line(),
             fmt::format("{} is no instruction that is known: BuildKit refuses the file",
                         printable(instruction.keyword, 100)));
    TRY(take(std::move(instruction)));
  }
  if (out_.stages.empty()) return Error{Code::kInvalid, "1: no FROM: nothing to build"};
  return std::move(out_);
}

}  // namespace

Result<ParsedDockerfile> parse_instructions(DockerfileLines lines, const std::string& path,
                                            Diagnostics& remarks) {
  return BuildReader(path, remarks).read(std::move(lines));
}

}  // namespace seawall::kube
