#include "model/read_project.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"

namespace seawall::model {
namespace {

namespace fs = std::filesystem;

class ReadProject : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "/read_project_" +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const std::string& path, std::string_view text) {
    fs::create_directories(fs::path(root_ + "/" + path).parent_path());
    ASSERT_TRUE(write_file_atomically(root_ + "/" + path, text));
  }
  std::vector<std::string> found() {
    auto inventory = read_project(root_ + "/project", {});
    EXPECT_TRUE(inventory.ok());
    std::vector<std::string> out;
    for (const Component& c : inventory->components)
      out.push_back(c.package.name + "@" + c.package.version + " " + c.package.path);
    diagnostics_ = inventory->diagnostics;
    return out;
  }
  std::string root_;
  Diagnostics diagnostics_;
};

using Lines = std::vector<std::string>;

TEST_F(ReadProject, finds_lock_files_and_skips_what_is_installed) {
  write("project/Cargo.lock",
        "version = 3\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
        "source = \"registry+https://example.org/index\"\n");
  write("project/sub/go.sum",
        "example.org/x v1.2.3 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
  write("project/node_modules/b/Cargo.lock", "not read");
  write("project/.git/Cargo.lock", "not read");
  EXPECT_EQ(found(), (Lines{"a@1.0.0 Cargo.lock", "x@v1.2.3 sub/go.sum"}));
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(ReadProject, never_follows_links_out_of_the_project) {
  write("outside/secret.txt", "left-pad==6.6.6\n");
  write("project/requirements.txt", "-r secret.txt\n-r ../outside/secret.txt\nrequests==2.0.0\n");
  fs::create_symlink("../outside/secret.txt", root_ + "/project/secret.txt");
  fs::create_directory_symlink("../outside", root_ + "/project/elsewhere");
  EXPECT_EQ(found(), Lines{"requests@2.0.0 requirements.txt"});
  EXPECT_FALSE(diagnostics_.empty()) << "what could not be included is said";
}

TEST_F(ReadProject, links_and_pipes_of_wanted_names_are_read_within_or_told) {
  write("outside/go.sum", "example.org/out v1.0.0 h1:AAAA=\n");
  write("project/locks/sums", "example.org/x v1.2.3 h1:AAAA=\n");
  write("project/b/go.sum", "example.org/y v1.2.3 h1:AAAA=\n");
  fs::create_symlink("locks/sums", root_ + "/project/go.sum");
  fs::create_directories(root_ + "/project/c");
  fs::create_symlink("../b/go.sum", root_ + "/project/c/go.sum");  // read at its own place
  fs::create_directories(root_ + "/project/d");
  fs::create_symlink("../../outside/go.sum", root_ + "/project/d/go.sum");
  fs::create_symlink("Cargo.lock", root_ + "/project/Cargo.lock");
  ASSERT_EQ(::mkfifo((root_ + "/project/yarn.lock").c_str(), 0600), 0);
  EXPECT_EQ(found(), (Lines{"x@v1.2.3 go.sum", "y@v1.2.3 b/go.sum"}));
  Lines told;
  for (const Diagnostic& diagnostic : diagnostics_)
    told.push_back(diagnostic.path + (diagnostic.incomplete ? " incomplete" : ""));
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told, (Lines{"Cargo.lock incomplete", "d/go.sum incomplete", "yarn.lock incomplete"}));
}

TEST_F(ReadProject, a_listing_that_ends_early_is_told) {
  std::string deep = "project";
  for (int i = 0; i < 100; ++i) deep += "/d";
  write(deep + "/composer.lock", R"({"packages":[{"name":"v/p","version":"1.0"}]})");
  rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 64;  // each open folder on the way down takes one
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  Lines lines = found();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(lines.empty());
  ASSERT_EQ(diagnostics_.size(), 1u);
  EXPECT_TRUE(diagnostics_[0].incomplete);
}

TEST_F(ReadProject, folders_without_permission_are_told) {
  write("project/closed/composer.lock", R"({"packages":[{"name":"v/p","version":"1.0"}]})");
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(root_ + "/project/closed", fs::perms::none);
  EXPECT_TRUE(found().empty());
  ASSERT_EQ(diagnostics_.size(), 1u);
  EXPECT_EQ(diagnostics_[0].path, "closed");
  fs::permissions(root_ + "/project/closed", fs::perms::owner_all);
}

TEST_F(ReadProject, one_bad_file_is_a_diagnostic) {
  write("project/package-lock.json", "{");
  write("project/composer.lock", R"({"packages":[{"name":"v/p","version":"1.0"}]})");
  EXPECT_EQ(found(), Lines{"p@1.0 composer.lock"});
  ASSERT_EQ(diagnostics_.size(), 1u);
  EXPECT_EQ(diagnostics_[0].path, "package-lock.json");
  EXPECT_TRUE(diagnostics_[0].incomplete);
}

TEST_F(ReadProject, a_single_file_by_its_name) {
  write("project/composer.lock", R"({"packages":[{"name":"v/p","version":"1.0"}]})");
  write("project/notes.txt", "text");
  EXPECT_EQ(read_project_file(root_ + "/project/composer.lock", {})->components.size(), 1u);
  EXPECT_EQ(read_project_file(root_ + "/project/notes.txt", {}).error().code(), Code::kUnsupported);
}

TEST_F(ReadProject, manifests_are_part_of_it) {
  write("project/deploy/web.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n");
  write("project/deploy/api.json", R"({"apiVersion":"v1","kind":"Service"})");
  write("project/tsconfig.json", "{// c\n}");
  write("project/web/package.json", R"({"name":"x","dependencies":{}})");
  fs::create_symlink("deploy/web.yaml", root_ + "/project/again.yaml");
  auto inventory = read_project(root_ + "/project", {});
  ASSERT_TRUE(inventory.ok());
  ASSERT_TRUE(inventory->manifests);
  ASSERT_EQ(inventory->manifests->objects.size(), 2u);
  EXPECT_EQ(inventory->manifests->files[0].path, "deploy/api.json");
  EXPECT_EQ(inventory->manifests->objects[1].name, "web");
  ASSERT_EQ(inventory->diagnostics.size(), 1u);
  EXPECT_EQ(inventory->diagnostics[0].message,
            "2 YAML and JSON files hold no Kubernetes object: tsconfig.json, web/package.json");
  EXPECT_FALSE(inventory->diagnostics[0].incomplete);
}

TEST_F(ReadProject, one_manifest_by_its_name) {
  write("project/web.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n");
  write("project/values.yaml", "replicas: 1\n");
  EXPECT_EQ(read_project_file(root_ + "/project/web.yaml", {})->manifests->objects.size(), 1u);
  auto nothing = read_project_file(root_ + "/project/values.yaml", {});
  EXPECT_FALSE(nothing->manifests);
  ASSERT_EQ(nothing->diagnostics.size(), 1u);
  EXPECT_TRUE(nothing->diagnostics[0].incomplete);
}

}  // namespace
}  // namespace seawall::model
