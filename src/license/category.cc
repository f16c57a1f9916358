#include "license/category.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::license {

namespace {

struct Row {
  std::string_view id;  // a trailing "*" stands for any rest; the first row that matches wins
  Category category;
};

constexpr Row kRows[] = {
#include "license/categories.inc"
};

bool matches(std::string_view pattern, std::string_view id) {
  if (!pattern.ends_with('*')) return equals_ignoring_case(pattern, id);
  pattern.remove_suffix(1);
  return id.size() >= pattern.size() && equals_ignoring_case(id.substr(0, pattern.size()), pattern);
}

}  // namespace

const char* category_name(Category category) {
  switch (category) {
    case Category::kUnencumbered:
      return "unencumbered";
    case Category::kPermissive:
      return "permissive";
    case Category::kNotice:
      return "notice";
    case Category::kReciprocal:
      return "reciprocal";
    case Category::kUnknown:
      return "unknown";
    case Category::kRestricted:
      return "restricted";
    case Category::kForbidden:
      return "forbidden";
  }
  return "unknown";
}

Category category_of(std::string_view id) {
  for (const Row& row : kRows)
    if (matches(row.id, id)) return row.category;
  return Category::kUnknown;
}

Category category_of(const Expression& expression) {
  if (expression.kind == Expression::Kind::kLicense) return category_of(expression.id);
  bool all = expression.kind == Expression::Kind::kAnd;
  Category out = all ? Category::kUnencumbered : Category::kForbidden;
  for (const Expression& child : expression.children) {
    Category category = category_of(child);
    out = all ? std::max(out, category) : std::min(out, category);
  }
  return out;
}

}  // namespace seawall::license
