// License expressions. Source: SPDX 2.3 Annex D and SPDX 3.0.1 Annex B, "SPDX license expressions".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::license {

struct Expression {
  enum class Kind { kLicense, kAnd, kOr };
  Kind kind = Kind::kLicense;
  // kLicense: a license id in the list's spelling, or "LicenseRef-...",
  // "DocumentRef-x:LicenseRef-y".
  std::string id;
  bool or_later = false;  // "+" behind the id
  std::string exception;  // behind WITH: an exception's id or "AdditionRef-..."; empty without
  // kAnd, kOr: two or more, none of the same kind as this one.
  std::vector<Expression> children;

  friend bool operator==(const Expression&, const Expression&) = default;
};

// Reads an expression; operators in any case, ids in any case. "+" binds first, then WITH, AND, OR.
// kInvalid: not of that grammar, or an id that is not on SPDX's list; kLimit beyond 64 KiB, 64
// nested parentheses or 4096 licenses. "NONE" and "NOASSERTION" are no expressions.
Result<Expression> parse_expression(std::string_view text);

// The text with canonical ids and the fewest parentheses: parse_expression() gives the same tree.
std::string format_expression(const Expression& expression);

// SPDX's deprecated spellings replaced: GPL-2.0 is GPL-2.0-only, GPL-2.0+ is GPL-2.0-or-later,
// GPL-2.0-with-classpath-exception is GPL-2.0-only WITH Classpath-exception-2.0; the same terms
// joined twice by one operator are one term.
Expression simplify(Expression expression);

// A license as a package manager declares it, as a simplified SPDX expression: expressions, common
// names ("Apache License, Version 2.0", "GPLv2+", "ASL 2.0", "Expat"), names joined by operators in
// the customs of Debian, Fedora, R, Cargo and npm, Python's trove classifiers, well-known URLs.
// Empty when any part of it is not known, and for what is no license at all ("UNLICENSED",
// "NOASSERTION"). Names that leave the variant open give the usual one: "BSD" is BSD-3-Clause,
// "GPL" GPL-1.0-or-later. "Public domain" is LicenseRef-public-domain.
std::string normalise(std::string_view declared);

}  // namespace seawall::license
