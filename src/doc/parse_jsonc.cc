// JSON with comments and trailing commas: both are turned into spaces of the same length in a copy,
// which is then JSON and read as such, with every offset unchanged.
#include <array>

#include "base/text.h"
#include "doc/json_reader.h"
#include "doc/parse.h"
#include "doc/reader.h"
#include "doc/text_position.h"

namespace seawall::doc {

namespace {

class Stripper {
 public:
  explicit Stripper(std::string_view text) : text_(text), out_(text) {}
  Result<std::string> strip();

 private:
  void skip_string();
  void skip_line_comment();
  Status skip_block_comment();
  void token(char c);

  std::string_view text_;
  std::string out_;
  size_t at_ = 0;
  size_t comma_ = std::string::npos;  // the last token was this comma, and may be a trailing one
  char last_ = '\0';                  // the last token's first character
};

void Stripper::skip_string() {
  for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
    if (text_[at_] == '\\') ++at_;
  at_ = std::min(at_ + 1, text_.size());
}

void Stripper::skip_line_comment() {
  while (at_ < text_.size() && text_[at_] != '\n') out_[at_++] = ' ';
}

Status Stripper::skip_block_comment() {
  size_t end = text_.find("*/", at_ + 2);
  if (end == std::string_view::npos)
    return error_at(Code::kTruncated, position_at(text_, at_), "a comment without its end");
  for (; at_ < end + 2; ++at_)
    if (text_[at_] != '\n') out_[at_] = ' ';
  return {};
}

// A comma is trailing when a bracket closes next and something stands before it.
void Stripper::token(char c) {
  if ((c == ']' || c == '}') && comma_ != std::string::npos) out_[comma_] = ' ';
  bool after_value = last_ != '\0' && std::string_view("[{,:").find(last_) == std::string::npos;
  comma_ = c == ',' && after_value ? at_ : std::string::npos;
  last_ = c;
}

Result<std::string> Stripper::strip() {
  while (at_ < text_.size()) {
    char c = text_[at_];
    std::string_view two = text_.substr(at_, 2);
    if (two == "//") {
      skip_line_comment();
    } else if (two == "/*") {
      TRY(skip_block_comment());
    } else if (is_space(c)) {
      ++at_;
    } else {
      token(c);
      if (c == '"') {
        skip_string();
      } else {
        ++at_;
      }
    }
  }
  return std::move(out_);
}

}  // namespace

Result<Document> parse_jsonc(std::string_view text, const Limits& limits, Diagnostics* remarks) {
  if (text.size() > limits.document_bytes)
    return Error::make(Code::kLimit, "document of {} bytes; the limit is {}", text.size(),
                       limits.document_bytes);
  text = without_bom(text);
  size_t valid = valid_utf8_prefix(text);  // in comments too, which the JSON reader will not see
  if (valid < text.size())
    return error_at(Code::kInvalid, position_at(text, valid), "not valid UTF-8");
  std::string json = TRY(Stripper(text).strip());
  return read_json({json, text, true, remarks}, limits);
}

}  // namespace seawall::doc
