#include "check/catalog_docs.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::HasSubstr;

TEST(CatalogDocs, EveryCheckAndEveryControl) {
  std::vector<Check> checks = {
      test_check("title: A | B\nthemes: [rbac]\ncontrols: {own: ['1']}\nparams: {x: [1]}\n"
                 "fix: {remove: [a], safe: false}",
                 "first")};
  std::vector<Framework> frameworks = {
      parse_framework("{id: own, title: Ours, version: '2', url: 'https://e.com', controls: [{id: "
                      "'1', title: One}, {id: '2', title: Two, why_not: Later}]}",
                      "own.yaml", Limits{})
          .value()};
  std::map<std::string, std::string> pages = catalog_docs(checks, frameworks);
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_THAT(pages["checks.md"], HasSubstr("## rbac"));
  EXPECT_THAT(pages["checks.md"], HasSubstr("| [first](#first) | low | object | A \\| B |"));
  EXPECT_THAT(pages["checks.md"], HasSubstr("- parameter `x`: `[1]`"));
  EXPECT_THAT(pages["checks.md"], HasSubstr("`seawall fix --unsafe` does it"));
  EXPECT_THAT(pages["frameworks.md"], HasSubstr("| [Ours](#own) | 2 | 2 | 1 |"));
  EXPECT_THAT(pages["frameworks.md"], HasSubstr("| 1 | One | [first](checks.md#first) |"));
  EXPECT_THAT(pages["frameworks.md"], HasSubstr("| 2 | Two | none: Later |"));
}

}  // namespace
}  // namespace seawall::check
