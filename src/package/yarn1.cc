// The grammar, as yarn 1 writes and reads it:
//
//   # comment
//   "@babel/core@^7.0.0", lodash@^4:        a block: keys with commas, then ":"
//     version "4.17.21"                     a pair: key, space, value; either may be quoted
//     dependencies:                         a block in the block
//       "js-tokens" "^3.0.0 || ^4.0.0"
//
// Two spaces make a level; quoted text is a JSON string; anything else ends at space, comma or
// colon. A bare key may hold colons when no space or line end follows them ("a@npm:b@1").
#include "package/yarn1.h"

#include "base/text.h"
#include "package/unicode.h"

namespace seawall::package {

namespace {

std::optional<uint32_t> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  uint32_t code = 0;
  for (char c : text.substr(0, 4)) {
    char lower = to_lower(c);
    if (is_digit(c)) {
      code = code * 16 + static_cast<uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      code = code * 16 + static_cast<uint32_t>(lower - 'a' + 10);
    } else {
      return std::nullopt;
    }
  }
  return code;
}

// One line's words and punctuation, from the left.
class Line {
 public:
  explicit Line(std::string_view rest) : rest_(rest) {}

  bool at_end() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    return rest_.empty() || rest_[0] == '#';
  }
  bool take(char c) {
    if (at_end() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::optional<std::string> word() {
    if (at_end()) return std::nullopt;
    if (rest_[0] == '"') return quoted();
    size_t end = 0;
    while (end < rest_.size() && !ends_word(end)) ++end;
    if (end == 0) return std::nullopt;
    std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return word;
  }

 private:
  bool ends_word(size_t at) const {
    char c = rest_[at];
    if (c == ' ' || c == ',' || c == '"') return true;
    return c == ':' && (at + 1 == rest_.size() || rest_[at + 1] == ' ');
  }

  std::optional<std::string> quoted() {
    std::string out;
    for (size_t i = 1; i < rest_.size(); ++i) {
      char c = rest_[i];
      if (c == '"') {
        rest_.remove_prefix(i + 1);
        return out;
      }
      if (c != '\\') {
        out += c;
        continue;
      }
      if (++i == rest_.size()) return std::nullopt;
      switch (rest_[i]) {
        case 'n':
          out += '\n';
          break;
        case 't':
          out += '\t';
          break;
        case 'r':
          out += '\r';
          break;
        case 'b':
          out += '\b';
          break;
        case 'f':
          out += '\f';
          break;
        case 'u': {
          std::optional<uint32_t> code = hex4(rest_.substr(i + 1));
          if (!code) return std::nullopt;
          append_utf8(out, *code);
          i += 4;
          break;
        }
        default:
          out += rest_[i];
      }
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

class Parser {
 public:
  explicit Parser(const Limits& limits) : limits_(limits) {}

  Status line(std::string_view text, uint32_t number) {
    number_ = number;
    size_t indent = std::min(text.find_first_not_of(' '), text.size());
    std::string_view rest = trim_right(text.substr(indent));
    if (rest.empty() || rest[0] == '#') return {};
    for (std::string_view mark : {"<<<<<<<", "=======", ">>>>>>>", "|||||||"})
      if (rest.starts_with(mark)) return wrong("a merge conflict is not resolved");
    if (indent % 2 != 0) return wrong("the indentation is odd");
    Line words(rest);
    if (indent == 0) return begin_entry(words);
    if (indent == 2) return property(words);
    if (indent == 4) return dependency(words);
    return wrong("the indentation is too deep");
  }

  std::vector<YarnEntry> take() && { return std::move(entries_); }

 private:
  enum class Block { kNone, kDependencies, kOptional, kOther };

  Error wrong(std::string_view what) const {
    return Error::make(Code::kInvalid, "{}: {}", number_, what);
  }

  Status begin_entry(Line& words) {
    YarnEntry entry;
    entry.line = number_;
    do {
      std::optional<std::string> pattern = words.word();
      if (!pattern) return wrong("a name is expected");
      entry.patterns.push_back(*std::move(pattern));
    } while (words.take(','));
    block_ = Block::kNone;
    if (!words.take(':') || !words.at_end()) return wrong("':' and the end of line are expected");
    if (entries_.size() >= limits_.packages)
      return Error::make(Code::kLimit, "{}: too many entries", number_);
    entries_.push_back(std::move(entry));
    return {};
  }

  Status property(Line& words) {
    if (entries_.empty()) return wrong("a property stands outside of every entry");
    std::optional<std::string> key = words.word();
    if (!key) return wrong("a property's name is expected");
    block_ = Block::kNone;
    if (words.take(':') && words.at_end()) {
      block_ = *key == "dependencies"           ? Block::kDependencies
               : *key == "optionalDependencies" ? Block::kOptional
                                                : Block::kOther;
      return {};
    }
    std::optional<std::string> value = words.word();
    if (!value || !words.at_end()) return wrong("one value is expected");
    YarnEntry& entry = entries_.back();
    if (*key == "version") {
      entry.version = *std::move(value);
    } else if (*key == "resolved") {
      entry.resolved = *std::move(value);
    } else if (*key == "integrity") {
      entry.integrity = *std::move(value);
    }
    return {};
  }

  Status dependency(Line& words) {
    if (block_ == Block::kNone) return wrong("a line is indented below no block");
    std::optional<std::string> name = words.word();
    std::optional<std::string> range = words.word();
    if (!name || !range) return wrong("a name and a value are expected");
    if (!words.at_end()) return wrong("one value is expected");
    if (block_ != Block::kOther)
      entries_.back().needs.push_back(
          {fmt::format("{}@{}", *name, *range), block_ == Block::kOptional});
    return {};
  }

  const Limits& limits_;
  std::vector<YarnEntry> entries_;
  Block block_ = Block::kNone;
  uint32_t number_ = 0;
};

}  // namespace

Result<std::vector<YarnEntry>> parse_yarn1(std::string_view text, const Limits& limits) {
  if (text.size() > limits.document_bytes) return Error(Code::kLimit, "the lock file is too large");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Parser parser(limits);
  std::optional<Error> error;
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    if (error) return;
    Status status = parser.line(line, number);
    if (!status) error = std::move(status).take_error();
  });
  if (error) return *std::move(error);
  return std::move(parser).take();
}

}  // namespace seawall::package
