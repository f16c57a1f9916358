// One instruction of a Dockerfile: which arguments each keyword takes. Where BuildKit refuses a
// form, so do we; a form that only a newer BuildKit knows (a new flag) is taken as it is.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "doc/parse.h"
#include "kube/dockerfile_parser.h"
#include "kube/dockerfile_words.h"

namespace seawall::kube {
namespace {

class Reader {
 public:
  Reader(const LogicalLine& line, char escape) : line_(line), escape_(escape) {}
  Result<Instruction> read(bool& known);

 private:
  template <typename... Args>
  Error error(fmt::format_string<Args...> format, Args&&... args) const {
    return Error::make(Code::kInvalid, "{}: {}", line_.line(),
                       fmt::format(format, std::forward<Args>(args)...));
  }
  void take_flags();
  Status arguments(bool& known);
  Status from();
  Status copy();
  Status pairs();
  Status build_arguments();
  Status onbuild(bool& known);
  Status healthcheck();
  Status shell();
  Status text();
  Status exec_or_words(bool fields);
  Status command();
  Result<bool> json();
  void take_commands();
  std::string_view rest() const { return std::string_view(line_.text).substr(at_); }
  void skip_space() {
    while (at_ < line_.text.size() && is_space(line_.text[at_])) ++at_;
  }

