// Compiled regular expressions: RE2, with the syntax that Go's regexp accepts (which is RE2's own,
// but for "\C", and "(?<name>" besides "(?P<name>").
#pragma once

#include <re2/re2.h>

#include <string>
#include <string_view>
#include <vector>

#include "cel/value.h"

namespace seawall::cel {

// The compiled pattern; nullptr, and what is wrong in `mistake`. Each thread keeps the few that it
// used last: the result is valid until the same thread has asked for kKeptPatterns others.
constexpr size_t kKeptPatterns = 64;
const re2::RE2* find_regex(std::string_view pattern, std::string& mistake);

// One match: the whole and its groups, [begin, end) into the text; begin == npos: took no part.
struct RegexGroup {
  size_t begin = std::string_view::npos, end = 0;
  bool matched() const { return begin != std::string_view::npos; }
  std::string_view of(std::string_view text) const {
    return matched() ? text.substr(begin, end - begin) : std::string_view();
  }
};

// The matches one after the other, as Go's FindAll gives them: an empty match directly behind
// another match is none.
class RegexMatches {
 public:
  // `groups`: how many beside the whole match are wanted.
  RegexMatches(const re2::RE2& regex, std::string_view text, size_t groups);
  // The next match in groups(); false when there is none.
  bool next();
  const std::vector<RegexGroup>& groups() const { return groups_; }

 private:
  const re2::RE2& regex_;
  std::string_view text_;
  size_t position_ = 0;
  size_t last_end_ = std::string_view::npos;
  std::vector<re2::StringPiece> pieces_;
  std::vector<RegexGroup> groups_;
};

}  // namespace seawall::cel
