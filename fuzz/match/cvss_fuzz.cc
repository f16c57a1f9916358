// CVSS vectors: a score is one of the 101 that there are.
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "match/cvss.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall;  // NOLINT(google-build-using-namespace): a program of one function
  std::string_view vector(reinterpret_cast<const char*>(data), size);
  auto check = [](double score) {
    CHECK(score >= 0 && score <= 10);
    CHECK(std::fabs(score * 10 - std::round(score * 10)) < 1e-9);
  };
  if (auto score = match::score_cvss(vector)) check(score->base);
  if (auto full = match::score_cvss4_full(vector)) check(*full);
  return 0;
}
