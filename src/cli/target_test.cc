#include "cli/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/test_folder.h"
#include "cli/terminal.h"

namespace seawall::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kBom =
    R"({"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"a","purl":"pkg:npm/a@1"}]})";

std::string folder(const std::string& name) {
  std::string path = test_folder() + "cli-target/" + name;
  EXPECT_TRUE(make_directories(path).ok());
  return path;
}

Result<model::Inventory> read(const std::string& target, TargetOptions options = {}) {
  options.no_cache = true;
  std::unique_ptr<Progress> progress = make_progress(true);
  return read_target(target, options, *progress);
}

TEST(Target, is_read_as_what_it_is) {
  std::string path = folder("kinds");
  ASSERT_TRUE(write_file_atomically(path + "/bom.json", kBom).ok());
  ASSERT_TRUE(write_file_atomically(path + "/requirements.txt", "flask==2.0.1\n").ok());
  EXPECT_EQ(read(path + "/bom.json").value().kind, model::TargetKind::kSbom);
  EXPECT_EQ(read("sbom:" + path + "/bom.json").value().components.size(), 1u);
  EXPECT_EQ(read(path).value().kind, model::TargetKind::kProject);
  EXPECT_EQ(read("project:" + path).value().kind, model::TargetKind::kProject);
  EXPECT_EQ(read(path + "/requirements.txt").value().components.size(), 1u);
  ASSERT_TRUE(make_directories(path + "/etc").ok());
  ASSERT_TRUE(write_file_atomically(path + "/etc/os-release", "ID=debian\n").ok());
  EXPECT_EQ(read(path).value().kind, model::TargetKind::kRootFilesystem);
}

TEST(Target, errors_say_what_was_expected) {
  std::string path = folder("errors");
  ASSERT_TRUE(write_file_atomically(path + "/bom.json", "{}").ok());
  EXPECT_THAT(read("sbom:" + path + "/bom.json").error().message(), HasSubstr("CycloneDX"));
  EXPECT_FALSE(read("sbom:" + path + "/none.json").ok());
  TargetOptions options;
  options.platform = "linux";
  EXPECT_THAT(read("rootfs:" + path, options).error().message(), HasSubstr("OS/ARCH[/VARIANT]"));
  options = {};
  options.mirrors = {"docker.io"};
  EXPECT_THAT(read("rootfs:" + path, options).error().message(), HasSubstr("HOST=BASE"));
}

TEST(ShownPath, is_relative_below_the_working_folder) {
  std::string here = std::filesystem::current_path().native();
  EXPECT_EQ(shown_path(here + "/a/waivers.yaml"), "a/waivers.yaml");
  EXPECT_EQ(shown_path("waivers.yaml"), "waivers.yaml");
  EXPECT_EQ(shown_path("../waivers.yaml"), "../waivers.yaml");
  EXPECT_EQ(shown_path("/nowhere/waivers.yaml"), "/nowhere/waivers.yaml");
}

TEST(DatabaseDirectory, is_the_users_own_unless_named) {
  EXPECT_EQ(database_directory("here").value(), "here");
  ::setenv("XDG_DATA_HOME", "/data", 1);
  EXPECT_EQ(database_directory("").value(), "/data/seawall/db");
  ::unsetenv("XDG_DATA_HOME");
  ::setenv("HOME", "/home/x", 1);
  EXPECT_EQ(database_directory("").value(), "/home/x/.local/share/seawall/db");
  ::unsetenv("HOME");
  EXPECT_THAT(database_directory("").error().message(), HasSubstr("--db"));
}

}  // namespace
}  // namespace seawall::cli
