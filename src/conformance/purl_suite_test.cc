#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& purl_suite();

namespace {

Outcomes run(const std::string& name, const std::string& cases) {
  std::string folder = test_folder() + "purl_suite_" + name;
  EXPECT_TRUE(make_directories(folder).ok());
  EXPECT_TRUE(write_file_atomically(folder + "/x-test.json", R"({"tests":[)" + cases + "]}").ok());
  Outcomes outcomes;
  EXPECT_TRUE(purl_suite().run(folder, outcomes).ok());
  return outcomes;
}

TEST(PurlSuite, passes_what_agrees) {
  Outcomes outcomes = run("good", R"(
      {"test_type":"parse","input":"pkg:npm/%40a/b@1?x=y","expected_failure":false,
       "expected_output":{"type":"npm","namespace":"@a","name":"b","version":"1",
                          "qualifiers":{"x":"y"},"subpath":null}},
      {"test_type":"build","input":{"type":"npm","namespace":"@a","name":"b","version":"1"},
       "expected_output":"pkg:npm/%40a/b@1"},
      {"test_type":"roundtrip","input":"pkg:NPM/b@1","expected_output":"pkg:npm/b@1"},
      {"test_type":"parse","input":"npm/b","expected_failure":true,"expected_output":null})");
  EXPECT_EQ(outcomes.passed(), 4u);
  EXPECT_EQ(outcomes.failed() + outcomes.skipped(), 0u);
}

TEST(PurlSuite, fails_and_skips_the_rest) {
  Outcomes outcomes = run("bad", R"(
      {"test_type":"roundtrip","input":"pkg:npm/b@1","expected_output":"pkg:npm/b@2"},
      {"test_type":"parse","input":"pkg:npm/b@1","expected_failure":true},
      {"test_type":"parse","input":"npm/b","expected_output":{"type":"npm","name":"b"}},
      {"test_type":"validation","input":"pkg:npm/b@1","expected_output":[]})");
  EXPECT_EQ(outcomes.passed(), 0u);
  EXPECT_EQ(outcomes.failed(), 3u);
  EXPECT_EQ(outcomes.skipped(), 1u);
}

TEST(PurlSuite, says_when_it_is_not_there) {
  std::string folder = test_folder() + "purl_suite_empty";
  ASSERT_TRUE(make_directories(folder).ok());
  Outcomes outcomes;
  EXPECT_FALSE(purl_suite().run(folder, outcomes).ok());
}

}  // namespace
}  // namespace seawall::conformance
