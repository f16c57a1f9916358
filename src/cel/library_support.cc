#include "cel/library_support.h"

#include <fmt/format.h>

namespace seawall::cel {

namespace {

constexpr size_t kMostQuoted = 1024;
constexpr uint64_t kOrdinaryBytes = 1024;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

void append_escaped(std::string& out, char c) {
  static constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
  static constexpr std::string_view kLetters = "abfnrtv\\\"";
  size_t at = kPlain.find(c);
  if (at != std::string_view::npos) {
    out += '\\';
    out += kLetters[at];
  } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  } else {
    out += c;
  }
}

}  // namespace

void OverloadList::add(std::string_view name, std::string_view id, bool member,
                       std::initializer_list<const Type*> parameters, const Type* result,
                       Implementation implementation, CallCost cost) {
  Overload made;
  made.function = name;
  made.id = id;
  made.member = member;
  made.parameters = parameters;
  made.result = result;
  made.implementation = implementation;
  made.cost = cost;
  all_.push_back(std::move(made));
}

Value make_text(std::string_view text, Memory& memory) {
  std::string_view copy = memory.copy(text);
  return copy.data() ? Value::string(copy) : out_of_memory();
}

Value invalid(Memory& memory, std::string_view sentence) {
  return make_error(ErrorCode::kInvalid, sentence, memory);
}

std::string quoted(std::string_view text) {
  bool cut = text.size() > kMostQuoted;
  if (cut) {
    size_t end = kMostQuoted;
    while (end > 0 && is_continuation(text[end])) --end;
    text = text.substr(0, end);
  }
  std::string out = "\"";
  for (char c : text) append_escaped(out, c);
  return out + (cut ? "…\"" : "\"");
}

void charge_work(Call& call, uint64_t bytes) {
  call.cost += bytes / kOrdinaryBytes;
}

}  // namespace seawall::cel
