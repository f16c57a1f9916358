// Protobuf's text format (protobuf.dev/reference/protobuf/textformat-spec), as far as it can be
// read without the message's descriptor: a tree of fields in the order in which they stand there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::conformance {

struct TextprotoField {
  enum class Kind : uint8_t {
    kMessage,  // fields
    kString,   // text: the bytes, escapes resolved, neighbours joined
    kWord,  // text: a number with its sign, or a name: "-12", "1e+5", "true", "NULL_VALUE", "nan"
  };

  // The first field of that name; a shared empty message when there is none.
  const TextprotoField& operator[](std::string_view name) const;
  bool has(std::string_view name) const;

  std::string
      name;  // "expr", "[type.googleapis.com/google.protobuf.Duration]" without its brackets
  bool extension = false;  // the name stands in brackets
  Kind kind = Kind::kMessage;
  uint32_t line = 0;
  std::string text;
  std::vector<TextprotoField> fields;  // a list "name: [a, b]" is the field twice
};

struct TextprotoLimits {
  size_t bytes = 16u << 20;
  size_t depth = 100;
  size_t fields = 1'000'000;
};

// The whole message, as a field without a name. kInvalid, kLimit: "LINE: what is wrong".
Result<TextprotoField> parse_textproto(std::string_view text, const TextprotoLimits& limits = {});

}  // namespace seawall::conformance
