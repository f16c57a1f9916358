#include "doc/xml_text.h"

#include "base/text.h"
#include "doc/json_reader.h"
#include "doc/json_text.h"
#include "doc/reader.h"
#include "doc/text_position.h"

namespace seawall::doc {

namespace {

void append_code_point(std::string& out, uint32_t code_point) {
  char bytes[4];
  out.append(bytes, put_utf8(code_point, bytes));
}

Result<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  if (bytes.size() % 2 != 0) return Error{Code::kInvalid, "UTF-16 with half a unit at the end"};
  auto unit = [&](size_t i) -> uint32_t {
    auto first = static_cast<unsigned char>(bytes[i]);
    auto second = static_cast<unsigned char>(bytes[i + 1]);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::string out;
  out.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size(); i += 2) {
    uint32_t code_point = unit(i);
    if (code_point >= 0xd800 && code_point <= 0xdfff) {
      bool paired = code_point < 0xdc00 && i + 2 < bytes.size() && (unit(i + 2) & 0xfc00) == 0xdc00;
      if (!paired) return Error::make(Code::kInvalid, "half of a surrogate pair at byte {}", i);
      i += 2;
      code_point = 0x10000 + ((code_point - 0xd800) << 10) + (unit(i) - 0xdc00);
    }
    append_code_point(out, code_point);
  }
  return out;
}

std::string from_latin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (char c : bytes) append_code_point(out, static_cast<unsigned char>(c));
  return out;
}

// What `encoding="..."` of the declaration says, in lower case; "" when it says nothing.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return "";
  std::string_view declaration = text.substr(0, std::min(text.find("?>"), size_t{200}));
  size_t at = declaration.find("encoding");
  if (at == declaration.npos) return "";
  declaration = trim(declaration.substr(at + 8));
  if (!declaration.starts_with('=')) return "";
  declaration = trim(declaration.substr(1));
  if (declaration.empty()) return "";
  return to_lower(declaration.substr(1, declaration.find(declaration.front(), 1) - 1));
}

}  // namespace

Result<std::string> xml_as_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe")) return from_utf16(bytes.substr(2), false);
  if (bytes.starts_with("\xfe\xff")) return from_utf16(bytes.substr(2), true);
  if (bytes.starts_with(std::string_view("<\0?\0", 4))) return from_utf16(bytes, false);
  if (bytes.starts_with(std::string_view("\0<\0?", 4))) return from_utf16(bytes, true);
  bytes = without_bom(bytes);
  size_t valid = valid_utf8_prefix(bytes);
  if (valid == bytes.size()) return std::string(bytes);
  std::string encoding = declared_encoding(bytes);
  for (std::string_view latin1 : {"iso-8859-1", "latin1", "windows-1252"})
    if (encoding == latin1) return from_latin1(bytes);
  if (encoding.empty() || encoding == "utf-8")
    return error_at(Code::kInvalid, position_at(bytes, valid), "not valid UTF-8");
  return Error::make(Code::kUnsupported, "encoding {}", printable(encoding, 40));
}

}  // namespace seawall::doc
