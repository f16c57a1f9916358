#include "archive/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "archive/archive_testing.h"
#include "archive/inflate.h"

namespace seawall::archive {
namespace {

std::string u16(uint64_t n) {
  return {static_cast<char>(n), static_cast<char>(n >> 8)};
}
std::string u32(uint64_t n) {
  return u16(n) + u16(n >> 16);
}
std::string u64(uint64_t n) {
  return u32(n) + u32(n >> 32);
}

std::string deflate(std::string_view bytes) {
  const std::string packed = gzip(bytes);  // without its 10-byte header and 8-byte trailer
  return packed.substr(10, packed.size() - 18);
}

// A zip made by hand, so that any of its numbers can be a lie.
struct Entry {
  std::string name, data;  // data as stored
  uint64_t size = 0;
  uint16_t method = 8, flags = 0;
  uint32_t crc = 0;
  int64_t shift = 0;  // added to the header's offset
  std::string extra;  // of the central directory
};

Entry deflated(std::string name, std::string_view text) {
  return {std::move(name), deflate(text), text.size(), 8, 0, crc32_of(text), 0, {}};
}

Entry stored(std::string name, std::string_view text) {
  return {std::move(name), std::string(text), text.size(), 0, 0, crc32_of(text), 0, {}};
}

struct Zip {
  std::string bytes;  // local entries
  std::string directory;
  uint64_t count = 0;

