// Files made to cost more than their size: each of these took minutes when a reader looked the same
// thing up for every line of the file.
#include <gtest/gtest.h>

#include "base/text.h"
#include "package/reader.h"

namespace seawall::package {
namespace {

constexpr int kMany = 100'000;

class Constraints : public Siblings {
 public:
  explicit Constraints(std::string text) : text_(std::move(text)) {}
  std::optional<std::string_view> read(std::string_view path) const override {
    if (path == "pins.txt") return text_;
    return std::nullopt;
  }

 private:
  std::string text_;
};

Facts read(std::string_view path, std::string_view content, const Siblings* siblings = nullptr) {
  static const ReaderIndex index(kDeclared);
  Facts facts;
  read_package_file(index, {path, content, 0, siblings}, Limits{}, facts);
  return facts;
}

std::string deep_folder() {
  std::string out = "a";
  for (int i = 0; i < 2000; ++i) out += "/a";
  return out;
}

std::string names() {
  std::string out;
  for (int i = 0; i < kMany; ++i) out += fmt::format("{}\"n{}\":\"1\"", i == 0 ? "" : ",", i);
  return out;
}

TEST(HostileFiles, ConstraintsNamedOftenAreReadOnce) {
  std::string pins, text = "a\n";
  for (int i = 0; i < 20'000; ++i) pins += fmt::format("p{}==1.0\n", i);
  for (int i = 0; i < kMany; ++i) text += "-c pins.txt\n";
  Constraints siblings(pins + "a==2.0\n");
  Facts facts = read("requirements.txt", text, &siblings);
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_EQ(facts.packages[0].version, "2.0");
}

TEST(HostileFiles, ManyPackagesOfOneNameInUvLock) {
  std::string text = "version = 1\n[[package]]\nname = \"root\"\nsource = { virtual = \".\" }\n";
  text += "dependencies = [";
  for (int i = 0; i < kMany; ++i) text += "{ name = \"a\" },";
  text += "]\n";
  for (int i = 0; i < kMany; ++i)
    text += fmt::format("[[package]]\nname = \"a\"\nversion = \"{}\"\n", i);
  EXPECT_EQ(read("uv.lock", text).packages.size(), static_cast<size_t>(kMany));
}

TEST(HostileFiles, DeepWorkspaceInPackageLock) {
  std::string text =
      fmt::format(R"({{"lockfileVersion":3,"packages":{{"{}":{{"dependencies":{{{}}}}},)"
                  R"("node_modules/n1":{{"version":"1.0.0"}}}}}})",
                  deep_folder(), names());
  Facts facts = read("package-lock.json", text);
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_EQ(facts.packages[0].name, "n1");
}

TEST(HostileFiles, DeepPlaceInBunLock) {
  std::string text =
      fmt::format(R"({{"lockfileVersion":1,"workspaces":{{}},"packages":{{"{}":["a@1.0.0","",)"
                  R"({{"dependencies":{{{}}}}},""]}}}})",
                  deep_folder(), names());
  EXPECT_EQ(read("bun.lock", text).packages.size(), 1u);
}

}  // namespace
}  // namespace seawall::package
