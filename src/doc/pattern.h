// Regular expressions as JSON Schema takes them (ECMA 262), by PCRE2, with a bound on the steps of
// one match, so that no pattern and text together take long.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace seawall::doc {

class Pattern {
 public:
  enum class Found { kYes, kNo, kGaveUp };

  // An error when `pattern` is malformed.
  static Result<Pattern> create(std::string_view pattern);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  // Whether it matches anywhere in `text`; kGaveUp also for text that is not UTF-8. Safe for many
  // threads at once.
  Found search(std::string_view text) const;

 private:
  struct State;
  explicit Pattern(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace seawall::doc
