// The tokens of CEL (cel-spec langdef.md, "Syntax"; the quoted identifiers of its newer grammar).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"

namespace seawall::cel {

enum class TokenKind : uint8_t {
  kEnd,
  kIdent,        // also `true`, `in`, `as`: the parser knows which words are reserved where
  kQuotedIdent,  // `...`, text without the quotes
  kInt,          // digits as written, "12" or "0x1F"
  kUint,         // the same without the suffix u
  kDouble,
  kString,  // text: the value, escapes resolved
  kBytes,
  kSymbol,  // text: the operator or bracket
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  uint32_t offset = 0;  // in bytes
  std::string_view text;
};

// All tokens of `source`, the last is kEnd. Texts point into `source`, or into `texts` where
// escapes were resolved. kInvalid: "LINE:COLUMN: what is wrong"; kLimit beyond `limit` tokens.
Result<std::vector<Token>> tokenize(std::string_view source, size_t limit, Arena& texts);

// "LINE:COLUMN: `what`".
Error error_at(std::string_view source, uint32_t offset, Code code, std::string_view what);

}  // namespace seawall::cel
