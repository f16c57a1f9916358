#include <gtest/gtest.h>

#include "package/elf_testing.h"
#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using namespace std::string_literals;

const std::string kStart = "\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6"s;
const std::string kEnd = "\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2"s;
const std::string kMagic = "\xff Go buildinf:"s;
const std::string kModules =
    "path\texample.com/shop\nmod\texample.com/shop\t(devel)\t\n"
    "dep\tgolang.org/x/net\tv0.1.0\th1:x=\n"
    "dep\texample.com/a\tv1.0.0\n=>\texample.com/fork\tv1.2.0\th1:y=\n"
    "dep\texample.com/b\tv1.0.0\n=>\t./b\t(devel)\t\nbuild\tGOOS=linux\n";
const std::string kExpected =
    "b v1.0.0   \nfork v1.2.0   \nnet v0.1.0   \nshop (devel)   \nstdlib 1.21.3   \n";

std::string varint(uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  return out + static_cast<char>(value);
}

std::string inline_info(const std::string& version, const std::string& modules) {
  std::string framed = modules.empty() ? "" : kStart + modules + kEnd;
  return kMagic + "\x08\x02"s + std::string(16, '\0') + varint(version.size()) + version +
         varint(framed.size()) + framed;
}

// Code, read-only data with decoys, variables.
std::string modern(const std::string& info, bool note) {
  return elf_for_test({{std::string(5000, '\x90'), 5},
                       {"go1.2 " + kMagic + std::string(9000, 'x'), 4},
                       {std::string(96, '\1') + info + std::string(100, '\2'), 6}},
                      note);
}

// Pointers to string headers at the variables' start, texts in the read-only segment.
std::string old(size_t padding) {
  std::string texts = std::string(padding, '.') + "go1.17.3go1.9";
  std::string framed = kStart + kModules + kEnd;
  uint64_t texts_at = kTestBase + kTestPage;
  uint64_t pages = (texts.size() + framed.size() + kTestPage - 1) / kTestPage;
  uint64_t variables_at = texts_at + pages * kTestPage;
  std::string variables = little_endian(texts_at + padding, 8) + little_endian(8, 8) +
                          little_endian(texts_at + texts.size(), 8) +
                          little_endian(framed.size(), 8);
  variables +=
      kMagic + "\x08\x00"s + little_endian(variables_at, 8) + little_endian(variables_at + 16, 8);
  return elf_for_test({{texts + framed, 4}, {variables, 6}}, true);
}

TEST(GoBinaryReader, ReadsTheInlineForm) {
  for (bool note : {true, false}) {
    Facts facts = read_executable_for_test(modern(inline_info("go1.21.3", kModules), note));
    EXPECT_EQ(list_for_test(facts), kExpected);
    for (const Package& package : facts.packages) {
      EXPECT_EQ(package.type, "golang");
      EXPECT_EQ(package.path, "usr/bin/program");
      EXPECT_EQ(package.reader, "go-binary");
      EXPECT_EQ(package.range, package.version == "(devel)") << package.name;
      EXPECT_EQ(package.local, package.name == "b") << package.name;
    }
    EXPECT_TRUE(facts.diagnostics.empty());
  }
}

TEST(GoBinaryReader, ReadsThePointerForm) {
  Facts facts = read_executable_for_test(old(100));
  EXPECT_EQ(list_for_test(facts),
            "b v1.0.0   \nfork v1.2.0   \nnet v0.1.0   \nshop (devel)   \nstdlib 1.17.3   \n");
}

TEST(GoBinaryReader, PiecesOfAnySizeTellTheSame) {
  std::string new_form = modern(inline_info("go1.21.3", kModules), true);
  std::string old_form = old(4000);
  for (size_t piece : {1, 7, 63, 64, 65, 512, 4095, 4096, 4097, 5000}) {
    EXPECT_EQ(list_for_test(read_executable_for_test(new_form, piece)), kExpected) << piece;
    EXPECT_EQ(read_executable_for_test(old_form, piece).packages.size(), 5u) << piece;
  }
}

TEST(GoBinaryReader, TellsWhatIsMissing) {
  Facts facts = read_executable_for_test(modern(inline_info("devel go1.30-abc", ""), true));
  ASSERT_EQ(facts.packages.size(), 1u);
  EXPECT_TRUE(facts.packages[0].range);
  EXPECT_EQ(facts.diagnostics.size(), 1u);
  std::string whole = modern(inline_info("go1.21.3", kModules), true);
  facts = read_executable_for_test(whole.substr(0, whole.size() - 200));
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
  facts =
      read_executable_for_test(modern(inline_info("go1.21.3", std::string(9u << 20, 'm')), true));
  EXPECT_EQ(facts.diagnostics.size(), 1u);
}

TEST(GoBinaryReader, OtherFilesTellNothing) {
  for (const std::string& bytes :
       {"#!/bin/sh\n"s, ""s,
        "\x7f"
        "ELF"s,
        std::string(10000, '\0'), modern("", true), modern("", false),
        modern(inline_info("go1.21.3", kModules), true).substr(0, 4000)}) {
    Facts facts = read_executable_for_test(bytes);
    EXPECT_TRUE(facts.packages.empty());
    EXPECT_TRUE(facts.diagnostics.empty());
  }
}

}  // namespace
}  // namespace seawall::package
