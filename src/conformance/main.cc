// seawall-conformance SUITE PATH: runs a third-party suite in its own layout. The last line is
// "N passed, N failed, N skipped". Exit 0: nothing failed; 1: something failed; 2: usage, or no
// case there.
#include <cstdio>
#include <string>

#include "conformance/suite.h"

int main(int argc, char** argv) {
  using namespace seawall::conformance;  // NOLINT: main only
  if (argc != 3) {
    fmt::print(stderr, "usage: seawall-conformance SUITE PATH\n\nsuites:\n");
    for (const Suite* suite : suites())
      fmt::print(stderr, "  {:<16} {}\n", suite->name, suite->description);
    return 2;
  }
  for (const Suite* suite : suites()) {
    if (suite->name != argv[1]) continue;
    Outcomes outcomes;
    seawall::Status status = suite->run(argv[2], outcomes);
    if (!status) {
      fmt::print(stderr, "seawall-conformance: {}\n", status.error().message());
      return 2;
    }
    if (outcomes.passed() + outcomes.failed() + outcomes.skipped() == 0) {
      fmt::print(stderr, "seawall-conformance: no case of suite {} below {}\n", argv[1], argv[2]);
      return 2;
    }
    fmt::print("{} passed, {} failed, {} skipped\n", outcomes.passed(), outcomes.failed(),
               outcomes.skipped());
    return outcomes.failed() > 0 ? 1 : 0;
  }
  fmt::print(stderr, "seawall-conformance: no suite is called '{}'\n", argv[1]);
  return 2;
}
