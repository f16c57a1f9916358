// Values as YAML or JSON text, in the manner of the file that they are put into.
#pragma once

#include <string>
#include <string_view>

#include "doc/tree.h"
#include "doc/yaml_spans.h"

namespace seawall::posture {

// How a file is written.
struct YamlStyle {
  unsigned step = 2;             // columns that a nested mapping is indented by
  unsigned list_step = 2;        // ... and the dashes of a list, from its key
  bool flow_lists = false;       // lists of plain values stand in brackets
  std::string_view line = "\n";  // line break
};
// What the values within `object` show, else those of a usual file.
YamlStyle style_of(const doc::Span& object, std::string_view text);

// One line without its break: plain where that reads back as the same value, else quoted.
std::string yaml_scalar(const doc::Node& value);
std::string yaml_key(std::string_view key);

// The members of an object, a line each or more, in block style: every line but the first behind
// `column` spaces, no break at the end.
std::string yaml_block_members(const doc::Node& object, unsigned column, const YamlStyle& style);
// The items of a list, alike; `column` is that of the dashes.
std::string yaml_block_items(const doc::Node& list, unsigned column, const YamlStyle& style);
// What stands behind "key:" whose key is at `column`: " value", or a line break and lines below.
std::string yaml_after_colon(const doc::Node& value, unsigned column, const YamlStyle& style);

// How a value stands within brackets.
struct FlowStyle {
  bool quoted = false;     // keys in double quotes, as JSON
  bool spaced = true;      // ": " and ", "
  bool multiline = false;  // a member a line, `column` the one of members at this level
  unsigned column = 0, step = 2;
  std::string_view line = "\n";
};
std::string yaml_flow(const doc::Node& value, const FlowStyle& style);

}  // namespace seawall::posture
