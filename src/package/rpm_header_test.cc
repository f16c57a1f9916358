#include "package/rpm_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

using testing::ElementsAre;

std::vector<std::string> files(const RpmHeader& header, bool* fits = nullptr) {
  std::vector<std::string> out;
  bool fit = header.for_each_file([&](std::string_view path) { out.emplace_back(path); });
  if (fits != nullptr) *fits = fit;
  return out;
}

TEST(RpmHeader, Fields) {
  std::string blob = rpm_header_for_test("tool");
  Result<RpmHeader> header = RpmHeader::create(blob);
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->text(RpmHeader::kName), "tool");
  EXPECT_EQ(header->text(RpmHeader::kVendor), "ACME");
  EXPECT_EQ(header->text(RpmHeader::kModularityLabel), "tools:1:2:3");
  EXPECT_EQ(header->text(RpmHeader::kOldFilenames), "");
  EXPECT_EQ(header->number(RpmHeader::kEpoch), 2u);
  EXPECT_EQ(header->number(RpmHeader::kName), std::nullopt);
  EXPECT_EQ(header->evr(), "2:1.2-3.el9");
  bool fits = false;
  EXPECT_THAT(files(*header, &fits), ElementsAre("/usr/bin/tool", "/usr/share/java/tool.jar"));
  EXPECT_TRUE(fits);
}

TEST(RpmHeader, EpochAbsentOrZero) {
  std::string blob = RpmHeaderBuilder().text(1000, "a").text(1001, "1").text(1002, "2").build();
  EXPECT_EQ(RpmHeader::create(blob)->evr(), "1-2");
  blob = RpmHeaderBuilder().text(1001, "1").numbers(1003, {0}).text(1002, "2").build();
  EXPECT_EQ(RpmHeader::create(blob)->evr(), "0:1-2");
}

TEST(RpmHeader, TheLastEntryOfATagCounts) {
  std::string blob = RpmHeaderBuilder().text(1000, "old").text(1000, "new").build();
  EXPECT_EQ(RpmHeader::create(blob)->text(RpmHeader::kName), "new");
}

TEST(RpmHeader, OldFileLists) {
  std::string blob = RpmHeaderBuilder().texts(1027, {"/bin/a", "/etc/b"}).build();
  EXPECT_THAT(files(*RpmHeader::create(blob)), ElementsAre("/bin/a", "/etc/b"));
}

TEST(RpmHeader, DamagedFileLists) {
  bool fits = true;
  std::string blob = RpmHeaderBuilder()
                         .numbers(1116, {0, 7})
                         .texts(1117, {"a", "b", "c"})
                         .texts(1118, {"/x/"})
                         .build();
  EXPECT_THAT(files(*RpmHeader::create(blob), &fits), ElementsAre("/x/a"));
  EXPECT_FALSE(fits);
  blob = RpmHeaderBuilder().texts(1117, {"a"}).build();
  EXPECT_THAT(files(*RpmHeader::create(blob), &fits), ElementsAre());
  EXPECT_FALSE(fits);
  // Four thousand million files, says the count.
  blob = RpmHeaderBuilder().texts(1027, {"/a"}).build();
  put_number(blob, 8 + 12, 0xffffffff, 4, true);
  EXPECT_THAT(files(*RpmHeader::create(blob), &fits), ElementsAre("/a"));
  EXPECT_FALSE(fits);
}

TEST(RpmHeader, OneLongFolderForManyFiles) {
  std::vector<std::string> names(10000, "f");
  std::string blob = RpmHeaderBuilder()
                         .numbers(1116, std::vector<uint32_t>(names.size(), 0))
                         .texts(1117, names)
                         .texts(1118, {"/" + std::string(4000, 'd') + "/"})
                         .build();
  bool fits = true;
  EXPECT_LT(files(*RpmHeader::create(blob), &fits).size() * 4000, 17 * blob.size() + 4096);
  EXPECT_FALSE(fits);
}

// Each takes a byte of the header and more in memory.
TEST(RpmHeader, FoldersWithoutNumber) {
  constexpr uint32_t kMost = 1 << 20;
  std::string blob = RpmHeaderBuilder()
                         .numbers(1116, {kMost - 1, kMost})
                         .texts(1117, {"a", "b"})
                         .texts(1118, std::vector<std::string>(kMost + 1))
                         .build();
  bool fits = true;
  EXPECT_THAT(files(*RpmHeader::create(blob), &fits), ElementsAre("a"));
  EXPECT_FALSE(fits);
}

TEST(RpmHeader, NumbersAreNotBelieved) {
  std::string blob = RpmHeaderBuilder().text(1000, "tool").numbers(1003, {1}).build();
  auto changed = [&](size_t at, uint32_t value) {
    std::string copy = blob;
    put_number(copy, at, value, 4, true);
    return copy;
  };
  EXPECT_FALSE(RpmHeader::create(changed(0, 0)).ok());
  EXPECT_FALSE(RpmHeader::create(changed(0, 3)).ok());
  EXPECT_FALSE(RpmHeader::create(changed(0, 0xffffffff)).ok());
  EXPECT_FALSE(RpmHeader::create(changed(4, 0xffffffff)).ok());
  EXPECT_FALSE(RpmHeader::create(changed(4, 100)).ok());
  std::string far = changed(8 + 8, 0xfffffff0), wrong_type = changed(8 + 4, 77);
  EXPECT_EQ(RpmHeader::create(far)->text(RpmHeader::kName), "");
  EXPECT_EQ(RpmHeader::create(wrong_type)->text(RpmHeader::kName), "");
  std::string number_at_end = changed(8 + 16 + 8, 10);
  EXPECT_EQ(RpmHeader::create(number_at_end)->number(RpmHeader::kEpoch), std::nullopt);
}

TEST(RpmHeader, EveryPrefixIsRefused) {
  std::string blob = rpm_header_for_test("tool");
  for (size_t size = 0; size < blob.size(); ++size)
    EXPECT_FALSE(RpmHeader::create(std::string_view(blob).substr(0, size)).ok()) << size;
}

TEST(RpmHeader, SourceNames) {
  auto parse = [](std::string_view name) {
    std::optional<RpmSource> source = parse_source_rpm(name);
    return source ? std::string(source->name) + " " + std::string(source->version) : "";
  };
  EXPECT_EQ(parse("util-linux-2.32.1-42.el8_8.src.rpm"), "util-linux 2.32.1-42.el8_8");
  EXPECT_EQ(parse("java-1.8.0-openjdk-1.8.0-1.nosrc.rpm"), "java-1.8.0-openjdk 1.8.0-1");
  EXPECT_EQ(parse("a-1-1.x86_64.rpm"), "");
  EXPECT_EQ(parse("a-1.src.rpm"), "");
  EXPECT_EQ(parse("-1-1.src.rpm"), "");
  EXPECT_EQ(parse(".src.rpm"), "");
  EXPECT_EQ(parse("(none)"), "");
}

}  // namespace
}  // namespace seawall::package
