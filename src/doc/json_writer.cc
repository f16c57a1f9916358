#include "doc/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/result.h"
#include "base/text.h"
#include "doc/text_position.h"

namespace seawall::doc {

namespace {

// For each ASCII character: 0 when it stands for itself, else the letter of its short escape, 'u'
// for \u00xx.
constexpr std::array<char, 128> escapes() {
  std::array<char, 128> table{};
  for (int i = 0; i < 0x20; ++i) table[i] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}
constexpr std::array<char, 128> kEscapes = escapes();

void append_escape(std::string& out, unsigned char c) {
  out += '\\';
  out += kEscapes[c];
  if (kEscapes[c] != 'u') return;
  constexpr char kHex[] = "0123456789abcdef";
  out += "00";
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

template <typename T>
void append_number(std::string& out, T value) {
  std::array<char, 32> buffer;
  auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  out.append(buffer.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  size_t done = 0;
  size_t at = 0;
  while (at < text.size()) {
    auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80 && kEscapes[c] == 0) {
      ++at;
      continue;
    }
    if (c >= 0x80) {
      size_t length = utf8_sequence_length(text.substr(at));
      if (length != 0) {
        at += length;
        continue;
      }
    }
    out.append(text.substr(done, at - done));
    if (c < 0x80) {
      append_escape(out, c);
    } else {
      out += "\xef\xbf\xbd";  // U+FFFD
    }
    done = ++at;
  }
  out.append(text.substr(done));
  out += '"';
}

void JsonWriter::new_line() {
  if (!pretty_) return;
  out_ += '\n';
  out_.append(frames_.size() * 2, ' ');
}

void JsonWriter::separate(Frame& frame) {
  if (!frame.empty) out_ += ',';
  frame.empty = false;
  new_line();
}

void JsonWriter::before_value() {
  if (frames_.empty()) {
    CHECK(!started_);
    started_ = true;
    return;
  }
  Frame& frame = frames_.back();
  if (frame.object) {
    CHECK(frame.key_pending);
    frame.key_pending = false;
  } else {
    separate(frame);
  }
}

void JsonWriter::key(std::string_view key) {
  CHECK(!frames_.empty() && frames_.back().object && !frames_.back().key_pending);
  separate(frames_.back());
  append_json_string(out_, key);
  out_ += pretty_ ? ": " : ":";
  frames_.back().key_pending = true;
}

void JsonWriter::open(char bracket, bool object) {
  before_value();
  out_ += bracket;
  frames_.push_back({object, false, true});
}

void JsonWriter::close(char bracket, bool object) {
  CHECK(!frames_.empty() && frames_.back().object == object && !frames_.back().key_pending);
  bool empty = frames_.back().empty;
  frames_.pop_back();
  if (!empty) new_line();
  out_ += bracket;
}

void JsonWriter::string(std::string_view value) {
  before_value();
  append_json_string(out_, value);
}

void JsonWriter::integer(int64_t value) {
  before_value();
  append_number(out_, value);
}

void JsonWriter::unsigned_integer(uint64_t value) {
  before_value();
  append_number(out_, value);
}

void JsonWriter::number(double value) {
  before_value();
  if (std::isfinite(value)) {
    append_number(out_, value);
  } else {
    out_ += "null";
  }
}

void JsonWriter::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::null() {
  before_value();
  out_ += "null";
}

void JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
}

// Recursion is bounded by the depth limit of the reader that made the tree.
void JsonWriter::node(const Node& node) {
  switch (node.kind()) {
    case Kind::kNull:
      return null();
    case Kind::kBool:
      return boolean(node.as_bool());
    case Kind::kInt:
      return integer(*node.as_int());
    case Kind::kUint:
      return unsigned_integer(*node.as_uint());
    case Kind::kDouble:
      return number(*node.as_double());
    case Kind::kString:
      return string(node.as_string());
    case Kind::kArray:
      begin_array();
      for (const Node& item : node.items()) this->node(item);
      return end_array();
    case Kind::kObject:
      begin_object();
      for (const Member& member : node.members()) this->member(member.key, member.value);
      return end_object();
  }
}

std::string to_json(const Node& node, JsonWriter::Style style) {
  std::string out;
  JsonWriter(out, style).node(node);
  return out;
}

}  // namespace seawall::doc
