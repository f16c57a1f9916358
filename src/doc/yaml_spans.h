// Where each value stands in a YAML (or JSON) text, for those who change a text in place: byte
// ranges, styles, anchors. What the values are is for parse.h to say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"

namespace seawall::doc {

struct SpanMember;

struct Span {
  enum class Kind : uint8_t { kScalar, kMapping, kSequence, kAlias } kind = Kind::kScalar;
  // Of scalars, as YAML names them; kBlockText is | and >.
  enum class Style : uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kBlockText };
  Style style = Style::kPlain;
  bool flow = false;  // mappings and sequences: written with brackets
  // Bytes of the text, from the anchor or tag in front of the value to its end: of a block mapping
  // or sequence the end of its last value, of a block text the end of its last line with content
  // (of all its lines when it keeps them), without the line break. An empty value has begin == end.
  size_t begin = 0, end = 0;
  Position position;                // of `begin`, as parse_yaml() gives it
  std::string anchor;               // "" without one; of an alias the name it refers to
  std::string text;                 // kScalar: its value
  std::vector<SpanMember> members;  // kMapping, as written: repeated keys and << too
  std::vector<Span> items;          // kSequence
};

struct SpanMember {
  Span key;
  Span value;
};

// The documents of a stream, empty ones too. Errors as parse_yaml(). kUnsupported for texts that
// are not UTF-8. Positions count lines and columns as libyaml does.
Result<std::vector<Span>> yaml_spans(std::string_view text, const Limits& limits);

}  // namespace seawall::doc
