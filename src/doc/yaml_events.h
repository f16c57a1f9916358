// libyaml's event stream behind values: no exceptions, no leaks, errors with their place.
// For this folder only.
#pragma once

#include <yaml.h>

#include <string_view>

#include "base/result.h"
#include "doc/tree.h"

namespace seawall::doc {

class YamlEvents {
 public:
  // `text` must outlive this. `lines_before`: of the file, before `text`; counted in positions.
  explicit YamlEvents(std::string_view text, uint32_t lines_before = 0);
  ~YamlEvents();
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  // The next event; valid until the next call.
  Result<const yaml_event_t*> next();
  // After an error: whether it is one of characters, which is found up to 16 KiB ahead of events.
  bool failed_ahead() const { return parser_.error == YAML_READER_ERROR; }

  static Position start_of(const yaml_event_t& event) { return position_of(event.start_mark); }
  static Position position_of(const yaml_mark_t& mark) {
    return {static_cast<uint32_t>(mark.line + 1), static_cast<uint32_t>(mark.column + 1)};
  }

 private:
  Error error() const;

  std::string_view text_;
  uint32_t lines_before_;
  yaml_parser_t parser_;
  yaml_event_t event_;
  bool has_event_ = false;
};

}  // namespace seawall::doc
