#include "image/credential_helper.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/file.h"
#include "base/test_folder.h"

namespace seawall::image {
namespace {

// Puts a helper with that shell script in front of PATH.
class CredentialHelperTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = test_folder() + "seawall-helpers";
    ASSERT_TRUE(make_directories(folder_).ok());
    path_ = std::getenv("PATH");
    ::setenv("PATH", (folder_ + ":" + path_).c_str(), 1);
  }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

  void install(const std::string& name, const std::string& script) {
    std::string file = folder_ + "/docker-credential-" + name;
    ASSERT_TRUE(write_file_atomically(file, "#!/bin/sh\n" + script + "\n").ok());
    ASSERT_EQ(::chmod(file.c_str(), 0755), 0);
  }

  std::string folder_, path_;
};

TEST_F(CredentialHelperTest, Answers) {
  install("good",
          R"([ "$1" = get ] && read server; printf '{"Username":"u","Secret":"%s"}' "$server")");
  Result<HelperAnswer> answer = run_credential_helper("good", "reg.io; rm -rf $HOME");
  ASSERT_TRUE(answer.ok()) << answer.error().message();
  EXPECT_EQ(answer->username, "u");
  EXPECT_EQ(answer->secret, "reg.io; rm -rf $HOME");
}

TEST_F(CredentialHelperTest, Failures) {
  install("unknown", "echo 'credentials not found in native keychain'; exit 1");
  install("broken", "echo 'keychain locked'; exit 1");
  install("garbage", "echo 'S3CRET {'");
  install("endless", "yes");
  install("deaf", "exit 0");
  EXPECT_EQ(run_credential_helper("unknown", "r").error().code(), Code::kNotFound);
  EXPECT_EQ(run_credential_helper("broken", "r").error().code(), Code::kUnavailable);
  Result<HelperAnswer> garbage = run_credential_helper("garbage", "r");
  EXPECT_EQ(garbage.error().code(), Code::kInvalid);
  EXPECT_EQ(garbage.error().message().find("S3CRET"), std::string::npos);
  EXPECT_EQ(run_credential_helper("endless", "r").error().code(), Code::kLimit);
  EXPECT_FALSE(run_credential_helper("deaf", "r").ok());
  EXPECT_EQ(run_credential_helper("absent-here", "r").error().code(), Code::kUnavailable);
}

TEST_F(CredentialHelperTest, TimeIsBounded) {
  install("slow", "sleep 60 & sleep 60");
  Result<HelperAnswer> answer = run_credential_helper("slow", "r", std::chrono::milliseconds(200));
  EXPECT_EQ(answer.error().code(), Code::kUnavailable);
}

TEST_F(CredentialHelperTest, NamesArePlainWords) {
  for (const char* name : {"", "../../bin/sh", "a b", "a;b", ".x", "a/b"})
    EXPECT_EQ(run_credential_helper(name, "r").error().code(), Code::kUsage) << name;
}

}  // namespace
}  // namespace seawall::image
