#include <gtest/gtest.h>

#include "package/elf_testing.h"
#include "package/reader_testing.h"

namespace seawall::package {
namespace {

using namespace std::string_literals;

// What cargo-auditable writes of three crates: adler (for the build), shop (the root), time.
const std::string kCrates =
    "\x78\xda\x6d\xce\x41\x0a\x02\x31\x0c\x85\xe1\xbb\x64\x5d\x4a\x1d\x5d\xf5\x2a\x32"
    "\x8b\xd8\x06\x0d\x53\x9b\xd2\x76\xdc\x0c\xbd\xbb\xd1\x85\x8c\xe2\x2a\xf0\x13\x3e"
    "\xde\x06\x05\xc3\x82\x57\x6a\xe0\xcf\x1b\x64\xbc\x13\x78\xc0\x98\xa8\x82\x81\x07"
    "\xd5\xc6\x92\xb5\x1c\xac\xb3\x93\x96\x26\x6b\x0d\xaf\x97\x50\xb1\x53\xb3\x2c\x1a"
    "\x17\xce\x51\xd3\x65\xe5\x14\x61\x98\x0f\xd3\x6e\x52\xbe\x14\x67\xd5\xd9\x2b\x49"
    "\x02\x26\x0d\x91\x0a\xe5\x48\x39\xf0\x7b\x88\x33\xd3\x6c\xa0\x8a\x74\xf0\xbd\xae"
    "\xb4\x33\x3b\xeb\xf9\x35\x4f\xc7\xff\xd3\xc6\x3c\x9e\x81\x62\x47\x65"s;

std::string program(const std::string& stream, size_t before, size_t behind) {
  return elf_for_test({{std::string(300, '\x90'), 5},
                       {std::string(before, 'x') + stream + std::string(behind, 'y'), 4},
                       {std::string(64, 'v'), 6}},
                      false);
}

TEST(RustBinaryReader, ReadsTheListOfCrates) {
  Facts facts = read_executable_for_test(program(kCrates, 1000, 1000));
  EXPECT_EQ(list_for_test(facts), "adler 1.0.2   \nshop 0.1.0   \ntime 0.1.43   \n");
  ASSERT_EQ(facts.packages.size(), 3u);
  EXPECT_EQ(facts.packages[0].scope, Scope::kDevelopment);
  EXPECT_TRUE(facts.packages[1].local);
  EXPECT_EQ(facts.packages[2].reader, "rust-binary");
  EXPECT_EQ(facts.packages[2].type, "cargo");
  EXPECT_EQ(facts.packages[2].path, "usr/bin/program");
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(RustBinaryReader, PiecesAndPlacesOfAnySizeTellTheSame) {
  for (size_t before : {0, 1, 511, 512, 3000, 8000})
    for (size_t behind : {0, 5000})
      for (size_t piece : {1, 100, 511, 512, 513, 4096, 5000})
        EXPECT_EQ(read_executable_for_test(program(kCrates, before, behind), piece).packages.size(),
                  3u)
            << before << " " << behind << " " << piece;
}

TEST(RustBinaryReader, FindsThemWithinCodeOfAnOldLinker) {
  std::string bytes = elf_for_test({{std::string(300, 'x') + kCrates, 5}}, false);
  EXPECT_EQ(read_executable_for_test(bytes).packages.size(), 3u);
}

TEST(RustBinaryReader, FindsThemBehindAllSegments) {
  std::string bytes = program("", 100, 0);
  for (size_t gap : {0, 600, 70'000})
    EXPECT_EQ(
        read_executable_for_test(bytes + std::string(gap, 'x') + kCrates, 4096).packages.size(),
        3u);
}

TEST(RustBinaryReader, ABrokenListIsTold) {
  std::string broken = kCrates;
  broken.back() ^= 1;
  Facts facts = read_executable_for_test(program(broken, 100, 100));
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
  std::string cut = program(kCrates, 100, 0);
  cut.resize(cut.find(kCrates) + kCrates.size() - 10);
  EXPECT_EQ(read_executable_for_test(cut).diagnostics.size(), 1u);
}

TEST(RustBinaryReader, OtherProgramsTellNothing) {
  Facts facts = read_executable_for_test(program("", 100'000, 100));
  EXPECT_TRUE(facts.packages.empty() && facts.diagnostics.empty());
}

}  // namespace
}  // namespace seawall::package
