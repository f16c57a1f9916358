// The JSON reader behind parse_json() and parse_jsonc(). For this folder only.
#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"

namespace seawall::doc {

struct JsonSource {
  std::string_view text;      // JSON, without a byte order mark
  std::string_view original;  // as long as text; positions are counted here
  bool positions = true;
  Diagnostics* remarks = nullptr;
  bool null_members = true;  // false: members that are null are left out
};
Result<Document> read_json(const JsonSource& source, const Limits& limits);

// `text` without a UTF-8 byte order mark.
std::string_view without_bom(std::string_view text);

}  // namespace seawall::doc
