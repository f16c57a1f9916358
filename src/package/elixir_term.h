// The literals of Elixir that mix.lock is written in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::package {

struct ElixirTerm {
  enum class Kind { kAtom, kString, kNumber, kTuple, kList, kMap };
  Kind kind = Kind::kAtom;
  std::string text;  // of atoms (without ":"), strings and numbers
  // Of tuples and lists, in order; "key: value" in a list is a tuple of an atom and the value. Of
  // maps: keys and values in turn.
  std::vector<ElixirTerm> items;
  uint32_t line = 0;
};

// One term; comments ("#") and white space may stand around it. Errors: kInvalid "LINE: ...",
// kLimit beyond limits.document_depth (at most 100 here) or document_bytes.
Result<ElixirTerm> parse_elixir_term(std::string_view text, const Limits& limits);

}  // namespace seawall::package
