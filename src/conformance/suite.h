// Third-party conformance suites, run in their own layout by `seawall-conformance SUITE PATH`.
// One file `NAME_suite.cc` per suite, listed by the generated table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::conformance {

// Collects outcomes; prints failures as they come.
class Outcomes {
 public:
  void pass() { ++passed_; }
  // `what` names the case (file:line), `why` the difference.
  void fail(std::string_view what, std::string_view why);
  // A case that cannot be run here, and the reason.
  void skip(std::string_view what, std::string_view why);
  // pass() or fail().
  void check(bool ok, std::string_view what, std::string_view why);

  size_t passed() const { return passed_; }
  size_t failed() const { return failed_; }
  size_t skipped() const { return skipped_; }

 private:
  size_t passed_ = 0, failed_ = 0, skipped_ = 0;
};

struct Suite {
  std::string_view name;         // "version-order"
  std::string_view description;  // one line
  // Runs every case below `path` (a file or folder). An error when the path holds no suite.
  Status (*run)(const std::string& path, Outcomes& outcomes);
};

std::span<const Suite* const> suites();

// Regular files below `path` (or `path` itself), sorted; only names ending in `suffix`.
Result<std::vector<std::string>> files_below(const std::string& path, std::string_view suffix);

}  // namespace seawall::conformance
