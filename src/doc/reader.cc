#include "doc/reader.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::doc {

Diagnostic as_diagnostic(const Error& error) {
  Diagnostic out{.code = error.code(), .message = error.message()};
  std::optional<Halves> place = split_once(error.message(), ":");
  std::optional<uint64_t> line = place ? parse_uint(place->first) : std::nullopt;
  std::optional<Halves> column = line ? split_once(place->second, ": ") : std::nullopt;
  if (!column || !parse_uint(column->first)) return out;
  out.line = static_cast<uint32_t>(std::min<uint64_t>(*line, UINT32_MAX));
  out.message = column->second;
  return out;
}

void remark_repeated(const Builder& build, Diagnostics* remarks) {
  if (remarks == nullptr) return;
  for (const Builder::Repeated& repeated : build.repeated()) {
    remarks->push_back({.code = Code::kInvalid,
                        .message = fmt::format("key \"{}\" is repeated; the last one counts",
                                               printable(repeated.key, 200)),
                        .line = repeated.position.line,
                        .incomplete = false});
  }
  size_t others = build.repeated_count() - build.repeated().size();
  if (others == 0) return;
  remarks->push_back({.code = Code::kInvalid,
                      .message = fmt::format("{} more keys are repeated", others),
                      .incomplete = false});
}

std::string shown_character(std::string_view text) {
  if (text.empty()) return "the end";
  auto first = static_cast<unsigned char>(text.front());
  if (first < 0x20 || first >= 0x7f) return fmt::format("byte 0x{:02x}", first);
  return fmt::format("'{}'", text.front());
}

}  // namespace seawall::doc