  const LogicalLine& line_;
  char escape_;
  size_t at_ = 0;  // behind what was taken
  Instruction out_;
};

// --name=value words in front of the arguments; "--" alone ends them.
void Reader::take_flags() {
  while (rest().starts_with("--")) {
    std::string_view word = first_quoted_word(rest(), escape_);
    at_ += word.size();
    skip_space();
    if (word == "--") return;
    auto halves = split_once(word.substr(2), "=");
    out_.flags.emplace_back(to_lower(halves ? halves->first : word.substr(2)),
                            halves ? unquoted(halves->second, escape_) : "");
  }
}

// Takes a JSON array of strings; false when the text is none. What stands behind the array is
// ignored, as BuildKit does.
Result<bool> Reader::json() {
  if (!rest().starts_with('[')) return false;
  doc::Documents read = doc::parse_json_stream(rest(), Limits{});
  if (read.documents.empty() || !read.documents.front().root().is_array()) return false;
  std::vector<std::string> arguments;
  for (const doc::Node& item : read.documents.front().root().items()) {
    if (!item.is_string()) return error("only strings are allowed in the JSON array");
    arguments.emplace_back(item.as_string());
  }
  out_.form = "exec";
  out_.arguments = std::move(arguments);
  return true;
}

Status Reader::exec_or_words(bool fields) {
  if (TRY(json())) return {};
  for (std::string_view word : fields ? fields_of(rest()) : words_of(rest(), escape_))
    out_.arguments.push_back(unquoted(word, escape_));
  return {};
}

bool is_shell_script(std::string_view script) {
  if (!script.starts_with("#!")) return true;
  std::string_view first = script.substr(0, script.find('\n'));
  return trim_right(first).ends_with("sh");
}

void Reader::take_commands() {
  if (out_.form == "exec") {
    // As a script: each argument in single quotes, so that nothing in it is read anew.
    std::string script;
    for (const std::string& argument : out_.arguments)
      script += "'" + replace_all(argument, "'", "'\\''") + "' ";
    out_.commands = shell_commands(script);
    out_.command_lines.assign(out_.commands.size(), out_.line);
    return;
  }
  bool heredoc = out_.form == "heredoc";
  if (heredoc && !is_shell_script(out_.text)) return;
  out_.commands = shell_commands(out_.text);
  uint32_t line = heredoc ? out_.heredocs.front().line : 0;
  size_t counted = 0;
  for (const ShellCommand& command : out_.commands) {
    if (heredoc && command.offset >= counted) {
      auto begin = out_.text.begin();
      line +=
          static_cast<uint32_t>(std::count(begin + static_cast<ptrdiff_t>(counted),
                                           begin + static_cast<ptrdiff_t>(command.offset), '\n'));
      counted = command.offset;
    }
    out_.command_lines.push_back(heredoc ? line : line_.line_at(at_ + command.offset));
  }
}

// RUN, CMD, ENTRYPOINT.
Status Reader::command() {
  TRY(exec_or_words(false));
  bool script = out_.keyword == "RUN" && line_.heredocs.size() == 1 && out_.arguments.size() == 1 &&
                !heredocs_of(rest()).empty();
  if (script) {
    out_.form = "heredoc";
    out_.text = line_.heredocs.front().content;
  }
  take_commands();
  return {};
}

Status Reader::from() {
  for (std::string_view word : fields_of(rest())) out_.arguments.emplace_back(word);
  size_t count = out_.arguments.size();
  if (count != 1 && (count != 3 || !equals_ignoring_case(out_.arguments[1], "as")))
    return error("FROM takes an image, and AS with a name");
  if (count == 1) return {};
  std::string name = to_lower(out_.arguments[2]);
  bool good = is_lower(name[0]) && std::all_of(name.begin(), name.end(), [](char c) {
                return is_lower(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
              });
  if (!good) return error("'{}' is no name of a stage", printable(out_.arguments[2], 200));
  return {};
}

Status Reader::copy() {
  TRY(exec_or_words(true));
  if (out_.arguments.size() < 2)
    return error("{} takes at least a source and a destination", out_.keyword);
  out_.destination = out_.arguments.back();
  out_.sources.assign(out_.arguments.begin(), out_.arguments.end() - 1);
  return {};
}

// ENV and LABEL: name=value words, or one name and the rest of the line.
Status Reader::pairs() {
  std::vector<std::string_view> words = words_of(rest(), escape_);
  if (words.empty()) return error("{} takes at least one argument", out_.keyword);
  for (std::string_view word : words) out_.arguments.push_back(unquoted(word, escape_));
  if (words.front().find('=') == std::string_view::npos) {
    if (words.size() < 2) return error("{} takes two arguments", out_.keyword);
    std::string_view value = trim(rest().substr(first_word(rest()).size()));
    out_.pairs.push_back({unquoted(words.front(), escape_), unquoted(value, escape_), true});
    return {};
  }
  for (std::string_view word : words) {
    auto halves = split_once(word, "=");
    if (!halves) return error("'{}' has no '=': the form is name=value", printable(word, 200));
    if (halves->first.empty()) return error("a name is missing in front of '='");
    out_.pairs.push_back(
        {unquoted(halves->first, escape_), unquoted(halves->second, escape_), true});
  }
  return {};
}

Status Reader::build_arguments() {
  for (std::string_view word : words_of(rest(), escape_)) {
    out_.arguments.push_back(unquoted(word, escape_));
    auto halves = split_once(word, "=");
    out_.pairs.push_back({unquoted(halves ? halves->first : word, escape_),
                          halves ? unquoted(halves->second, escape_) : "", halves.has_value()});
  }
  if (out_.arguments.empty()) return error("ARG takes at least one argument");
  return {};
}

// The inner instruction in place of this one.
Status Reader::onbuild(bool& known) {
  if (rest().empty()) return error("ONBUILD takes an instruction");
  LogicalLine inner;
  inner.text = rest();
  for (const auto& [offset, line] : line_.parts) {
    if (offset <= at_) inner.parts.assign(1, {0, line});
    if (offset > at_) inner.parts.emplace_back(offset - at_, line);
  }
  inner.heredocs = line_.heredocs;
  for (std::string_view refused : {"onbuild", "from", "maintainer"})
    if (equals_ignoring_case(first_word(rest()), refused))
      return error("ONBUILD {} is not allowed", to_lower(first_word(rest())));
  out_ = TRY(parse_instruction(inner, escape_, known));
  out_.line = line_.line();
  out_.onbuild = true;
  return {};
}

Status Reader::healthcheck() {
  std::string type = to_lower(first_word(rest()));
  if (type == "none") {
    out_.arguments = {"NONE"};
    if (trim(rest()).size() > type.size()) return error("HEALTHCHECK NONE takes no arguments");
    return {};
  }
  if (type != "cmd") return error("HEALTHCHECK takes CMD or NONE");
  at_ += type.size();
  skip_space();
  out_.text = trim_right(rest());
  if (rest().empty()) return error("HEALTHCHECK CMD takes a command");
  return command();
}

Status Reader::shell() {
  bool array = TRY(json());
  if (!array || out_.arguments.empty()) return error("SHELL takes a JSON array of words");
  return {};
}

// Keywords whose whole line is one argument.
Status Reader::text() {
  if (rest().empty()) return error("{} takes one argument", out_.keyword);
  out_.arguments = {unquoted(trim_right(rest()), escape_)};
  return {};
}

Status Reader::arguments(bool& known) {
  const std::string& keyword = out_.keyword;
  if (keyword == "RUN" || keyword == "CMD" || keyword == "ENTRYPOINT") return command();
  if (keyword == "FROM") return from();
  if (keyword == "COPY" || keyword == "ADD") return copy();
  if (keyword == "ENV" || keyword == "LABEL") return pairs();
  if (keyword == "ARG") return build_arguments();
  if (keyword == "ONBUILD") return onbuild(known);
  if (keyword == "HEALTHCHECK") return healthcheck();
  if (keyword == "SHELL") return shell();
  if (keyword == "USER" || keyword == "WORKDIR" || keyword == "STOPSIGNAL" ||
      keyword == "MAINTAINER")
    return text();
  TRY(exec_or_words(true));
  if (keyword == "EXPOSE" || keyword == "VOLUME") {
    if (out_.arguments.empty()) return error("{} takes at least one argument", keyword);
  } else {
    known = false;
  }
  return {};
}

Result<Instruction> Reader::read(bool& known) {
  std::string_view word = first_word(line_.text);
  out_.keyword = to_lower(word);
  for (char& c : out_.keyword)
    if (is_lower(c)) c = static_cast<char>(c - 32);
  out_.line = line_.line();
  at_ = word.size();
  skip_space();
  if (out_.keyword != "ONBUILD") take_flags();
  out_.text = trim_right(rest());
  out_.heredocs = line_.heredocs;
  TRY(arguments(known));
  if (out_.variables.empty()) out_.variables = variables_in(rest(), escape_);
  return std::move(out_);
}

}  // namespace

Result<Instruction> parse_instruction(const LogicalLine& line, char escape, bool& known) {
  return Reader(line, escape).read(known);
}

}  // namespace seawall::kube
