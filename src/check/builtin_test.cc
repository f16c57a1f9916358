// The catalogue as a whole. Its examples are run by `seawall check test` (src/cli/CMakeLists.txt),
// which has the facts.
#include <gmock/gmock.h>

#include "base/file.h"
#include "check/catalog_docs.h"
#include "check/check_testing.h"

namespace seawall::check {
namespace {

using testing::IsEmpty;

bool page_is(const std::string& path, const std::string& text) {
  Result<std::string> page = read_file(path, 64u << 20);
  return page && *page == text;
}

TEST(Builtin, BothFormsAreTheSameChecks) {
  std::vector<Check> whole = builtin_checks(Builtin::kWhole).value();
  std::vector<Check> judging = builtin_checks().value();
  ASSERT_EQ(whole.size(), judging.size());
  EXPECT_GT(whole.size(), 0u);
  for (size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(whole[i].id, judging[i].id);
    EXPECT_EQ(whole[i].expression, judging[i].expression);
    EXPECT_EQ(whole[i].message, judging[i].message);
    EXPECT_EQ(whole[i].rationale, judging[i].rationale);
    EXPECT_EQ(whole[i].controls, judging[i].controls);
    EXPECT_EQ(whole[i].fix.set.size(), judging[i].fix.set.size());
    EXPECT_FALSE(whole[i].examples.empty());
    EXPECT_TRUE(judging[i].examples.empty());
  }
}

TEST(Builtin, IsTheFolder) {
  std::vector<Check> folder =
      load_checks(std::string(SEAWALL_SOURCE_DIR) + "/catalog/checks", Limits{}).value();
  std::vector<Check> built = builtin_checks().value();
  ASSERT_EQ(folder.size(), built.size());
  for (size_t i = 0; i < folder.size(); ++i) EXPECT_EQ(folder[i].id, built[i].id);
}

TEST(Builtin, FrameworksAndChecksFitTogether) {
  EXPECT_THAT(framework_problems(builtin_frameworks().value(), builtin_checks().value()),
              IsEmpty());
}

TEST(Builtin, PagesAreCurrent) {
  std::string folder = std::string(SEAWALL_SOURCE_DIR) + "/docs/generated/";
  for (const auto& [name, text] :
       catalog_docs(builtin_checks().value(), builtin_frameworks().value()))
    EXPECT_TRUE(page_is(folder + name, text))
        << "run `seawall check docs docs/generated`: " << name;
}

}  // namespace
}  // namespace seawall::check
