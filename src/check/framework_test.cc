#include "check/framework.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kFramework = R"(
id: cis
title: Benchmark
version: "1.12"
url: https://example.com
controls:
  - {id: "5.1", title: First}
  - {id: "5.2", title: Second}
  - {id: "5.3", title: Third, why_not: It needs the nodes}
)";

TEST(Framework, IsReadWhole) {
  Framework framework = parse_framework(kFramework, "cis.yaml", Limits{}).value();
  EXPECT_EQ(framework.version, "1.12");
  ASSERT_EQ(framework.controls.size(), 3u);
  EXPECT_EQ(framework.controls[2].why_not, "It needs the nodes");
}

TEST(Framework, MistakesAreNamed) {
  auto error = [](std::string_view text) {
    Result<Framework> framework = parse_framework(text, "f.yaml", Limits{});
    return framework ? "" : framework.error().message();
  };
  EXPECT_THAT(error("{id: a, colour: red}"), HasSubstr("f.yaml:1: unknown field 'colour'"));
  EXPECT_THAT(error("{id: a, version: 1.12}"), HasSubstr("'version' must be a text"));
  EXPECT_THAT(error("{id: a, title: b, url: c, controls: []}"), HasSubstr("has no 'version'"));
  EXPECT_THAT(error("{id: a, title: b, url: c, version: d, controls: []}"),
              HasSubstr("has no controls"));
  EXPECT_THAT(error("{id: a, title: b, url: c, version: d, controls: [{id: x}]}"),
              HasSubstr("an 'id' and a 'title'"));
  EXPECT_THAT(error("{id: a, title: b, url: c, version: d, controls: [{id: x, title: y}, {id: x, "
                    "title: z}]}"),
              HasSubstr("comes twice"));
}

TEST(Framework, CoverageIsComputedFromTheChecks) {
  std::vector<Framework> frameworks = {parse_framework(kFramework, "cis.yaml", Limits{}).value()};
  std::vector<Check> checks = {test_check("controls: {cis: ['5.1']}", "b"),
                               test_check("controls: {cis: ['5.1'], own: [x]}", "a")};
  Coverage covered = coverage(frameworks[0], checks);
  EXPECT_EQ(covered.covered, 1u);
  EXPECT_THAT(covered.rows[0].checks, ElementsAre(&checks[1], &checks[0]));
  EXPECT_THAT(framework_problems(frameworks, checks),
              ElementsAre("cis: no check implements 5.2, and no reason is given"));
  checks.push_back(test_check("controls: {cis: ['5.2', '5.3', '9']}", "c"));
  EXPECT_THAT(framework_problems(frameworks, checks),
              ElementsAre("c.yaml: cis has no control '9'",
                          "cis: 5.3 is implemented by c, but says why it is not"));
}

}  // namespace
}  // namespace seawall::check
