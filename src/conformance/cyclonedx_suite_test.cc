#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& cyclonedx_suite();

namespace {

TEST(CycloneDxSuite, judges_each_document_by_its_name) {
  std::string folder = test_folder() + "cyclonedx_suite";
  auto write = [&](const std::string& name, const std::string& text) {
    ASSERT_TRUE(make_directories(folder + "/" + name.substr(0, 3)).ok());
    ASSERT_TRUE(write_file_atomically(folder + "/" + name, text).ok());
  };
  std::string good = R"({"bomFormat":"CycloneDX","specVersion":"1.6","version":1})";
  write("1.6/valid-bom-1.6.json", good);
  write("1.6/invalid-bom-1.6.json", R"({"bomFormat":"CycloneDX","unheard":1})");
  write("1.6/valid-wrongly-1.6.json", "{");
  write("1.6/invalid-wrongly-1.6.json", good);
  write("1.6/valid-bom-1.6.xml", "<bom/>");
  write("1.6/skip_valid-bom-1.6.json", good);
  write("1.1/valid-bom-1.1.json", good);
  write("1.6/notes.json", "{}");
  Outcomes outcomes;
  ASSERT_TRUE(cyclonedx_suite().run(folder, outcomes).ok());
  EXPECT_EQ(outcomes.passed(), 2u);
  EXPECT_EQ(outcomes.failed(), 2u);
  EXPECT_EQ(outcomes.skipped(), 3u);
}

TEST(CycloneDxSuite, says_when_it_is_not_there) {
  std::string folder = test_folder() + "cyclonedx_suite_empty";
  ASSERT_TRUE(make_directories(folder).ok());
  Outcomes outcomes;
  EXPECT_FALSE(cyclonedx_suite().run(folder, outcomes).ok());
  EXPECT_FALSE(cyclonedx_suite().run(folder + "/none", outcomes).ok());
}

}  // namespace
}  // namespace seawall::conformance
