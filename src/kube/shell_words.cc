// A shell's grammar is mostly its tokens: simple commands lie between operators, and reserved words
// count only where a command may begin. So this is a tokenizer with a flag "a command may begin
// here", and a few rules for what follows `for` and `case`. Expansions are not done, since their
// values are not known; what a substitution runs is looked at as a script of its own, up to a small
// depth, so that the work stays linear in practice and bounded at worst.
#include "kube/shell_words.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace seawall::kube {
namespace {

constexpr size_t kMaxDepth = 8;

template <size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr auto kShells =
    std::to_array<std::string_view>({"sh", "bash", "ash", "dash", "zsh", "ksh"});
constexpr auto kFolders = std::to_array<std::string_view>(
    {"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"});
// Words in front of a command that is run all the same, and their options that take a word.
constexpr auto kPrefixes = std::to_array<std::string_view>(
    {"sudo", "doas", "time", "exec", "command", "builtin", "env", "nohup", "nice", "ionice"});
constexpr auto kReserved = std::to_array<std::string_view>(
    {"if", "then", "elif", "else", "fi", "do", "done", "while", "until", "{", "}", "!", "esac"});

std::string program_name(const std::string& word) {
  auto halves = split_last(word, "/");
  return halves && is_one_of(halves->first, kFolders) ? std::string(halves->second) : word;
}

bool is_name(std::string_view text) {
  return !text.empty() && !is_digit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '_'; });
}

bool is_assignment(std::string_view word) {
  auto halves = split_once(word, "=");
  if (!halves) return false;
  if (halves->first.ends_with('+')) halves->first.remove_suffix(1);
  return is_name(halves->first);
}

bool option_takes_word(std::string_view prefix, std::string_view option) {
  if (prefix == "sudo" || prefix == "doas")
    return is_one_of(option, std::to_array<std::string_view>(
                                 {"-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-r", "-t", "-U",
                                  "--user", "--group", "--host", "--prompt", "--chdir"}));
  if (prefix == "env")
    return is_one_of(option, std::to_array<std::string_view>({"-u", "-C", "--unset", "--chdir"}));
  if (prefix == "nice" || prefix == "ionice") return option == "-n" || option == "-c";
  return prefix == "exec" && option == "-a";
}

struct Word {
  std::string text;
  size_t offset = 0;
  bool quoted = false;               // some part of it
  std::vector<std::string> scripts;  // of its substitutions
};

class Script {
 public:
  Script(std::string_view text, std::vector<ShellCommand>& out, size_t depth, size_t base, bool own)
      : text_(text), out_(out), depth_(depth), base_(base), own_(own) {}
  void read();

 private:
  enum class After { kNothing, kFor, kCase, kPattern };
  bool operator_here();
  void line_end();
  void redirection();
  void skip_here_documents();
  Word word();
  void quoted_part(Word& word);
  void dollar(Word& word, bool in_quotes);
  void backtick(Word& word);
  std::string balanced(char open, char close);
  void take(Word word);
  void finish(bool pipe);
  void inner(ShellCommand& command, std::vector<std::string> scripts);
  char at(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool done() const { return at_ >= text_.size() || out_.size() >= kMaxShellCommands; }

  std::string_view text_;
  std::vector<ShellCommand>& out_;
  size_t depth_, base_;
  bool own_;  // offsets are those of this script; else of the word it stands in
  size_t at_ = 0;
  After after_ = After::kNothing;
  size_t cases_ = 0;
  std::vector<Word> words_;  // of the command being read
  int pipe_from_ = -1;
  struct HereDocument {
    std::string end;
    bool tabs;
  };
  std::vector<HereDocument> here_;
};

// What stands between `open` (here) and the `close` that belongs to it; quotes are respected.
std::string Script::balanced(char open, char close) {
  size_t start = ++at_, level = 1;
  for (; at_ < text_.size(); ++at_) {
    char c = text_[at_];
    if (c == '\\') {
      ++at_;
    } else if (c == '\'' || c == '"') {
      size_t end = text_.find(c, at_ + 1);
      if (end == text_.npos) end = text_.size() - 1;
      at_ = end;
    } else if (c == open) {
      ++level;
    } else if (c == close && --level == 0) {
      break;
    }
  }
  size_t end = std::min(at_, text_.size());
  at_ = std::min(at_ + 1, text_.size());
  return std::string(text_.substr(start, end - start));
}

void Script::dollar(Word& word, bool in_quotes) {
  size_t start = at_++;
  if (at() == '(') {
    std::string script = balanced('(', ')');
    if (!script.starts_with('(')) word.scripts.push_back(std::move(script));
  } else if (at() == '{') {
    balanced('{', '}');
  } else if (at() == '\'' && !in_quotes) {
    word.quoted = true;  // $'...': escapes left as written
    for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_)
      if (text_[at_] == '\\') ++at_;
    at_ = std::min(at_ + 1, text_.size());
  }
  word.text += text_.substr(start, at_ - start);
}

