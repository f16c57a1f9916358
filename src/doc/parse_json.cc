// JSON into a tree.
//
// simdjson works in two stages: the first finds, 64 bytes at a time, where every bracket, comma,
// colon, string and other scalar starts, and checks UTF-8 and control characters on the way; the
// second walks that list of offsets and makes simdjson's own tape. We use the first stage and walk
// the list ourselves, straight into our tree. So there is no tape to hold and copy, every node's
// offset is known exactly, an integer beyond 64 bits becomes a double as RFC 8259 section 6 allows
// instead of failing the document, and errors can say where they are.
//
// The list is walked by a small state machine, not by recursion; depth is a number. A string ends
// at the last quote before the next offset of the list, since only white space can lie between.
#include <simdjson.h>

#include <cstring>

#include "base/text.h"
#include "doc/json_reader.h"
#include "doc/json_text.h"
#include "doc/parse.h"
#include "doc/reader.h"
#include "doc/text_position.h"

namespace seawall::doc {

namespace {

bool is_json_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool ends_scalar(std::string_view text, size_t at) {
  if (at >= text.size()) return true;
  char c = text[at];
  return is_json_space(c) || c == ',' || c == ']' || c == '}' || c == ':' || c == '[' || c == '{';
}

// What may come next.
enum class Expect { kValue, kValueOrEnd, kKey, kKeyOrEnd, kColon, kCommaOrEnd, kNothing };

class JsonReader {
 public:
  JsonReader(const JsonSource& source, const Limits& limits, std::span<const uint32_t> offsets)
      : text_(source.text),
        limits_(limits),
        positions_(source.positions),
        remarks_(source.remarks),
        original_(source.original),
        offsets_(offsets),
        walker_(source.original) {
    if (!source.null_members) build_.leave_out_null_members();
  }

  Result<Document> read();
  Status read_all(std::vector<Document>& documents);

 private:
  Status next_token();
  Position here() { return positions_ ? walker_.at(offset_) : Position{}; }
  // Positions in errors are exact even where none are kept.
  template <typename... Args>
  Error fail(Code code, fmt::format_string<Args...> format, Args&&... args) const {
    return error_at(code, position_at(original_, offset_), format, std::forward<Args>(args)...);
  }
  Error unexpected() const;
  Status token(char c);
  Status value(char c);
  Status open(char c);
  Status close(char c);
  Status atom(std::string_view word);
  Status number();
  Status string_or_key(bool is_key);
  size_t string_end() const;
  void after_value();