  void add(const Entry& e) {
    const uint64_t offset = bytes.size() + static_cast<uint64_t>(e.shift);
    bytes += "PK\3\4" + u16(20) + u16(e.flags) + u16(e.method) + u32(0) + u32(e.crc) +
             u32(e.data.size()) + u32(e.size) + u16(e.name.size()) + u16(4) + e.name + u32(7) +
             e.data;
    list(e, offset);
  }
  void list(const Entry& e, uint64_t offset) {
    directory += "PK\1\2" + u16(20) + u16(20) + u16(e.flags) + u16(e.method) + u32(0) + u32(e.crc) +
                 u32(e.data.size()) + u32(e.size) + u16(e.name.size()) + u16(e.extra.size()) +
                 u16(0) + u16(0) + u16(0) + u32(0) + u32(offset) + e.name + e.extra;
    ++count;
  }
  std::string finish(std::string_view comment = "") const {
    return bytes + directory + "PK\5\6" + u32(0) + u16(count) + u16(count) + u32(directory.size()) +
           u32(bytes.size()) + u16(comment.size()) + std::string(comment);
  }
  std::string finish64() const {
    const std::string end64 = "PK\6\6" + u64(44) + u16(45) + u16(45) + u32(0) + u32(0) +
                              u64(count) + u64(count) + u64(directory.size()) + u64(bytes.size());
    return bytes + directory + end64 + "PK\6\7" + u32(0) + u64(bytes.size() + directory.size()) +
           u32(1) + "PK\5\6" + u32(0) + u16(0xffff) + u16(0xffff) + u32(0xffffffff) +
           u32(0xffffffff) + u16(0);
  }
};

Code open_failure(std::string_view bytes, size_t max_entries = 1000) {
  const Result<ZipArchive> archive = ZipArchive::open(bytes, max_entries);
  return archive.ok() ? Code::kUsage : archive.error().code();
}

// Reads the first entry.
Code read_failure(const Zip& zip, uint64_t limit = 1 << 20) {
  const std::string bytes = zip.finish();
  const Result<ZipArchive> archive = ZipArchive::open(bytes);
  EXPECT_TRUE(archive.ok());
  const Result<std::string> text = archive->read(archive->entries().at(0), limit);
  return text.ok() ? Code::kUsage : text.error().code();
}

Code read_failure(const Entry& entry, uint64_t limit = 1 << 20) {
  Zip zip;
  zip.add(entry);
  return read_failure(zip, limit);
}

const std::string kText = sample_text(50'000);

void expect_two_entries(std::string_view bytes) {
  const Result<ZipArchive> archive = ZipArchive::open(bytes);
  ASSERT_TRUE(archive.ok()) << archive.error().message();
  ASSERT_EQ(archive->entries().size(), 2u);
  EXPECT_EQ(archive->entries()[0].name, "META-INF/");
  EXPECT_TRUE(archive->entries()[0].is_directory());
  EXPECT_EQ(archive->read(archive->entries()[0], 0).value(), "");
  EXPECT_EQ(archive->read(archive->entries()[1], kText.size()).value(), kText);
}

Zip two_entries() {
  Zip zip;
  zip.add(stored("META-INF/", ""));
  zip.add(deflated("a.class", kText));
  return zip;
}

TEST(Zip, DeflatedStoredCommentPrefix) {
  const std::string zip = two_entries().finish();
  expect_two_entries(zip);
  expect_two_entries(two_entries().finish("a comment"));
  expect_two_entries(two_entries().finish(std::string(65535, 'c')));
  expect_two_entries("#!/bin/sh\nexec java -jar $0\n" + zip);
}

TEST(Zip, Zip64) {
  expect_two_entries(two_entries().finish64());
  expect_two_entries("prefix" + two_entries().finish64());
  Entry entry = deflated("big", kText);
  Zip zip;
  zip.add(entry);
  zip.directory.clear();
  zip.count = 0;
  entry.extra =
      u16(0x5455) + u16(1) + "x" + u16(1) + u16(16) + u64(entry.size) + u64(entry.data.size());
  const std::string data = std::exchange(entry.data, "");
  entry.size = 0xffffffff;
  zip.list(entry, 0);
  zip.directory.replace(20, 4, u32(0xffffffff));
  const std::string bytes = zip.finish();
  const ZipArchive archive = ZipArchive::open(bytes).value();
  EXPECT_EQ(archive.entries()[0].compressed_size, data.size());
  EXPECT_EQ(archive.read(archive.entries()[0], 1 << 20).value(), kText);
}

TEST(Zip, AnEndRecordWithinTheComment) {
  const std::string fake = "PK\5\6" + std::string(18, '\0');
  expect_two_entries(two_entries().finish(fake + "x"));
  expect_two_entries(two_entries().finish() + "trailing bytes");
}

TEST(Zip, WrittenByLibarchive) {
  for (const char* options : {"zip:compression=deflate", "zip:compression=store", "zip:zip64"}) {
    std::string bytes(1 << 20, '\0');
    size_t used = 0;
    struct archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    ASSERT_EQ(archive_write_set_options(writer, options), ARCHIVE_OK) << options;
    archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
    for (size_t i = 0; i < 20; ++i) {
      struct archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, fmt::format("folder/file{}", i).c_str());
      archive_entry_set_filetype(entry, AE_IFREG);
      archive_entry_set_size(entry, static_cast<la_int64_t>(1000 * i));
      ASSERT_EQ(archive_write_header(writer, entry), ARCHIVE_OK);
      archive_write_data(writer, kText.data(), 1000 * i);
      archive_entry_free(entry);
    }
    ASSERT_EQ(archive_write_close(writer), ARCHIVE_OK);
    archive_write_free(writer);
    const ZipArchive archive = ZipArchive::open(std::string_view(bytes).substr(0, used)).value();
    ASSERT_EQ(archive.entries().size(), 20u);
    for (size_t i = 0; i < 20; ++i) {
      EXPECT_EQ(archive.entries()[i].name, fmt::format("folder/file{}", i));
      EXPECT_EQ(archive.read(archive.entries()[i], 1 << 20).value(), kText.substr(0, 1000 * i));
    }
  }
}

TEST(Zip, CountsBeyondSixteenBits) {
  Zip zip;
  zip.add(stored("same", ""));
  for (int i = 1; i < 65537; ++i) zip.list(stored("same", ""), 0);
  const std::string bytes = zip.finish();
  EXPECT_EQ(ZipArchive::open(bytes).value().entries().size(), 65537u);
  EXPECT_EQ(open_failure(bytes, 65536), Code::kLimit);
}

TEST(Zip, LyingSizes) {
  Entry entry = deflated("a", kText);
  EXPECT_EQ(read_failure(entry), Code::kUsage) << "read";
  EXPECT_EQ(read_failure(entry, kText.size() - 1), Code::kLimit);
  entry.size -= 1;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
  entry.size += 2;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
  entry.size = 0xfffffff0;
  EXPECT_EQ(read_failure(entry, ~uint64_t{0}), Code::kInvalid) << "without taking 4 GiB";
  entry = deflated("a", kText);
  entry.crc ^= 1;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
  entry = deflated("a", kText);
  entry.data.resize(entry.data.size() / 2);
  EXPECT_EQ(read_failure(entry), Code::kTruncated);
  entry = stored("a", kText);
  entry.size -= 1;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
  entry = stored("a", kText);
  entry.crc ^= 1;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
}

TEST(Zip, BombsStopAtTheClaim) {
  Entry entry = deflated("zeros", std::string(100 << 20, '\0'));
  EXPECT_EQ(read_failure(entry), Code::kLimit);
  entry.size = 1000;
  EXPECT_EQ(read_failure(entry), Code::kInvalid);
}

TEST(Zip, UnsupportedEntries) {
  Entry entry = deflated("a", kText);
  entry.flags = 1;
  EXPECT_EQ(read_failure(entry), Code::kUnsupported);
  entry.flags = 0;
  entry.method = 93;
  EXPECT_EQ(read_failure(entry), Code::kUnsupported);
}

TEST(Zip, OffsetsOutside) {
  for (const int64_t shift : {int64_t{1}, int64_t{1} << 20, int64_t{0xfffffff0}}) {
    Entry entry = deflated("a", kText);
    entry.shift = shift;
    EXPECT_TRUE(read_failure(entry) == Code::kTruncated || read_failure(entry) == Code::kInvalid);
  }
  Zip zip;
  Entry entry = stored("a", "text");
  zip.add(entry);
  zip.directory.replace(20, 8, u32(1 << 20) + u32(1 << 20));
  EXPECT_EQ(read_failure(zip), Code::kTruncated);
}

TEST(Zip, OverlappingEntriesAreRefusedButOne) {
  const Entry kernel = deflated("kernel", kText);
  Zip zip;
  zip.add(kernel);
  zip.list(deflated("copy", kText), 0);
  Entry inside = deflated("inside", kText);
  zip.list(inside, 20);
  zip.add(deflated("honest", kText));
  const std::string bytes = zip.finish();
  const ZipArchive archive = ZipArchive::open(bytes).value();
  std::vector<bool> readable;
  for (const ZipEntry& entry : archive.entries())
    readable.push_back(archive.read(entry, 1 << 20).ok());
  EXPECT_EQ(readable, (std::vector<bool>{false, true, false, true}));
}

TEST(Zip, DamagedDirectories) {
  EXPECT_EQ(open_failure(""), Code::kInvalid);
  EXPECT_EQ(open_failure("PK\5\6"), Code::kInvalid);
  EXPECT_EQ(open_failure("not a zip at all, but long enough"), Code::kInvalid);
  EXPECT_EQ(open_failure(Zip().finish()), Code::kUsage) << "an empty zip is one";
  Zip zip = two_entries();
  zip.count = 3;
  EXPECT_EQ(open_failure(zip.finish()), Code::kInvalid);
  EXPECT_EQ(open_failure(two_entries().finish(), 1), Code::kLimit);
  const std::string whole = two_entries().finish();
  for (size_t size = 0; size < whole.size(); size += 97)
    EXPECT_EQ(open_failure(std::string_view(whole).substr(0, size)), Code::kInvalid);
  zip = two_entries();
  zip.directory.replace(28, 2, u16(60000));  // name longer than the directory
  EXPECT_EQ(open_failure(zip.finish()), Code::kInvalid);
  zip = two_entries();
  zip.directory[0] = 'X';
  EXPECT_EQ(open_failure(zip.finish()), Code::kInvalid);
}

}  // namespace
}  // namespace seawall::archive
