#include "conformance/suite.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace seawall::conformance {

void Outcomes::fail(std::string_view what, std::string_view why) {
  ++failed_;
  fmt::print("FAIL {}: {}\n", what, why);
}

void Outcomes::skip(std::string_view what, std::string_view why) {
  ++skipped_;
  fmt::print("SKIP {}: {}\n", what, why);
}

void Outcomes::check(bool ok, std::string_view what, std::string_view why) {
  if (ok) {
    pass();
  } else {
    fail(what, why);
  }
}

Result<std::vector<std::string>> files_below(const std::string& path, std::string_view suffix) {
  std::vector<std::string> out;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return std::vector<std::string>{path};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error))
    if (entry.is_regular_file() && entry.path().native().ends_with(suffix))
      out.push_back(entry.path().native());
  if (error) return Error::make(Code::kNotFound, "cannot list {}: {}", path, error.message());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace seawall::conformance