void Script::backtick(Word& word) {
  size_t end = at_ + 1;
  while (end < text_.size() && text_[end] != '`') end += text_[end] == '\\' ? 2 : 1;
  end = std::min(end, text_.size());
  word.scripts.emplace_back(text_.substr(at_ + 1, end - at_ - 1));
  end = std::min(end + 1, text_.size());
  word.text += text_.substr(at_, end - at_);
  at_ = end;
}

void Script::quoted_part(Word& word) {
  word.quoted = true;
  char quote = text_[at_++];
  while (at_ < text_.size() && text_[at_] != quote) {
    char c = text_[at_];
    if (quote == '"' && c == '\\' && at_ + 1 < text_.size()) {
      char next = text_[++at_];
      bool escapes = next == '"' || next == '\\' || next == '$' || next == '`' || next == '\n';
      if (!escapes) word.text += '\\';
      if (next != '\n') word.text += next;
      ++at_;
    } else if (quote == '"' && c == '$') {
      dollar(word, true);
    } else if (quote == '"' && c == '`') {
      backtick(word);
    } else {
      word.text += c;
      ++at_;
    }
  }
  if (at_ < text_.size()) ++at_;
}

Word Script::word() {
  Word out;
  out.offset = at_;
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (is_space(c) || c == ';' || c == '&' || c == '|' || c == '(' || c == ')' || c == '<' ||
        c == '>')
      break;
    if (c == '\\') {
      ++at_;
      if (at_ < text_.size() && text_[at_] != '\n') out.text += text_[at_];
      out.quoted = true;
      if (at_ < text_.size()) ++at_;
    } else if (c == '\'' || c == '"') {
      quoted_part(out);
    } else if (c == '$') {
      dollar(out, false);
    } else if (c == '`') {
      backtick(out);
    } else {
      out.text += c;
      ++at_;
    }
  }
  return out;
}

// At < or >: takes the operator and its target.
void Script::redirection() {
  bool here = at() == '<' && at(1) == '<' && at(2) != '<';
  if (at(1) == '(') {  // <(command), >(command)
    size_t start = at_++;
    Word out;
    out.offset = start;
    out.scripts.push_back(balanced('(', ')'));
    out.text = text_.substr(start, at_ - start);
    out.quoted = true;
    return take(std::move(out));
  }
  while (at() == '<' || at() == '>' || at() == '&' || at() == '|') ++at_;
  bool tabs = here && at() == '-';
  if (tabs) ++at_;
  while (at() == ' ' || at() == '\t') ++at_;
  Word target = word();
  if (here && !target.text.empty() && here_.size() < 16)
    here_.push_back({std::move(target.text), tabs});
}

// Behind a line's end: the bodies of the here-documents it began.
void Script::skip_here_documents() {
  for (const HereDocument& document : here_) {
    while (at_ < text_.size()) {
      size_t end = std::min(text_.find('\n', at_), text_.size());
      std::string_view line = text_.substr(at_, end - at_);
      at_ = std::min(end + 1, text_.size());
      while (document.tabs && line.starts_with('\t')) line.remove_prefix(1);
      if (line == document.end) break;
    }
  }
  here_.clear();
}

// Takes an operator if there is one here.
bool Script::operator_here() {
  char c = at();
  if (c == '\n') {
    finish(false);
    ++at_;
    skip_here_documents();
  } else if (c == ';') {
    finish(false);
    bool ends_case = at(1) == ';' || at(1) == '&';
    while (at() == ';' || (ends_case && at() == '&')) ++at_;
    if (ends_case && cases_ > 0) after_ = After::kPattern;
  } else if (c == '&' && at(1) == '>') {
    ++at_;
    redirection();
  } else if (c == '&') {
    finish(false);
    at_ += at(1) == '&' ? 2 : 1;
  } else if (c == '|') {
    bool either = at(1) == '|';
    finish(!either);
    at_ += either || at(1) == '&' ? 2 : 1;
  } else if (c == '(' && !words_.empty() && at(1) == ')') {  // name() { ... }
    words_.clear();
    at_ += 2;
  } else if (c == '(' || c == ')') {
    // A group's pipe is that of its first and last command.
    bool pattern = after_ == After::kPattern;
    if (pattern) words_.clear();
    if (c == ')' && pattern) after_ = After::kNothing;
    if (!pattern) finish(false);
    ++at_;
  } else if (c == '<' || c == '>') {
    redirection();
  } else {
    return false;
  }
  return true;
}

