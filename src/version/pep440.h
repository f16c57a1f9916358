// Python versions: PEP 440 (packaging.python.org/specifications/version-specifiers), and what
// setuptools knew before it.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace seawall::version {

// [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]; every view points into the original. Numbers are
// digits, "" where the writing leaves out a zero.
struct Pep440 {
  std::string_view epoch;
  std::string_view release;  // "1.2.3"
  char pre = 0;              // 'a', 'b' or 'r'; 0: none
  std::string_view pre_number;
  bool has_post = false;
  std::string_view post;
  bool has_dev = false;
  std::string_view dev;
  std::string_view local;  // not empty when there is one
};

// Nothing when the text is no PEP 440 version, in any of the writings that normalise to one.
std::optional<Pep440> parse_pep440(std::string_view text);
std::weak_ordering compare_pep440(const Pep440& a, const Pep440& b);

// The order of setuptools' pkg_resources for all other text. Allocates.
std::weak_ordering compare_legacy_python(std::string_view a, std::string_view b);

}  // namespace seawall::version
