// A validator, not an interpreter: recursive descent over the grammar
//   or   = and *("OR" and)       and = with *("AND" with)
//   with = simple ["WITH" exception]     simple = id ["+"] | LicenseRef | "(" or ")"
// with identifiers compared exactly: SPDX takes them in any case, but not every reader does.
#include "sbom/license_words.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "doc/parse.h"
#include "sbom/cyclonedx_schema.h"

namespace seawall::sbom {
namespace {

constexpr size_t kMostBytes = 8192;
constexpr int kMostDepth = 50;

struct Words {
  doc::Document document;
  std::set<std::string_view> ids;

  Words() : document(doc::parse_json(spdx_schema_text(), Limits{}, false).value()) {
    for (const doc::Node& id : document.root()["enum"].items()) ids.insert(id.as_string());
  }
};

// The list holds exceptions too. SPDX calls them so, but for a few; and some old identifiers of
// licences have an exception within.
bool is_exception(std::string_view word) {
  constexpr std::array kOthers = {
      "GPL-CC-1.0", "Google-Patent-WebM", "LLGPL", "Linux-syscall-note", "SHL-2.0", "SHL-2.1"};
  if (std::find(kOthers.begin(), kOthers.end(), word) != kOthers.end()) return true;
  bool licence = word.find("-with-") != std::string_view::npos || word.starts_with("MPL-");
  return !licence &&
         (word.ends_with("-exception") || word.find("-exception-") != std::string_view::npos);
}

bool is_known(std::string_view word) {
  static const Words words;
  return words.ids.count(word) > 0;
}

bool is_reference(std::string_view word) {
  if (word.starts_with("DocumentRef-")) {
    auto halves = split_once(word, ":");
    if (!halves) return false;
    word = halves->second;
  }
  if (!word.starts_with("LicenseRef-") || word.size() == 11) return false;
  for (char c : word.substr(11))
    if (!is_alnum(c) && c != '-' && c != '.') return false;
  return true;
}

class Expression {
 public:
  explicit Expression(std::string_view text) : rest_(text) { next(); }
  bool valid() { return alternatives(0) && token_.empty(); }

 private:
  void next() {
    rest_ = trim(rest_);
    size_t size = 0;
    if (!rest_.empty() && (rest_[0] == '(' || rest_[0] == ')')) {
      size = 1;
    } else {
      while (size < rest_.size() && !is_space(rest_[size]) && rest_[size] != '(' &&
             rest_[size] != ')')
        ++size;
    }
    token_ = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  bool take(std::string_view word) {
    if (token_ != word) return false;
    next();
    return true;
  }
  bool alternatives(int depth) {
    do {
      if (!all(depth)) return false;
    } while (take("OR"));
    return true;
  }
  bool all(int depth) {
    do {
      if (!one(depth)) return false;
    } while (take("AND"));
    return true;
  }
  bool one(int depth) {
    if (take("(")) return depth < kMostDepth && alternatives(depth + 1) && take(")");
    std::string_view word = token_;
    if (word.ends_with('+') && !is_license_id(word)) word.remove_suffix(1);
    if (!is_license_id(word) && !is_reference(word)) return false;
    next();
    if (!take("WITH")) return true;
    bool known = is_known(token_) && !is_license_id(token_);
    next();
    return known;
  }

  std::string_view rest_, token_;
};

}  // namespace

bool is_license_id(std::string_view text) {
  return !is_exception(text) && is_known(text);
}

bool is_license_expression(std::string_view text) {
  return text.size() <= kMostBytes && Expression(text).valid();
}

}  // namespace seawall::sbom
