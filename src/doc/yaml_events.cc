#include "doc/yaml_events.h"

#include "doc/reader.h"
#include "doc/text_position.h"

namespace seawall::doc {

YamlEvents::YamlEvents(std::string_view text, uint32_t lines_before)
    : text_(text), lines_before_(lines_before) {
  CHECK(yaml_parser_initialize(&parser_) == 1);  // fails only when memory is out
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
}

YamlEvents::~YamlEvents() {
  if (has_event_) yaml_event_delete(&event_);
  yaml_parser_delete(&parser_);
}

Result<const yaml_event_t*> YamlEvents::next() {
  if (has_event_) yaml_event_delete(&event_);
  has_event_ = yaml_parser_parse(&parser_, &event_) == 1;
  if (!has_event_) return error();
  event_.start_mark.line += lines_before_;
  return &event_;
}

Error YamlEvents::error() const {
  const char* problem = parser_.problem ? parser_.problem : "malformed YAML";
  switch (parser_.error) {
    case YAML_MEMORY_ERROR:
      return {Code::kLimit, "out of memory"};
    case YAML_READER_ERROR: {
      // The reader runs ahead of the scanner, so its place is an offset and not a mark. In UTF-16
      // the offset is not one of UTF-8 text; the mark is the better guess there.
      Position at = parser_.encoding == YAML_UTF8_ENCODING
                        ? position_at(text_, parser_.problem_offset)
                        : position_of(parser_.mark);
      at.line += lines_before_;
      return error_at(Code::kInvalid, at, "{}", problem);
    }
    default:
      break;
  }
  Position at = position_of(parser_.problem_mark);
  at.line += lines_before_;
  if (parser_.context == nullptr) return error_at(Code::kInvalid, at, "{}", problem);
  return error_at(Code::kInvalid, at, "{} ({})", problem, parser_.context);
}

}  // namespace seawall::doc
