// go.mod is line-oriented: words, strings in "..." or `...`, comments behind "//", and blocks
//
//   require (
//       example.com/a v1.2.3 // indirect
//   )
//
// where every line repeats the verb in front of "(".
#include "package/go_mod.h"

#include <unordered_map>

#include "base/text.h"

namespace seawall::package {

namespace {

struct GoLine {
  std::vector<std::string> words;
  std::string_view comment;
  bool broken = false;
};

GoLine split_line(std::string_view text) {
  GoLine out;
  size_t at = 0;
  while (true) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at >= text.size()) return out;
    std::string_view rest = text.substr(at);
    if (rest.starts_with("//")) {
      out.comment = trim(rest.substr(2));
      return out;
    }
    if (rest[0] == '"' || rest[0] == '`') {
      std::string word;
      size_t i = 1;
      for (; i < rest.size() && rest[i] != rest[0]; ++i) {
        if (rest[i] == '\\' && rest[0] == '"' && i + 1 < rest.size()) ++i;
        word += rest[i];
      }
      if (i >= rest.size()) out.broken = true;
      out.words.push_back(std::move(word));
      at += std::min(i + 1, rest.size());
      continue;
    }
    if (std::string_view("(),[]").find(rest[0]) != std::string_view::npos) {
      out.words.emplace_back(rest.substr(0, 1));
      ++at;
      continue;
    }
    size_t end = 0;
    while (end < rest.size() && !is_space(rest[end]) &&
           std::string_view("(),[]\"`").find(rest[end]) == std::string_view::npos &&
           !rest.substr(end).starts_with("//"))
      ++end;
    out.words.emplace_back(rest.substr(0, end));
    at += end;
  }
}

constexpr size_t kProblems = 100;

void report(Diagnostics& problems, uint32_t line, std::string message) {
  if (problems.size() >= kProblems) return;
  if (problems.size() + 1 == kProblems) message = "more lines cannot be read";
  Diagnostic problem;
  problem.line = line;
  problem.message = std::move(message);
  problems.push_back(std::move(problem));
}

class GoModParser {
 public:
  GoModParser(const Limits& limits, Diagnostics& problems) : limits_(limits), problems_(problems) {}

  void line(std::string_view text, uint32_t number) {
    number_ = number;
    GoLine line = split_line(text);
    if (line.broken) return wrong("a string has no end");
    if (line.words.empty()) return;
    if (!block_.empty()) {
      if (line.words[0] == ")") {
        block_.clear();
      } else {
        directive(block_, line.words, line.comment);
      }
      return;
    }
    std::string verb = line.words[0];
    line.words.erase(line.words.begin());
    if (line.words.size() == 1 && line.words[0] == "(") {
      block_ = verb;
    } else if (line.words.size() == 2 && line.words[0] == "(" && line.words[1] == ")") {
      return;  // an empty block
    } else {
      directive(verb, line.words, line.comment);
    }
  }

  void finish() {
    if (!block_.empty()) wrong("a block has no end");
  }

  GoMod out;
  bool full = false;

 private:
  using Words = std::vector<std::string>;

  void wrong(std::string_view what) { report(problems_, number_, std::string(what)); }

  void directive(std::string_view verb, const Words& words, std::string_view comment) {
    if (verb == "module") {
      if (words.size() == 1)
        out.module = words[0];
      else
        wrong("module takes one path");
    } else if (verb == "go") {
      if (words.size() == 1)
        out.go = words[0], out.go_line = number_;
      else
        wrong("go takes one version");
    } else if (verb == "toolchain") {
      if (words.size() == 1)
        out.toolchain = words[0], out.toolchain_line = number_;
      else
        wrong("toolchain takes one name");
    } else if (verb == "require") {
      require(words, comment);
    } else if (verb == "exclude") {
      if (words.size() == 2)
        out.exclude.push_back({words[0], words[1], number_, false});
      else
        wrong("exclude takes a path and a version");
    } else if (verb == "replace") {
      replace(words);
    } else if (verb != "retract" && verb != "godebug" && verb != "tool" && verb != "ignore") {
      wrong(fmt::format("'{}' is no directive of go.mod", printable(verb, 60)));
    }
  }

  void require(const Words& words, std::string_view comment) {
    if (words.size() != 2) return wrong("require takes a path and a version");
    if (out.require.size() >= limits_.packages) {
      full = true;
      return;
    }
    bool indirect = comment == "indirect" || comment.starts_with("indirect;");
    out.require.push_back({words[0], words[1], number_, indirect});
  }

  void replace(const Words& words) {
    size_t arrow = 0;
    while (arrow < words.size() && words[arrow] != "=>") ++arrow;
    size_t after = words.size() - arrow;
    if (arrow < 1 || arrow > 2 || after < 2 || after > 3)
      return wrong("replace takes a module, '=>' and its replacement");
    out.replace.push_back({words[0], arrow == 2 ? words[1] : "", words[arrow + 1],
                           after == 3 ? words[arrow + 2] : ""});
  }

  const Limits& limits_;
  Diagnostics& problems_;
  std::string block_;
  uint32_t number_ = 0;
};

}  // namespace

Result<GoMod> parse_go_mod(std::string_view text, const Limits& limits, Diagnostics& problems) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  GoModParser parser(limits, problems);
  for_each_line(text, [&](std::string_view line, uint32_t number) { parser.line(line, number); });
  parser.finish();
  if (parser.full) return Error(Code::kLimit, "too many requirements");
  return std::move(parser.out);
}

Result<std::vector<GoModule>> parse_go_sum(std::string_view text, const Limits& limits,
                                           Diagnostics& problems) {
  std::vector<GoModule> modules;
  std::unordered_map<std::string, size_t> known;
  bool full = false;
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    GoLine words = split_line(line);
    if (words.words.empty()) return;
    if (words.words.size() != 3) {
      report(problems, number, "a line of go.sum has a module, a version and a hash");
      return;
    }
    if (words.words[1].ends_with("/go.mod")) return;
    auto [it, fresh] = known.try_emplace(words.words[0], modules.size());
    if (!fresh) {
      modules[it->second].version = words.words[1];
      modules[it->second].line = number;
    } else if (modules.size() < limits.packages) {
      modules.push_back({words.words[0], words.words[1], number, false});
    } else {
      full = true;
      known.erase(it);
    }
  });
  if (full) return Error(Code::kLimit, "too many modules");
  return modules;
}

bool go_at_least(std::string_view go, uint64_t minor) {
  std::vector<std::string_view> parts = split(go, '.');
  std::optional<uint64_t> major = parse_uint(parts[0]);
  if (!major || parts.size() < 2) return major && *major > 1;
  std::string_view text = parts[1];
  size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  std::optional<uint64_t> have = parse_uint(text.substr(0, digits));
  return *major > 1 || (have && *have >= minor);
}

}  // namespace seawall::package
