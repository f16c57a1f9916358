// libyaml's marks count characters and lines, not bytes, and a block collection's end mark stands
// behind the blank lines and comments that follow it. Here lines are found again in the bytes, and
// the end of a collection is that of its last value.
#include "doc/yaml_spans.h"

#include "base/text.h"
#include "doc/text_position.h"
#include "doc/yaml_events.h"

namespace seawall::doc {
namespace {

// How many bytes a line break at `at` takes; 0 when there is none. YAML 1.1 has five of them.
size_t break_length(std::string_view text, size_t at) {
  std::string_view rest = text.substr(at);
  if (rest.starts_with("\r\n")) return 2;
  if (rest.starts_with('\n') || rest.starts_with('\r')) return 1;
  if (rest.starts_with("\xc2\x85")) return 2;
  return rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9") ? 3 : 0;
}

// From libyaml's lines and columns to bytes.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    size_t at = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
    starts_.push_back(at);
    at_ = at;
    while (at < text.size()) {
      size_t length = break_length(text, at);
      at += length > 0 ? length : 1;
      if (length > 0) starts_.push_back(at);
    }
  }
  size_t offset(const yaml_mark_t& mark) {
    if (mark.line >= starts_.size()) return text_.size();
    // Marks come in order, so that a long line is not walked anew for each.
    if (mark.line != line_ || mark.column < column_) {
      line_ = mark.line;
      column_ = 0;
      at_ = starts_[line_];
    }
    while (column_ < mark.column && at_ < text_.size()) {
      size_t length = utf8_sequence_length(text_.substr(at_));
      at_ += length > 0 ? length : 1;
      ++column_;
    }
    return at_;
  }

 private:
  std::string_view text_;
  std::vector<size_t> starts_;
  size_t line_ = 0, column_ = 0, at_ = 0;
};

std::string copy_of(const yaml_char_t* text) {
  return text ? std::string(reinterpret_cast<const char*>(text)) : std::string();
}

class SpanReader {
 public:
  SpanReader(std::string_view text, const Limits& limits)
      : text_(text), limits_(limits), events_(text), starts_(text), ends_(text) {}

  Result<std::vector<Span>> read() {
    std::vector<Span> documents;
    for (;;) {
      const yaml_event_t* event = TRY(events_.next());
      if (event->type == YAML_STREAM_END_EVENT) return documents;
      if (event->type != YAML_DOCUMENT_START_EVENT) continue;
      const yaml_event_t* root = TRY(events_.next());
      documents.push_back(TRY(value(*root, 0)));
    }
  }

 private:
  Result<Span> value(const yaml_event_t& event, size_t depth);
  Result<Span> mapping(Span span, size_t depth);
  Result<Span> sequence(Span span, size_t depth);
  Span scalar(const yaml_event_t& event, Span span);
  size_t end_of_block_text(size_t begin, size_t end) const;

  std::string_view text_;
  const Limits& limits_;
  YamlEvents events_;
  Lines starts_, ends_;
  size_t spans_ = 0;
};

// The end mark of a | or > text stands behind the blank lines after it.
size_t SpanReader::end_of_block_text(size_t begin, size_t end) const {
  std::string_view head = text_.substr(begin, text_.find_first_of("\r\n", begin) - begin);
  head = head.substr(std::min(head.find_first_of("|>"), head.size()));
  bool keeps = head.substr(0, head.find(' ')).find('+') != head.npos;
  std::string_view body = text_.substr(begin, end - begin);
  if (!keeps) return begin + trim_right(body).size();
  if (body.ends_with('\n')) body.remove_suffix(1);
  if (body.ends_with('\r')) body.remove_suffix(1);
  return begin + body.size();
}

Span SpanReader::scalar(const yaml_event_t& event, Span span) {
  const auto& data = event.data.scalar;
  span.anchor = copy_of(data.anchor);
  span.text.assign(reinterpret_cast<const char*>(data.value), data.length);
  switch (data.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      span.style = Span::Style::kSingleQuoted;
      break;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      span.style = Span::Style::kDoubleQuoted;
      break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
      span.style = Span::Style::kBlockText;
      span.end = end_of_block_text(span.begin, span.end);
      break;
    default:
      break;
  }
  return span;
}

Result<Span> SpanReader::mapping(Span span, size_t depth) {
  for (;;) {
    const yaml_event_t* event = TRY(events_.next());
    if (event->type == YAML_MAPPING_END_EVENT) {
      span.end = span.flow ? ends_.offset(event->end_mark)
                           : (span.members.empty() ? span.end : span.members.back().value.end);
      return span;
    }
    Span key = TRY(value(*event, depth + 1));
    const yaml_event_t* next = TRY(events_.next());
    Span mapped = TRY(value(*next, depth + 1));
    // An empty value may be told to stand before its own colon, and even before its key's end.
    if (mapped.end < key.end) mapped.begin = mapped.end = key.end;
    span.members.push_back({std::move(key), std::move(mapped)});
  }
}

Result<Span> SpanReader::sequence(Span span, size_t depth) {
  for (;;) {
    const yaml_event_t* event = TRY(events_.next());
    if (event->type == YAML_SEQUENCE_END_EVENT) {
      span.end = span.flow ? ends_.offset(event->end_mark)
                           : (span.items.empty() ? span.end : span.items.back().end);
      return span;
    }
    span.items.push_back(TRY(value(*event, depth + 1)));
  }
}

Result<Span> SpanReader::value(const yaml_event_t& event, size_t depth) {
  Position at = YamlEvents::start_of(event);
  if (depth > limits_.document_depth)
    return Error::make(Code::kLimit, "{}:{}: nested deeper than {}", at.line, at.column,
                       limits_.document_depth);
  if (++spans_ > 2 * limits_.document_nodes)
    return Error::make(Code::kLimit, "{}:{}: more values than {}", at.line, at.column,
                       limits_.document_nodes);
  Span span;
  span.position = at;
  span.begin = starts_.offset(event.start_mark);
  span.end = std::max(span.begin, ends_.offset(event.end_mark));
  switch (event.type) {
    case YAML_ALIAS_EVENT:
      span.kind = Span::Kind::kAlias;
      span.anchor = copy_of(event.data.alias.anchor);
      return span;
    case YAML_MAPPING_START_EVENT:
      span.kind = Span::Kind::kMapping;
      span.flow = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
      span.anchor = copy_of(event.data.mapping_start.anchor);
      return mapping(std::move(span), depth);
    case YAML_SEQUENCE_START_EVENT:
      span.kind = Span::Kind::kSequence;
      span.flow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
      span.anchor = copy_of(event.data.sequence_start.anchor);
      return sequence(std::move(span), depth);
    default:
      return scalar(event, std::move(span));
  }
}

}  // namespace

Result<std::vector<Span>> yaml_spans(std::string_view text, const Limits& limits) {
  if (text.size() > limits.document_bytes)
    return Error::make(Code::kLimit, "text of {} bytes; the limit is {}", text.size(),
                       limits.document_bytes);
  if (!is_valid_utf8(text)) return Error(Code::kUnsupported, "the text is not UTF-8");
  return SpanReader(text, limits).read();
}

}  // namespace seawall::doc