void Script::take(Word word) {
  if (after_ == After::kPattern) {
    if (word.text == "esac" && words_.empty()) {
      after_ = After::kNothing;
      if (cases_ > 0) --cases_;
    }
    return;
  }
  if (after_ == After::kFor) {
    if (word.text == "do") after_ = After::kNothing;
    return;
  }
  if (after_ == After::kCase) {
    if (word.text == "in" && !word.quoted) after_ = After::kPattern;
    return;
  }
  if (words_.empty() && !word.quoted) {
    if (is_one_of(word.text, kReserved)) {
      if (word.text == "esac" && cases_ > 0) --cases_;
      return;
    }
    if (word.text == "for" || word.text == "select") {
      after_ = After::kFor;
      return;
    }
    if (word.text == "case") {
      after_ = After::kCase;
      ++cases_;
      return;
    }
    if (word.text == "function") {
      after_ = After::kNothing;
      return;
    }
  }
  bool descriptor = !word.quoted && (at() == '<' || at() == '>') &&
                    std::all_of(word.text.begin(), word.text.end(), is_digit);
  if (!descriptor) words_.push_back(std::move(word));  // 2>file
}

void Script::inner(ShellCommand& command, std::vector<std::string> scripts) {
  if (depth_ >= kMaxDepth) return;
  // -c may stand among other letters: bash -euxc '...'.
  if (is_one_of(command.name, kShells))
    for (size_t i = 0; i + 1 < command.arguments.size(); ++i) {
      std::string_view option = command.arguments[i];
      if (option.size() > 1 && (option[0] == '-' || option[0] == '+')) {
        if (option[1] != '-' && option.ends_with('c')) {
          scripts.push_back(command.arguments[i + 1]);
          break;
        }
        if (option == "-o" || option == "+o") ++i;
        continue;
      }
      break;
    }
  size_t base = command.offset;
  for (const std::string& script : scripts) Script(script, out_, depth_ + 1, base, false).read();
}

// Ends the command being read; `pipe`: its output goes to the next.
void Script::finish(bool pipe) {
  if (after_ == After::kPattern) {  // a|b) in a case
    return;
  }
  if (words_.empty()) {
    if (pipe && !out_.empty() && pipe_from_ < 0) pipe_from_ = static_cast<int>(out_.size()) - 1;
    return;
  }
  ShellCommand command;
  command.offset = own_ ? words_.front().offset : base_;
  std::vector<std::string> scripts;
  for (Word& word : words_)
    for (std::string& script : word.scripts) scripts.push_back(std::move(script));
  size_t i = 0;
  bool options = false;  // of a prefix command
  std::string prefix;
  for (; i < words_.size(); ++i) {
    std::string& word = words_[i].text;
    if (is_assignment(word)) {
      command.assignments.push_back(std::move(word));
    } else if (options && word.starts_with('-')) {
      if (option_takes_word(prefix, word)) ++i;
    } else if (is_one_of(program_name(word), kPrefixes) && i + 1 < words_.size()) {
      prefix = program_name(word);
      options = true;
      command.sudo |= prefix == "sudo" || prefix == "doas";
    } else {
      break;
    }
  }
  if (i < words_.size()) command.name = program_name(words_[i++].text);
  for (; i < words_.size(); ++i) command.arguments.push_back(std::move(words_[i].text));
  words_.clear();
  int number = static_cast<int>(out_.size());
  command.piped_from = pipe_from_;
  if (pipe_from_ >= 0) out_[static_cast<size_t>(pipe_from_)].piped_to = number;
  pipe_from_ = pipe ? number : -1;
  out_.push_back(command);
  inner(command, std::move(scripts));
}

void Script::read() {
  while (!done()) {
    char c = text_[at_];
    if (c == '\\' && at(1) == '\n') {
      at_ += 2;
    } else if (c != '\n' && is_space(c)) {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (!operator_here()) {
      take(word());
    }
  }
  if (!words_.empty() && out_.size() < kMaxShellCommands) finish(false);
}

}  // namespace

std::vector<ShellCommand> shell_commands(std::string_view script) {
  std::vector<ShellCommand> out;
  Script(script, out, 0, 0, true).read();
  return out;
}

}  // namespace seawall::kube
