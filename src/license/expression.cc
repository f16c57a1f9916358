#include "license/expression.h"

#include <algorithm>

#include "base/text.h"
#include "license/spdx.h"

namespace seawall::license {

namespace {

constexpr size_t kMaxText = 64u << 10;
constexpr size_t kMaxLicenses = 4096;
constexpr int kMaxDepth = 64;

bool is_idstring(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return is_alnum(c) || c == '-' || c == '.'; });
}

// "LicenseRef-x" or "DocumentRef-y:LicenseRef-x"; likewise with AdditionRef.
bool is_reference(std::string_view text, std::string_view kind) {
  if (text.starts_with("DocumentRef-")) {
    size_t colon = text.find(':');
    if (colon == std::string_view::npos || !is_idstring(text.substr(12, colon - 12))) return false;
    text.remove_prefix(colon + 1);
  }
  return text.starts_with(kind) && is_idstring(text.substr(kind.size()));
}

bool is_word_end(char c) {
  return is_space(c) || c == '(' || c == ')';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Result<Expression> parse() {
    Expression out = TRY(parse_or(0));
    skip_space();
    if (!rest_.empty()) return unexpected();
    return out;
  }

 private:
  void skip_space() {
    while (!rest_.empty() && is_space(rest_[0])) rest_.remove_prefix(1);
  }

  std::string_view peek() {
    skip_space();
    if (rest_.empty()) return {};
    if (rest_[0] == '(' || rest_[0] == ')') return rest_.substr(0, 1);
    size_t size = 0;
    while (size < rest_.size() && !is_word_end(rest_[size])) ++size;
    return rest_.substr(0, size);
  }

  bool take_operator(std::string_view word) {
    std::string_view next = peek();
    if (!equals_ignoring_case(next, word)) return false;
    rest_.remove_prefix(next.size());
    return true;
  }

  Error unexpected() {
    std::string_view next = peek();
    if (next.empty()) return Error(Code::kInvalid, "the license expression ends too early");
    return Error::make(Code::kInvalid, "unexpected \"{}\" in a license expression",
                       printable(next, 100));
  }

  Result<Expression> parse_or(int depth) {
    Expression first = TRY(parse_and(depth));
    return parse_rest(std::move(first), Expression::Kind::kOr, depth);
  }

  Result<Expression> parse_and(int depth) {
    Expression first = TRY(parse_term(depth));
    return parse_rest(std::move(first), Expression::Kind::kAnd, depth);
  }

  // What follows `first` on one level, flat.
  Result<Expression> parse_rest(Expression first, Expression::Kind kind, int depth) {
    bool is_or = kind == Expression::Kind::kOr;
    Expression out{kind, {}, false, {}, {}};
    add(out, std::move(first));
    while (take_operator(is_or ? "or" : "and")) {
      Expression next = is_or ? TRY(parse_and(depth)) : TRY(parse_term(depth));
      add(out, std::move(next));
    }
    if (out.children.size() > 1) return out;
    Expression only = std::move(out.children[0]);
    return only;
  }

  static void add(Expression& parent, Expression child) {
    if (child.kind != parent.kind) {
      parent.children.push_back(std::move(child));
      return;
    }
    for (Expression& grandchild : child.children) parent.children.push_back(std::move(grandchild));
  }

  Result<Expression> parse_term(int depth) {
    std::string_view next = peek();
    if (next == "(") {
      if (depth >= kMaxDepth)
        return Error(Code::kLimit, "the license expression is nested too deeply");
      rest_.remove_prefix(1);
      Expression inner = TRY(parse_or(depth + 1));
      if (peek() != ")") return unexpected();
      rest_.remove_prefix(1);
      return inner;
    }
    return parse_license();
  }

  Result<Expression> parse_license() {
    if (++licenses_ > kMaxLicenses)
      return Error(Code::kLimit, "the license expression names too many licenses");
    std::string_view word = peek();
    if (word.empty() || word == ")") return unexpected();
    Expression out;
    std::string_view id = spdx_license_id(word);
    if (id.empty() && word.ends_with('+')) {
      out.or_later = true;
      id = spdx_license_id(word.substr(0, word.size() - 1));
    }
    if (id.empty() && is_reference(word, "LicenseRef-")) id = word;
    if (id.empty())
      return Error::make(Code::kInvalid, "\"{}\" is no SPDX license", printable(word, 100));
    out.id = id;
    rest_.remove_prefix(word.size());
    if (take_operator("with")) out.exception = TRY(parse_exception());
    return out;
  }

  Result<std::string> parse_exception() {
    std::string_view word = peek();
    std::string_view id = spdx_exception_id(word);
    if (id.empty() && is_reference(word, "AdditionRef-")) id = word;
    if (id.empty() && is_reference(word, "LicenseRef-")) id = word;
    if (id.empty())
      return Error::make(Code::kInvalid, "\"{}\" is no SPDX exception", printable(word, 100));
    std::string out(id);
    rest_.remove_prefix(word.size());
    return out;
  }

  std::string_view rest_;
  size_t licenses_ = 0;
};

