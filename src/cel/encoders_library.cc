// cel-go's encoders extension: base64 of the standard alphabet (RFC 4648, section 4).
#include <algorithm>

#include "base/text.h"
#include "cel/overload_builder.h"

namespace seawall::cel {

namespace {

Value encode(Call& call) {
  return make_string({base64_encode(call[0].as_text())}, call.memory);
}

// As Go's decoder: line ends are skipped, the padding is all there or not at all.
Value decode(Call& call) {
  std::string text(call[0].as_text());
  std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
  size_t padding = std::min(text.find('='), text.size());
  bool standard = text.find_first_of("-_") == std::string::npos;
  bool whole = padding == text.size() ? text.size() % 4 != 1 : text.size() % 4 == 0;
  bool ends =
      text.size() - padding <= 2 && text.find_first_not_of('=', padding) == std::string::npos;
  std::optional<std::string> bytes;
  if (standard && whole && ends) bytes = base64_decode(text);
  if (!bytes) return make_error(ErrorCode::kInvalid, "illegal base64 data", call.memory);
  Value made = make_string({*bytes}, call.memory);
  return made.is_error() ? made : Value::bytes(made.as_text());
}

std::vector<Overload> overloads(TypeArena& types) {
  OverloadBuilder builder(types);
  builder.function("base64.encode")
      .global("base64_encode_bytes", {bytes_type()}, string_type(), encode);
  builder.function("base64.decode")
      .global("base64_decode_string", {string_type()}, bytes_type(), decode);
  return builder.take();
}

}  // namespace

const Library& encoders_library() {
  static constexpr Library kLibrary{"encoders", 0, false, overloads, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
