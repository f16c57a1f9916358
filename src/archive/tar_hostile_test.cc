// Headers made by hand: what no honest program writes, and where programs disagree.
#include <gtest/gtest.h>

#include <cstring>

#include "archive/archive_testing.h"

namespace seawall::archive {
namespace {

void seal(std::string& block) {
  std::memset(block.data() + 148, ' ', 8);
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<uint8_t>(c);
  std::snprintf(block.data() + 148, 8, "%06o", sum);
}

std::string header(std::string_view name, char type, uint64_t size, const char* magic = "ustar") {
  std::string block(512, '\0');
  block.replace(0, name.size(), name);
  std::memcpy(block.data() + 100, "0000755", 7);
  std::snprintf(block.data() + 124, 12, "%011llo", static_cast<unsigned long long>(size));
  block[156] = type;
  const std::string_view field = std::strcmp(magic, "gnu") == 0
                                     ? std::string_view("ustar  \0", 8)
                                     : std::string_view("ustar\00000", 8);
  if (*magic != '\0') block.replace(257, 8, field);
  seal(block);
  return block;
}

std::string padded(std::string_view data) {
  std::string out(data);
  out.resize((data.size() + 511) / 512 * 512, '\0');
  return out;
}

std::string entry(std::string_view name, char type, std::string_view data,
                  const char* magic = "ustar") {
  return header(name, type, data.size(), magic) + padded(data);
}

std::string pax_record(std::string_view key, std::string_view value) {
  const size_t body = key.size() + value.size() + 3;
  size_t length = body + 1;
  while (std::to_string(length).size() + body != length) ++length;
  return fmt::format("{} {}={}\n", length, key, value);
}

const std::string kEnd(1024, '\0');

struct Outcome {
  bool ok = false;
  Code code = Code::kUsage;
  std::vector<Recorded> entries;
};

Outcome walk(std::string_view tar, const Limits& limits = {}) {
  Recorder recorder;
  const Status status = record(tar, 513, recorder, limits);
  return {status.ok(), status.ok() ? Code::kUsage : status.error().code(), recorder.entries};
}

TEST(TarHostile, EmptyArchives) {
  EXPECT_TRUE(walk("").ok);
  EXPECT_TRUE(walk(kEnd).ok);
  EXPECT_TRUE(walk(std::string(512, '\0')).ok);
  EXPECT_EQ(walk(std::string(512, 'x')).code, Code::kInvalid);
  EXPECT_EQ(walk("short").code, Code::kTruncated);
}

TEST(TarHostile, WhatFollowsTheEndIsReadButNotWalked) {
  const std::string tar = entry("a", '0', "1") + kEnd + entry("b", '0', "2") + "rubbish";
  ChunkSource source(tar, 100);
  Recorder recorder;
  ASSERT_TRUE(walk_tar(source, recorder, {}).ok());
  EXPECT_EQ(recorder.entries.size(), 1u);
  EXPECT_TRUE(source.read().value().empty()) << "read out to its end";
}

TEST(TarHostile, ALoneBlockOfZerosIsAnError) {
  const std::string tar = entry("a", '0', "1") + std::string(512, '\0') + entry("b", '0', "2");
  EXPECT_EQ(walk(tar).code, Code::kInvalid);
}

TEST(TarHostile, ChecksumSignedUnsignedWrong) {
  std::string block = header("caf\xc3\xa9\xff\xff", '0', 0);
  int sum = 8 * ' ';
  for (size_t i = 0; i < 512; ++i)
    if (i < 148 || i >= 156) sum += static_cast<signed char>(block[i]);
  EXPECT_TRUE(walk(block).ok);
  std::snprintf(block.data() + 148, 8, "%06o", static_cast<unsigned>(sum));
  EXPECT_TRUE(walk(block).ok);
  std::snprintf(block.data() + 148, 8, "%06o", static_cast<unsigned>(sum + 1));
  EXPECT_EQ(walk(block).code, Code::kInvalid);
}

TEST(TarHostile, LinksAndFoldersHaveNoBytesWhateverTheySay) {
  std::string tar;
  for (const char type : {'1', '2', '3', '4', '5', '6'}) tar += header("n", type, 5000);
  tar += header("old-folder/", '\0', 5000, "") + entry("file", '0', "content") + kEnd;
  const Outcome outcome = walk(tar);
  ASSERT_TRUE(outcome.ok);
  ASSERT_EQ(outcome.entries.size(), 8u);
  EXPECT_EQ(outcome.entries[0].size, 0u);
  EXPECT_EQ(outcome.entries[6].type, EntryType::kDirectory);
  EXPECT_EQ(outcome.entries[7].bytes, "content");
}

TEST(TarHostile, UnknownTypesAreFiles) {
  const Outcome outcome = walk(entry("a", '7', "seven") + entry("b", 'Q', "what") +
                               entry("label", 'V', "") + entry("c", '0', "c"));
  ASSERT_TRUE(outcome.ok);
  ASSERT_EQ(outcome.entries.size(), 3u);
  EXPECT_EQ(outcome.entries[1].bytes, "what");
}

TEST(TarHostile, BadNumbers) {
  std::string block = header("a", '0', 0);
  for (const std::string_view size : {"0000000000x", "-0000000001", "00000000009"}) {
    std::memcpy(block.data() + 124, size.data(), size.size());
    seal(block);
    EXPECT_EQ(walk(block).code, Code::kInvalid) << size;
  }
  std::memset(block.data() + 124, 0xff, 12);  // -1 in base 256
  seal(block);
  EXPECT_EQ(walk(block).code, Code::kInvalid);
  block.replace(124, 12, "\x80\1\0\0\0\0\0\0\0\0\0\0", 12);  // beyond 63 bits
  seal(block);
  EXPECT_EQ(walk(block).code, Code::kInvalid);
  block.replace(124, 12, "\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12);  // 2^63 - 1
  seal(block);
  EXPECT_EQ(walk(block).code, Code::kTruncated);
}

TEST(TarHostile, PrecedenceOfNamesAsInGo) {
  const std::string pax = pax_record("path", "from-pax") + pax_record("linkpath", "pax-link");
  const std::string gnu = entry("././@LongLink", 'L', std::string_view("from-gnu\0", 9), "gnu");
  Outcome outcome = walk(entry("x", 'x', pax) + gnu + header("h", '2', 0) + header("next", '0', 0));
  ASSERT_EQ(outcome.entries.size(), 2u);
  EXPECT_EQ(outcome.entries[0].path, "from-gnu");
  EXPECT_EQ(outcome.entries[0].link, "pax-link");
  EXPECT_EQ(outcome.entries[1].path, "next") << "extension headers serve one entry";
}

TEST(TarHostile, GlobalHeadersEndWhatWaitsAsInGo) {
  const std::string gnu = entry("././@LongLink", 'L', std::string_view("from-gnu\0", 9), "gnu");
  const Outcome outcome =
      walk(entry("x", 'x', pax_record("path", "from-pax")) + gnu +
           entry("g", 'g', pax_record("comment", "c")) + entry("a", '0', "1") + kEnd);
  ASSERT_EQ(outcome.entries.size(), 1u);
  EXPECT_EQ(outcome.entries[0].path, "a");
}

TEST(TarHostile, OldGoWrotePrefixesIntoGnuHeaders) {
  const auto name_of = [](std::string_view access, std::string_view change = "") {
    std::string block = header("name", '0', 0, "gnu");
    block.replace(345, access.size(), access);
    block.replace(357, change.size(), change);
    seal(block);
    const Outcome outcome = walk(block + kEnd);
    return outcome.entries.size() == 1 ? outcome.entries[0].path : "?";
  };
  EXPECT_EQ(name_of("usr/lib/python3"), "usr/lib/python3/name");
  EXPECT_EQ(name_of("12 34 sum/in/it"), "12 34 sum/in/it/name");
  EXPECT_EQ(name_of("14000000000", "14000000001"), "name");
  EXPECT_EQ(name_of("caf\xc3\xa9/x"), "name");
  EXPECT_EQ(name_of(""), "name");
}

TEST(TarHostile, GlobalHeadersRedirectNothing) {
  const std::string pax = pax_record("path", "hidden") + pax_record("size", "0");
  const Outcome outcome = walk(entry("g", 'g', pax) + entry("a", '0', "12345") + kEnd);
  ASSERT_EQ(outcome.entries.size(), 1u);
  EXPECT_EQ(outcome.entries[0].path, "a");
  EXPECT_EQ(outcome.entries[0].bytes, "12345");
  EXPECT_EQ(walk(entry("g", 'g', "nonsense") + kEnd).code, Code::kInvalid);
}

TEST(TarHostile, PaxSizeWinsAndEmptyTakesBack) {
  const Outcome outcome =
      walk(entry("x", 'x', pax_record("size", "3") + pax_record("uid", "4294967294")) +
           header("a", '0', 0) + padded("abc") +
           entry("x", 'x', pax_record("path", "p") + pax_record("path", "")) +
           entry("b", '0', "b") + kEnd);
  ASSERT_TRUE(outcome.ok);
  EXPECT_EQ(outcome.entries[0].bytes, "abc");
  EXPECT_EQ(outcome.entries[0].uid, 4294967294u);
  EXPECT_EQ(outcome.entries[1].path, "b");
}

TEST(TarHostile, MalformedPaxRecords) {
  for (const std::string_view records :
       {"5 a=b", "99 a=b\n", "6 a=bb\n", "6 =bbb\n", "x a=b\n", "3 a\n", "0 a=b\n",
        "18446744073709551616 a=b\n", "10 size=x\n", "11 size=-1\n"})
    EXPECT_EQ(walk(entry("x", 'x', records) + header("a", '0', 0)).code, Code::kInvalid) << records;
  EXPECT_EQ(
      walk(entry("x", 'x', pax_record("path", std::string_view("a\0b", 3))) + header("a", '0', 0))
          .code,
      Code::kInvalid);
}

TEST(TarHostile, ExtensionsAreBounded) {
  Limits limits;
  limits.path_bytes = 100;
  const std::string name(101, 'n');
  EXPECT_EQ(walk(entry("x", 'x', pax_record("path", name)) + header("a", '0', 0), limits).code,
            Code::kLimit);
  EXPECT_EQ(walk(entry("L", 'L', name, "gnu") + header("a", '0', 0), limits).code, Code::kLimit);
  EXPECT_EQ(walk(header("x", 'x', 1 << 21)).code, Code::kLimit);
  EXPECT_EQ(walk(header("x", 'x', 1 << 19)).code, Code::kTruncated);
  EXPECT_EQ(walk(entry("x", 'x', pax_record("path", "a"))).code, Code::kTruncated);
  EXPECT_EQ(walk(entry("x", 'x', pax_record("path", "a")) + kEnd).code, Code::kTruncated);
}

TEST(TarHostile, EntriesAreCounted) {
  Limits limits;
  limits.layer_entries = 2;
  const std::string two = header("a", '0', 0) + header("b", '0', 0);
  EXPECT_TRUE(walk(two + kEnd, limits).ok);
  EXPECT_EQ(walk(two + header("c", '0', 0), limits).code, Code::kLimit);
}

std::string sparse01(std::string_view map, std::string_view size, std::string_view data) {
  return entry("x", 'x',
               pax_record("GNU.sparse.size", size) + pax_record("GNU.sparse.map", map) +
                   pax_record("GNU.sparse.name", "real")) +
         entry("a", '0', data) + kEnd;
}

TEST(TarHostile, SparseMapsMustAddUp) {
  const Outcome good = walk(sparse01("2,3,8,1", "10", "abcd"));
  ASSERT_TRUE(good.ok);
  EXPECT_EQ(good.entries[0].path, "real");
  EXPECT_EQ(good.entries[0].bytes, std::string_view("\0\0abc\0\0\0d\0", 10));
  for (const char* map : {"2,3,8", "8,1,2,3", "2,3,4,1", "2,3,8,2", "2,3,10,1", "2,3,,",
                          "18446744073709551615,3,8,1", "2,5", "a,b"})
    EXPECT_EQ(walk(sparse01(map, "10", "abcd")).code, Code::kInvalid) << map;
}

TEST(TarHostile, HolesAreBoundedWhenWanted) {
  const std::string huge = sparse01("0,4", "9000000000000000000", "abcd");
  EXPECT_EQ(walk(huge).code, Code::kLimit);
  Recorder unwanted(false);
  EXPECT_TRUE(record(huge, 512, unwanted).ok());
  EXPECT_EQ(unwanted.entries[0].size, 9000000000000000000u);
}

TEST(TarHostile, SparseTextMaps) {
  const std::string pax = pax_record("GNU.sparse.major", "1") +
                          pax_record("GNU.sparse.minor", "0") +
                          pax_record("GNU.sparse.realsize", "6");
  const auto tar = [&pax](std::string_view map, std::string_view data) {
    return entry("x", 'x', pax) + entry("a", '0', padded(map) + std::string(data)) + kEnd;
  };
  EXPECT_EQ(walk(tar("1\n2\n3\n", "abc")).entries[0].bytes, std::string_view("\0\0abc\0", 6));
  EXPECT_EQ(walk(tar("0\n", "")).entries[0].bytes, std::string(6, '\0'));
  for (const std::string_view map : {"1\n2\n3", "x\n", "\n", "1\n2\n4\n", "2\n2\n3\n", ""})
    EXPECT_EQ(walk(tar(map, "abc")).code, Code::kInvalid) << map;
  EXPECT_EQ(walk(tar("99999999\n", "abc")).code, Code::kLimit);
}

TEST(TarHostile, OldSparseNeedsItsDialectAndItsExtensions) {
  EXPECT_EQ(walk(header("a", 'S', 0)).code, Code::kInvalid);
  std::string block = header("a", 'S', 0, "gnu");
  block[482] = 1;
  seal(block);
  EXPECT_EQ(walk(block).code, Code::kTruncated);
  std::string extension(512, '\0');
  extension[504] = 1;
  EXPECT_EQ(walk(block + extension + extension).code, Code::kInvalid);
}

class Zeros final : public ByteSource {
 public:
  Result<std::string_view> read() override { return std::string_view(chunk_); }

 private:
  std::string chunk_ = std::string(1 << 24, '\0');
};

class Nobody final : public TarVisitor {
 public:
  Result<bool> entry(const TarEntry&) override { return false; }
  Status data(std::string_view) override { return {}; }
  Status end_of_file() override { return {}; }
};

TEST(TarHostile, ZerosWithoutEndEnd) {
  Zeros zeros;
  Nobody nobody;
  Status status = walk_tar(zeros, nobody, Limits{});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code(), Code::kLimit);
}

TEST(TarHostile, TheLastPaddingMayBeMissing) {
  const std::string tar = header("a", '0', 3) + "abc";
  const Outcome outcome = walk(tar);
  EXPECT_TRUE(outcome.ok);
  EXPECT_TRUE(outcome.entries[0].ended);
  EXPECT_EQ(walk(tar.substr(0, tar.size() - 1)).code, Code::kTruncated);
}

}  // namespace
}  // namespace seawall::archive
