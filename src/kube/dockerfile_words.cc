#include "kube/dockerfile_words.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace seawall::kube {
namespace {

constexpr size_t kMaxExpansion = 4'096;  // bytes of one value; ENV A=$A$A doubles each time
constexpr size_t kMaxBraces = 512;       // bytes of one ${...}
constexpr size_t kMaxNames = 256;        // of variables that one instruction uses
constexpr size_t kMaxNesting = 16;       // of ${A:-${B:-...}}

bool is_name_start(char c) {
  return is_alpha(c) || c == '_';
}
bool is_name_char(char c) {
  return is_alnum(c) || c == '_';
}

size_t name_length(std::string_view text) {
  if (text.empty() || !is_name_start(text[0])) return 0;
  size_t length = 1;
  while (length < text.size() && is_name_char(text[length])) ++length;
  return length;
}

// One word being unquoted. `values` nullptr: variables stay as they are.
class Unquoter {
 public:
  Unquoter(std::string_view text, char escape, const Variables* values, size_t nesting)
      : text_(text), escape_(escape), values_(values), nesting_(nesting) {}
  Expansion run();

 private:
  void double_quoted();
  void dollar();
  void braced(std::string_view inside, std::string_view written);
  void put_value(std::string_view name, std::string_view written);
  void put(std::string_view text) {
    if (out_.text.size() + text.size() <= kMaxExpansion || values_ == nullptr) {
      out_.text += text;
    } else {
      out_.known = false;
    }
  }

  std::string_view text_;
  char escape_;
  const Variables* values_;
  size_t nesting_;
  size_t at_ = 0;
  Expansion out_;
};

void Unquoter::put_value(std::string_view name, std::string_view written) {
  auto found = values_->find(name);
  if (found == values_->end()) {
    out_.known = false;
    put(written);
  } else {
    put(found->second);
  }
}

void Unquoter::braced(std::string_view inside, std::string_view written) {
  size_t length = name_length(inside);
  std::string_view name = inside.substr(0, length), rest = inside.substr(length);
  if (rest.empty()) return put_value(name, written);
  bool colon = rest.starts_with(':');
  if (colon) rest.remove_prefix(1);
  char modifier = rest.empty() ? '\0' : rest[0];
  auto found = values_->find(name);
  bool set = found != values_->end() && !(colon && found->second.empty());
  if ((modifier != '-' && modifier != '+') || nesting_ >= kMaxNesting) {
    out_.known = false;
    return put(written);
  }
  if (modifier == '-' && set) return put(found->second);
  if (modifier == '+' && !set) return;
  Expansion word = Unquoter(rest.substr(1), escape_, values_, nesting_ + 1).run();
  out_.known &= word.known;
  put(word.text);
}

void Unquoter::dollar() {
  std::string_view rest = text_.substr(at_ + 1);
  size_t length = name_length(rest);
  if (rest.starts_with('{')) {
    size_t level = 0, end = 0;
    rest = rest.substr(0, kMaxBraces);
    for (; end < rest.size(); ++end) {
      if (rest[end] == '{') ++level;
      if (rest[end] == '}' && --level == 0) break;
    }
    if (end < rest.size()) {
      std::string_view written = text_.substr(at_, end + 2);
      if (values_) {
        braced(rest.substr(1, end - 1), written);
      } else {
        put(written);
      }
      at_ += end + 2;
      return;
    }
  } else if (length > 0) {
    std::string_view written = text_.substr(at_, length + 1);
    if (values_) {
      put_value(rest.substr(0, length), written);
    } else {
      put(written);
    }
    at_ += length + 1;
    return;
  }
  put("$");
  ++at_;
}

void Unquoter::double_quoted() {
  ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    char c = text_[at_];
    if (c == '$') {
      dollar();
    } else if (c == escape_ && at_ + 1 < text_.size()) {
      char next = text_[at_ + 1];
      if (next != '"' && next != '$' && next != escape_) put({&text_[at_], 1});
      put({&text_[at_ + 1], 1});
      at_ += 2;
    } else {
      put({&text_[at_], 1});
      ++at_;
    }
  }
  ++at_;
}

Expansion Unquoter::run() {
  while (at_ < text_.size()) {
    char c = text_[at_];
    if (c == '\'') {
      size_t end = std::min(text_.find('\'', at_ + 1), text_.size());
      put(text_.substr(at_ + 1, end - at_ - 1));
      at_ = end + 1;
    } else if (c == '"') {
      double_quoted();
    } else if (c == '$') {
      dollar();
    } else if (c == escape_ && at_ + 1 < text_.size()) {
      put({&text_[at_ + 1], 1});
      at_ += 2;
    } else {
      put({&text_[at_], 1});
      ++at_;
    }
  }
  return std::move(out_);
}

// <<EOF, <<-EOF, 3<<"EOF": the name as written behind the dashes; empty when it is none.
std::string_view heredoc_word(std::string_view word, bool& dash) {
  while (!word.empty() && is_digit(word.front())) word.remove_prefix(1);
  if (!word.starts_with("<<")) return {};
  word.remove_prefix(2);
  dash = word.starts_with('-');
  if (dash) word.remove_prefix(1);
  return word.find('<') == word.npos ? word : std::string_view{};
}

}  // namespace

std::string_view first_word(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && !is_space(text[end])) ++end;
  return text.substr(0, end);
}

std::vector<std::string_view> fields_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    out.push_back(first_word(text));
    text.remove_prefix(out.back().size());
  }
  return out;
}

std::string_view first_quoted_word(std::string_view text, char escape) {
  size_t at = 0;
  char quote = '\0';
  for (; at < text.size() && (quote != '\0' || !is_space(text[at])); ++at) {
    char c = text[at];
    if (c == escape && quote != '\'') {
      ++at;
    } else if (c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    }
  }
  return text.substr(0, at);
}

std::vector<std::string_view> words_of(std::string_view text, char escape) {
  std::vector<std::string_view> out;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    out.push_back(first_quoted_word(text, escape));
    text.remove_prefix(out.back().size());
  }
  return out;
}

std::string unquoted(std::string_view word, char escape) {
  return Unquoter(word, escape, nullptr, 0).run().text;
}

Expansion expanded(std::string_view word, char escape, const Variables& values) {
  return Unquoter(word, escape, &values, 0).run();
}

std::vector<std::string> variables_in(std::string_view text, char escape) {
  std::vector<std::string> out;
  std::set<std::string_view> seen;
  bool single = false, quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '\'' && !quoted) {
      single = !single;
    } else if (c == '"' && !single) {
      quoted = !quoted;
    } else if (c == escape && !single) {
      ++at;
    } else if (c == '$' && !single) {
      std::string_view rest = text.substr(at + 1);
      if (rest.starts_with('{')) rest.remove_prefix(1);
      std::string_view name = rest.substr(0, name_length(rest));
      if (!name.empty() && out.size() < kMaxNames && seen.insert(name).second)
        out.emplace_back(name);
    }
  }
  return out;
}

std::vector<Heredoc> heredocs_of(std::string_view line) {
  std::vector<Heredoc> out;
  if (line.find("<<") == line.npos) return out;
  for (std::string_view word : words_of(line, '\\')) {
    bool dash = false;
    std::string_view written = heredoc_word(word, dash);
    std::string name = unquoted(written, '\\');
    if (name.empty()) continue;
    out.push_back({name, dash ? "-" : "", 0, name == written});
  }
  return out;
}

}  // namespace seawall::kube
