// BuildKit reads a Dockerfile line by line. Comments at the very top of the form `# name=value` are
// directives; the first line that is something else ends them. A line that ends in the escape
// character (white space may follow it, another escape character may not stand in front) goes on in
// the next; comment lines and, with a warning, empty lines in between are dropped. White space in
// front is dropped from the first line of an instruction only. Behind a RUN, COPY or ADD that holds
// words like <<EOF come the here-documents.
#include "kube/dockerfile_lines.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "kube/dockerfile_words.h"

namespace seawall::kube {
namespace {

constexpr size_t kMaxLine = 65'535;  // bytes; BuildKit's scanner takes no longer one

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }
  Result<DockerfileLines> read();

 private:
  bool at_end() const { return at_ >= text_.size(); }
  std::string_view next();
  Status directives();
  Status directive(std::string_view name, std::string_view value);
  Status instruction(std::string_view first);
  Status heredocs(LogicalLine& line);
  bool cut_continuation(std::string_view& line) const;
  Error error(std::string_view what) const {
    return Error::make(Code::kInvalid, "{}: {}", number_, what);
  }

  std::string_view text_;
  size_t at_ = 0;
  uint32_t number_ = 0;  // of the line taken last
  bool too_long_ = false;
  bool has_escape_ = false, has_syntax_ = false, has_check_ = false;
  DockerfileLines out_;
};

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

bool is_comment(std::string_view line) {
  return trim_left(line).starts_with('#');
}

// Without its end.
std::string_view Lines::next() {
  size_t end = std::min(text_.find('\n', at_), text_.size());
  std::string_view line = text_.substr(at_, end - at_);
  at_ = end + 1;
  ++number_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  too_long_ |= line.size() > kMaxLine;
  return line;
}

Status Lines::directive(std::string_view name, std::string_view value) {
  auto once = [&](bool& seen) -> Status {
    if (seen) return error(fmt::format("only one {} parser directive can be used", name));
    seen = true;
    return {};
  };
  if (name == "escape") {
    TRY(once(has_escape_));
    if (value != "\\" && value != "`") return error("the escape character is neither \\ nor `");
    out_.escape = value[0];
  } else if (name == "syntax") {
    TRY(once(has_syntax_));
    out_.syntax = value;
  } else if (name == "check") {
    TRY(once(has_check_));
  }
  return {};
}

Status Lines::directives() {
  while (!at_end()) {
    size_t before = at_;
    std::string_view line = trim_left(next());
    bool comment = line.starts_with('#');
    auto halves = split_once(comment ? line.substr(1) : line, "=");
    std::string name = halves ? to_lower(trim(halves->first)) : "";
    bool known = name == "escape" || name == "syntax" || name == "check";
    if (!comment || !known) {
      at_ = before;
      --number_;
      return {};
    }
    TRY(directive(name, trim(halves->second)));
  }
  return {};
}

// Whether the line goes on; takes the escape character off.
bool Lines::cut_continuation(std::string_view& line) const {
  std::string_view cut = line;
  while (!cut.empty() && (cut.back() == ' ' || cut.back() == '\t')) cut.remove_suffix(1);
  if (!cut.ends_with(out_.escape)) return false;
  cut.remove_suffix(1);
  if (cut.ends_with(out_.escape)) return false;
  line = cut;
  return true;
}

Status Lines::heredocs(LogicalLine& line) {
  for (Heredoc& document : heredocs_of(line.text)) {
    bool strip = document.content == "-";
    document.content.clear();
    document.line = number_ + 1;
    bool ended = false;
    while (!at_end() && !ended) {
      std::string_view text = next();
      while (strip && text.starts_with('\t')) text.remove_prefix(1);
      ended = text == document.name;
      if (!ended) document.content.append(text).push_back('\n');
    }
    if (!ended) return error(fmt::format("here-document {} without its end", document.name));
    line.heredocs.push_back(std::move(document));
  }
  return {};
}

bool may_have_heredocs(std::string_view text) {
  std::string keyword = to_lower(first_word(text));
  if (keyword == "onbuild") keyword = to_lower(first_word(trim_left(text.substr(keyword.size()))));
  return keyword == "run" || keyword == "copy" || keyword == "add";
}

Status Lines::instruction(std::string_view first) {
  std::string_view piece = trim_left(first);
  bool more = cut_continuation(piece);
  if (more && piece.empty()) return {};  // as BuildKit: the next line starts anew
  LogicalLine line;
  line.parts.emplace_back(0, number_);
  line.text = piece;
  while (more && !at_end()) {
    piece = next();
    if (is_comment(piece)) continue;
    if (trim(piece).empty()) {
      if (out_.empty_continuation == 0) out_.empty_continuation = number_;
      continue;
    }
    line.parts.emplace_back(line.text.size(), number_);
    more = cut_continuation(piece);
    line.text += piece;
  }
  if (may_have_heredocs(line.text)) TRY(heredocs(line));
  out_.lines.push_back(std::move(line));
  return {};
}

Result<DockerfileLines> Lines::read() {
  TRY(directives());
  while (!at_end()) {
    std::string_view line = next();
    if (!is_comment(line) && !trim(line).empty()) TRY(instruction(line));
    if (too_long_) return error(fmt::format("a line of more than {} bytes", kMaxLine));
  }
  return std::move(out_);
}

}  // namespace

uint32_t LogicalLine::line_at(size_t offset) const {
  auto behind = std::upper_bound(parts.begin(), parts.end(), offset,
                                 [](size_t at, const auto& part) { return at < part.first; });
  return behind == parts.begin() ? line() : std::prev(behind)->second;
}

Result<DockerfileLines> split_dockerfile(std::string_view text) {
  return Lines(text).read();
}

}  // namespace seawall::kube
