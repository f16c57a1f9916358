#include "package/reader.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace seawall::package {
namespace {

std::vector<std::string_view> found(const ReaderIndex& index, std::string_view path) {
  std::vector<std::string_view> names;
  for (const Reader* reader : index.find(path)) names.push_back(reader->name);
  return names;
}

bool matches(const Pattern& pattern, std::string_view path) {
  size_t slash = path.rfind('/');
  std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  std::string_view folder = slash == std::string_view::npos ? "" : path.substr(0, slash);
  switch (pattern.kind) {
    case Pattern::kPath:
      return path == pattern.text;
    case Pattern::kName:
      return name == pattern.text;
    case Pattern::kFolder:
      return folder == pattern.text;
    case Pattern::kSuffix:
      return to_lower(name).ends_with(pattern.text) && name.find('.') != std::string_view::npos;
    case Pattern::kTail:
      return path == pattern.text || path.ends_with(fmt::format("/{}", pattern.text));
    case Pattern::kGlob:
      return glob_match(pattern.text, path, "/");
  }
  return false;
}

// The index must find what trying every pattern finds.
TEST(ReaderIndex, finds_what_the_patterns_say) {
  const std::vector<std::string_view> paths = {
      "var/lib/dpkg/status",
      "var/lib/dpkg/status.d/base",
      "var/lib/dpkg/info/libc6:amd64.list",
      "lib/apk/db/installed",
      "srv/node_modules/a/package.json",
      "node_modules/@s/a/package.json",
      "srv/node_modules/a/lib/package.json",
      "package-lock.json",
      "a/b/package-lock.json",
      "opt/app.WAR",
      "opt/x.jar",
      "usr/share/doc/libc6/copyright",
      "etc/os-release",
      "usr/lib/python3/dist-packages/yaml-6.0.dist-info/METADATA",
      "x/pylock.dev.toml",
      "jar",
      ".jar",
      "a.b.c",
      "usr/lib/R/library/x/DESCRIPTION",
      "go.mod",
      "x/requirements-dev.txt",
      "pom.xml",
      "opt/conda/conda-meta/x.json",
      "var/lib/rpm/Packages"};
  for (uint8_t context : {kInstalled, kDeclared}) {
    ReaderIndex index(context);
    for (std::string_view path : paths) {
      std::vector<std::string_view> want;
      for (const Reader* reader : readers()) {
        bool any = false;
        for (const Pattern& pattern : reader->patterns) any = any || matches(pattern, path);
        if (any && (reader->contexts & context)) want.push_back(reader->name);
      }
      EXPECT_EQ(found(index, path), want) << path;
    }
  }
}

TEST(ReaderIndex, every_reader_is_well_formed) {
  std::set<std::string_view> names;
  for (const Reader* reader : readers()) {
    EXPECT_TRUE(names.insert(reader->name).second) << reader->name;
    EXPECT_NE(reader->patterns.empty(), reader->sieve == nullptr) << reader->name;
    EXPECT_NE(reader->contexts, 0) << reader->name;
    EXPECT_GT(reader->max_bytes, 0u) << reader->name;
  }
  EXPECT_EQ(analyser_version(), analyser_version());
}

TEST(ReadPackageFile, a_file_that_is_too_large_is_said_to_be) {
  ReaderIndex index(kInstalled);
  Facts facts;
  const Reader* reader = index.find("var/lib/dpkg/status")[0];
  std::string content(reader->max_bytes + 1, '\n');
  read_package_file(index, {"var/lib/dpkg/status", content, 0644, nullptr}, Limits{}, facts);
  ASSERT_FALSE(facts.diagnostics.empty());
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
  EXPECT_EQ(facts.diagnostics[0].path, "var/lib/dpkg/status");
}

}  // namespace
}  // namespace seawall::package
