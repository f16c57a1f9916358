#include "package/jar_identity.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "package/jar_name.h"

namespace seawall::package {

namespace {

std::string read_case(const char* name) {
  Result<std::string> text =
      read_file(std::string(SEAWALL_SOURCE_DIR "/tests/cases/jar/") + name, 1 << 20);
  return text ? *text : std::string{};
}

struct Case {
  std::string name;
  std::string manifest;
  std::vector<Coordinates> poms;
  std::vector<std::string> files;
  std::string self;
  std::vector<std::string> embedded;
};

std::string show(const Coordinates& one) {
  return fmt::format("{}:{}:{}", one.group, one.artifact, one.version);
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for_each_line(read_case("identity.txt"), [&](std::string_view line, uint32_t) {
    if (line.empty() || line[0] == '#') return;
    std::string_view rest = line.size() > 2 ? line.substr(2) : std::string_view{};
    if (line.starts_with("==")) {
      out.push_back({});
      out.back().name = trim(rest);
    } else if (line[0] == 'm') {
      out.back().manifest += std::string(rest) + "\n";
    } else if (line[0] == 'p') {
      std::vector<std::string_view> parts = split(rest, ':');
      out.back().poms.push_back(
          {std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), {}});
    } else if (line[0] == 'f') {
      out.back().files.emplace_back(rest);
    } else if (line[0] == '=') {
      out.back().self = rest;
    } else {
      out.back().embedded.emplace_back(rest);
    }
  });
  return out;
}

// The folder of the first class that all others are in too.
std::string class_root(const std::vector<std::string>& files) {
  std::string root;
  for (const std::string& file : files) {
    std::string folder = file.substr(0, file.rfind('/'));
    if (root.empty() || root.starts_with(folder)) root = folder;
  }
  return root.find('/') == std::string::npos ? std::string{} : root;
}

TEST(JarIdentity, Cases) {
  std::vector<Case> all = cases();
  EXPECT_GT(all.size(), 25u);
  for (const Case& one : all) {
    JarEvidence evidence;
    evidence.path = one.name;
    evidence.manifest = parse_manifest(one.manifest);
    evidence.poms = one.poms;
    evidence.has_classes = !one.files.empty();
    evidence.class_root = class_root(one.files);
    evidence.has_folder = [&one](std::string_view folder) {
      for (const std::string& file : one.files)
        if (file.starts_with(std::string(folder) + "/")) return true;
      return false;
    };
    JarIdentity identity = identify_jar(evidence);
    EXPECT_EQ(identity.self ? show(*identity.self) : "none", one.self) << one.name;
    std::vector<std::string> embedded;
    for (const Coordinates& inner : identity.embedded) embedded.push_back(show(inner));
    EXPECT_EQ(embedded, one.embedded) << one.name;
  }
}

TEST(JarIdentity, LicensesComeFromThePomThenFromTheManifest) {
  JarEvidence evidence;
  evidence.path = "a-1.jar";
  evidence.manifest = parse_manifest(
      "Bundle-License: Apache-2.0;link=\"https://x/?a,b\", http://example.org/mit\n");
  evidence.has_folder = [](std::string_view) { return false; };
  evidence.poms = {{"g", "a", "1", {}}};
  JarIdentity identity = identify_jar(evidence);
  ASSERT_TRUE(identity.self);
  EXPECT_EQ(identity.self->licenses,
            (std::vector<std::string>{"Apache-2.0", "http://example.org/mit"}));
  evidence.poms[0].licenses = {"MIT"};
  EXPECT_EQ(identify_jar(evidence).self->licenses, std::vector<std::string>{"MIT"});
}

TEST(JarName, Cases) {
  size_t count = 0;
  for_each_line(read_case("names.txt"), [&](std::string_view line, uint32_t) {
    if (line.empty() || line[0] == '#') return;
    std::vector<std::string_view> parts = split(line, ' ');
    auto text = [&](size_t i) { return std::string(parts[i] == "-" ? "" : parts[i]); };
    EXPECT_EQ(parse_jar_name(parts[0]), (JarName{text(1), text(2), text(3)})) << line;
    ++count;
  });
  EXPECT_GT(count, 10u);
  EXPECT_EQ(without_major("tomcat9-catalina"), "tomcat-catalina");
  EXPECT_EQ(without_major("commons-lang3"), "commons-lang3");
  EXPECT_EQ(without_major("h2"), "h2");
}

}  // namespace

}  // namespace seawall::package