// The deprecated ids that stand for a license with an exception.
struct Combined {
  std::string_view id, license, exception;
};
constexpr Combined kCombined[] = {
    {"eCos-2.0", "GPL-2.0-or-later", "eCos-exception-2.0"},
    {"GPL-2.0-with-autoconf-exception", "GPL-2.0-only", "Autoconf-exception-2.0"},
    {"GPL-2.0-with-bison-exception", "GPL-2.0-only", "Bison-exception-2.2"},
    {"GPL-2.0-with-classpath-exception", "GPL-2.0-only", "Classpath-exception-2.0"},
    {"GPL-2.0-with-font-exception", "GPL-2.0-only", "Font-exception-2.0"},
    {"GPL-2.0-with-GCC-exception", "GPL-2.0-only", "GCC-exception-2.0"},
    {"GPL-3.0-with-autoconf-exception", "GPL-3.0-only", "Autoconf-exception-3.0"},
    {"GPL-3.0-with-GCC-exception", "GPL-3.0-only", "GCC-exception-3.1"},
    {"wxWindows", "LGPL-2.0-or-later", "WxWindows-exception-3.1"},
};

void replace_deprecated(Expression& license) {
  for (const Combined& combined : kCombined) {
    if (license.id != combined.id || !license.exception.empty()) continue;
    license.id = combined.license;
    license.exception = combined.exception;
    return;
  }
  std::string base = license.id;
  if (base.ends_with('+')) {
    base.pop_back();
    license.or_later = true;
  }
  // GNU licenses say "only" or "or later" in the id.
  std::string_view family = base;
  bool gnu = family.starts_with("GPL-") || family.starts_with("LGPL-") ||
             family.starts_with("AGPL-") || family.starts_with("GFDL-");
  if (gnu && base.ends_with("-only") && license.or_later) base.resize(base.size() - 5);
  if (gnu && base.ends_with("-or-later")) license.or_later = false;
  std::string_view wanted = spdx_license_id(base + (license.or_later ? "-or-later" : "-only"));
  if (gnu && !wanted.empty()) {
    base = wanted;
    license.or_later = false;
  }
  license.id = base;
}

}  // namespace

Result<Expression> parse_expression(std::string_view text) {
  if (text.size() > kMaxText)
    return Error(Code::kLimit, "the license expression is longer than 64 KiB");
  return Parser(text).parse();
}

std::string format_expression(const Expression& expression) {
  if (expression.kind == Expression::Kind::kLicense) {
    std::string out = expression.id;
    if (expression.or_later) out += '+';
    if (!expression.exception.empty()) out += " WITH " + expression.exception;
    return out;
  }
  bool is_and = expression.kind == Expression::Kind::kAnd;
  std::string out;
  for (const Expression& child : expression.children) {
    if (!out.empty()) out += is_and ? " AND " : " OR ";
    bool parentheses = is_and && child.kind == Expression::Kind::kOr;
    std::string text = format_expression(child);
    out += parentheses ? "(" + text + ")" : text;
  }
  return out;
}

Expression simplify(Expression expression) {
  if (expression.kind == Expression::Kind::kLicense) {
    replace_deprecated(expression);
    return expression;
  }
  std::vector<Expression> unique;
  for (Expression& child : expression.children) {
    Expression simple = simplify(std::move(child));
    // A child that shrank to one term may now be of this kind.
    std::vector<Expression> terms;
    if (simple.kind == expression.kind) {
      terms = std::move(simple.children);
    } else {
      terms.push_back(std::move(simple));
    }
    for (Expression& term : terms)
      if (std::find(unique.begin(), unique.end(), term) == unique.end())
        unique.push_back(std::move(term));
  }
  if (unique.size() == 1) {
    Expression only = std::move(unique[0]);
    return only;
  }
  expression.children = std::move(unique);
  return expression;
}

}  // namespace seawall::license