  std::string_view text_;
  const Limits& limits_;
  bool positions_;
  Diagnostics* remarks_;
  std::string_view original_;
  std::span<const uint32_t> offsets_;
  PositionWalker walker_;
  Builder build_;
  std::vector<bool> in_object_;
  Expect expect_ = Expect::kValue;
  size_t next_ = 0;    // of offsets_
  size_t offset_ = 0;  // of the token at hand
  bool remarked_surrogate_ = false;
  size_t earlier_nodes_ = 0;  // of the values before this one
};

Error JsonReader::unexpected() const {
  std::string found = shown_character(text_.substr(offset_));
  switch (expect_) {
    case Expect::kValue:
      return fail(Code::kInvalid, "expected a value, found {}", found);
    case Expect::kValueOrEnd:
      return fail(Code::kInvalid, "expected a value or ']', found {}", found);
    case Expect::kKey:
      return fail(Code::kInvalid, "expected a key in quotes, found {}", found);
    case Expect::kKeyOrEnd:
      return fail(Code::kInvalid, "expected a key in quotes or '}}', found {}", found);
    case Expect::kColon:
      return fail(Code::kInvalid, "expected ':', found {}", found);
    case Expect::kCommaOrEnd:
      return fail(Code::kInvalid, "expected ',' or '{}', found {}", in_object_.back() ? '}' : ']',
                  found);
    case Expect::kNothing:
      break;
  }
  return fail(Code::kInvalid, "expected the end of the document, found {}", found);
}

void JsonReader::after_value() {
  expect_ = in_object_.empty() ? Expect::kNothing : Expect::kCommaOrEnd;
}

Status JsonReader::open(char c) {
  if (in_object_.size() >= limits_.document_depth)
    return fail(Code::kLimit, "nested deeper than {}", limits_.document_depth);
  in_object_.push_back(c == '{');
  if (c == '{') {
    build_.begin_object(here());
    expect_ = Expect::kKeyOrEnd;
  } else {
    build_.begin_array(here());
    expect_ = Expect::kValueOrEnd;
  }
  return {};
}

Status JsonReader::close(char c) {
  if (in_object_.empty() || c != (in_object_.back() ? '}' : ']')) return unexpected();
  if (in_object_.back()) {
    build_.end_object();
  } else {
    build_.end_array();
  }
  in_object_.pop_back();
  after_value();
  return {};
}

Status JsonReader::atom(std::string_view word) {
  if (text_.substr(offset_, word.size()) != word || !ends_scalar(text_, offset_ + word.size()))
    return unexpected();
  if (word == "null") {
    build_.null(here());
  } else {
    build_.boolean(word == "true", here());
  }
  after_value();
  return {};
}

Status JsonReader::number() {
  size_t length = 0;
  NumberFault fault = read_json_number(text_.substr(offset_), length, build_, here());
  if (fault == NumberFault::kRange) return fail(Code::kInvalid, "a number beyond double precision");
  if (fault == NumberFault::kSyntax || !ends_scalar(text_, offset_ + length))
    return fail(Code::kInvalid, "a malformed number");
  after_value();
  return {};
}

// Offset of the closing quote of the string at hand.
size_t JsonReader::string_end() const {
  size_t end = next_ < offsets_.size() ? offsets_[next_] : text_.size();
  do {
    --end;
  } while (end > offset_ && is_json_space(text_[end]));
  return end;
}

Status JsonReader::string_or_key(bool is_key) {
  size_t end = string_end();
  if (end <= offset_ || text_[end] != '"') return unexpected();
  std::string_view quoted = text_.substr(offset_ + 1, end - offset_ - 1);
  Position at = here();
  char* out = build_.scratch(quoted.size());
  size_t size = quoted.size();
  if (size == 0 || std::memchr(quoted.data(), '\\', size) == nullptr) {
    if (size != 0) std::memcpy(out, quoted.data(), size);
  } else {
    size_t fault = 0;
    bool replaced = false;
    size = unescape_json(quoted, out, fault, replaced);
    if (size == SIZE_MAX) {
      offset_ += 1 + fault;
      return fail(Code::kInvalid, "a bad escape in a string");
    }
    if (replaced && remarks_ != nullptr && !remarked_surrogate_) {
      remarked_surrogate_ = true;
      remarks_->push_back({.code = Code::kInvalid,
                           .message = "half of a surrogate pair is read as U+FFFD",
                           .line = at.line,
                           .incomplete = false});
    }
  }
  if (is_key) {
    build_.kept_key({out, size}, at);
    expect_ = Expect::kColon;
  } else {
    build_.kept_string({out, size}, at);
    after_value();
  }
  return {};
}

Status JsonReader::value(char c) {
  switch (c) {
    case '"':
      return string_or_key(false);
    case '{':
    case '[':
      return open(c);
    case 't':
      return atom("true");
    case 'f':
      return atom("false");
    case 'n':
      return atom("null");
    default:
      break;
  }
  if (c == '-' || is_digit(c)) return number();
  return unexpected();
}

Status JsonReader::token(char c) {
  switch (expect_) {
    case Expect::kValueOrEnd:
      if (c == ']') return close(c);
      return value(c);
    case Expect::kValue:
      return value(c);
    case Expect::kKeyOrEnd:
      if (c == '}') return close(c);
      [[fallthrough]];
    case Expect::kKey:
      if (c == '"') return string_or_key(true);
      return unexpected();
    case Expect::kColon:
      if (c != ':') return unexpected();
      expect_ = Expect::kValue;
      return {};
    case Expect::kCommaOrEnd:
      if (c != ',') return close(c);
      expect_ = in_object_.back() ? Expect::kKey : Expect::kValue;
      return {};
    case Expect::kNothing:
      break;
  }
  return unexpected();
}

Status JsonReader::next_token() {
  offset_ = offsets_[next_++];
  TRY(token(text_[offset_]));
  if (earlier_nodes_ + build_.nodes() > limits_.document_nodes)
    return fail(Code::kLimit, "more than {} values", limits_.document_nodes);
  return {};
}

// Values one after the other; `documents` keeps those before an error.
Status JsonReader::read_all(std::vector<Document>& documents) {
  while (next_ < offsets_.size()) {
    TRY(next_token());
    if (expect_ != Expect::kNothing) continue;
    remark_repeated(build_, remarks_);
    earlier_nodes_ += build_.nodes();
    documents.push_back(build_.finish());
    if (documents.back().root().is_null()) documents.pop_back();
    expect_ = Expect::kValue;
  }
  offset_ = text_.size();
  if (expect_ != Expect::kValue || !in_object_.empty())
    return fail(Code::kTruncated, "the document ends early");
  return {};
}

Result<Document> JsonReader::read() {
  while (next_ < offsets_.size()) TRY(next_token());
  offset_ = text_.size();
  if (expect_ != Expect::kNothing) return fail(Code::kTruncated, "the document ends early");
  remark_repeated(build_, remarks_);
  return build_.finish();
}

// Where and what stage one found wrong; it only says that something is.
Error stage_one_error(simdjson::error_code code, const JsonSource& source) {
  std::string_view text = source.text;
  auto place = [&](size_t offset) { return position_at(source.original, offset); };
  size_t valid = valid_utf8_prefix(text);
  if (valid < text.size()) return error_at(Code::kInvalid, place(valid), "not valid UTF-8");
  if (code == simdjson::EMPTY) return {Code::kTruncated, "the document is empty"};
  size_t opened = std::string_view::npos;  // offset of the quote of the string we are in
  for (size_t i = 0; i < text.size(); ++i) {
    bool inside = opened != std::string_view::npos;
    if (text[i] == '"') {
      opened = inside ? std::string_view::npos : i;
    } else if (inside && text[i] == '\\') {
      ++i;
    } else if (inside && static_cast<unsigned char>(text[i]) < 0x20) {
      return error_at(Code::kInvalid, place(i), "a control character in a string");
    }
  }
  if (opened != std::string_view::npos)
    return error_at(Code::kTruncated, place(opened), "a string without its closing quote");
  return Error::make(Code::kInvalid, "{}", simdjson::error_message(code));
}

using Scanner = std::unique_ptr<simdjson::internal::dom_parser_implementation>;

// Stage one; the scanner holds the offsets.
Result<Scanner> scan(const JsonSource& source, const Limits& limits) {
  std::string_view text = source.text;
  if (text.size() > limits.document_bytes || text.size() > UINT32_MAX)
    return Error::make(Code::kLimit, "document of {} bytes; the limit is {}", text.size(),
                       limits.document_bytes);
  if (text.empty()) return Error{Code::kTruncated, "the document is empty"};
  Scanner scanner;
  simdjson::error_code code =
      simdjson::get_active_implementation()->create_dom_parser_implementation(text.size(), 1,
                                                                              scanner);
  if (code != simdjson::SUCCESS)
    return Error::make(Code::kLimit, "{}", simdjson::error_message(code));
  code = scanner->stage1(reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                         simdjson::stage1_mode::regular);
  if (code != simdjson::SUCCESS) return stage_one_error(code, source);
  return scanner;
}

std::span<const uint32_t> offsets_of(const Scanner& scanner) {
  return {scanner->structural_indexes.get(), scanner->n_structural_indexes};
}

}  // namespace

std::string_view without_bom(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

Result<Document> read_json(const JsonSource& source, const Limits& limits) {
  Scanner scanner = TRY(scan(source, limits));
  return JsonReader(source, limits, offsets_of(scanner)).read();
}

Result<Document> parse_json(std::string_view text, const Limits& limits, bool positions,
                            Diagnostics* remarks) {
  text = without_bom(text);
  return read_json({text, text, positions, remarks}, limits);
}

Documents parse_json_stream(std::string_view text, const Limits& limits, Diagnostics* remarks) {
  text = without_bom(text);
  JsonSource source{text, text, true, remarks, false};
  Result<Scanner> scanner = scan(source, limits);
  if (!scanner) return {{}, {as_diagnostic(scanner.error())}};
  Documents out;
  Status status = JsonReader(source, limits, offsets_of(*scanner)).read_all(out.documents);
  if (!status) out.faults.push_back(as_diagnostic(status.error()));
  return out;
}

}  // namespace seawall::doc
