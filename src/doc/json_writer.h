// Writes JSON as it goes, at the end of a std::string; all reports use it.
//
//   std::string out;
//   JsonWriter json(out, JsonWriter::Style::kPretty);
//   json.begin_object();
//   json.member("name", name);
//   json.key("layers");
//   json.begin_array();
//   for (const Layer& layer : layers) json.string(layer.digest);
//   json.end_array();
//   json.end_object();
//
// Output is valid JSON for any input: control characters are escaped, each malformed UTF-8 byte
// becomes U+FFFD. Doubles have the fewest digits that read back the same; infinities and NaN
// become null. Misuse (a value without a key, an unbalanced end, a second root) is a bug and
// CHECKs. '<' is not escaped: to embed JSON in HTML, replace "<" by "\u003c" in the whole output
// (it occurs only inside strings).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "doc/tree.h"

namespace seawall::doc {

class JsonWriter {
 public:
  enum class Style { kCompact, kPretty };  // kPretty: two spaces, one member a line
  explicit JsonWriter(std::string& out, Style style = Style::kCompact)
      : out_(out), pretty_(style == Style::kPretty) {}

  void begin_object() { open('{', true); }
  void end_object() { close('}', true); }
  void begin_array() { open('[', false); }
  void end_array() { close(']', false); }
  void key(std::string_view key);

  void string(std::string_view value);
  void integer(int64_t value);
  void unsigned_integer(uint64_t value);
  void number(double value);
  void boolean(bool value);
  void null();
  // A tree; doubles that came as 1.0 are written 1.
  void node(const Node& node);
  // Text that is JSON already.
  void raw(std::string_view json);

  // key() and the value of its type.
  void member(std::string_view name, std::string_view value) { key(name), string(value); }
  void member(std::string_view name, const char* value) { key(name), string(value); }
  void member(std::string_view name, const std::string& value) { key(name), string(value); }
  void member(std::string_view name, double value) { key(name), number(value); }
  void member(std::string_view name, const Node& value) { key(name), node(value); }
  template <typename T>
  requires std::is_integral_v<T>
  void member(std::string_view name, T value) {
    key(name);
    if constexpr (std::is_same_v<T, bool>) {
      boolean(value);
    } else if constexpr (std::is_signed_v<T>) {
      integer(value);
    } else {
      unsigned_integer(value);
    }
  }

  // True when one whole value has been written.
  bool complete() const { return started_ && frames_.empty(); }

 private:
  struct Frame {
    bool object;
    bool key_pending;
    bool empty;
  };
  void open(char bracket, bool object);
  void close(char bracket, bool object);
  void before_value();
  void separate(Frame& frame);
  void new_line();

  std::string& out_;
  bool pretty_;
  bool started_ = false;
  std::vector<Frame> frames_;
};

// `text` in quotes, escaped as JsonWriter does, at the end of `out`.
void append_json_string(std::string& out, std::string_view text);

// A whole tree as text.
std::string to_json(const Node& node, JsonWriter::Style style = JsonWriter::Style::kCompact);

}  // namespace seawall::doc
