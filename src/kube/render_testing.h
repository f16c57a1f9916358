// For tests only: a folder with files, and whether helm and kubectl are there.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/process.h"
#include "base/test_folder.h"
#include "kube/manifests.h"

namespace seawall::kube {

class FolderTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = test_folder() + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
    root_ = std::filesystem::canonical(root_).native();
  }
  void write(const std::string& path, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::path(root_ + "/" + path).parent_path());
    ASSERT_TRUE(write_file_atomically(root_ + "/" + path, text));
  }
  std::vector<std::string> files() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      std::string path = entry.path().lexically_relative(root_).native();
      if (entry.is_regular_file() && is_manifest_path(path)) out.push_back(path);
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  // "file: kind/name" each, then "path! message" (incomplete) or "path message".
  std::vector<std::string> read(const ManifestOptions& options = {}) const {
    Result<Manifests> manifests = read_manifests(root_, files(), options);
    EXPECT_TRUE(manifests.ok());
    std::vector<std::string> out;
    if (!manifests) return out;
    for (const Object& object : manifests->objects) {
      const SourceFile& file = manifests->files[object.file];
      out.push_back(fmt::format("{}{}{}: {}/{}", file.renderer, file.renderer.empty() ? "" : " ",
                                file.path, object.kind, object.name));
    }
    for (const Diagnostic& diagnostic : manifests->diagnostics)
      out.push_back(fmt::format("{}{} {}", diagnostic.path, diagnostic.incomplete ? "!" : "",
                                diagnostic.message));
    return out;
  }
  static bool can_render(const std::string& program) {
    return !find_program(program).empty() && can_run_without_network();
  }
  std::string root_;
};

using Lines = std::vector<std::string>;

inline std::string object_yaml(std::string_view kind, std::string_view name) {
  return fmt::format("apiVersion: v1\nkind: {}\nmetadata: {{name: {}}}\n", kind, name);
}

}  // namespace seawall::kube
