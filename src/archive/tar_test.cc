#include "archive/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "archive/archive_testing.h"
#include "base/file.h"

namespace seawall::archive {
namespace {

constexpr size_t kChunks[] = {1, 7, 511, 512, 513, 1 << 16};

struct Freed {
  void operator()(struct archive_entry* entry) const { archive_entry_free(entry); }
};

// --- libarchive as the other opinion ---

EntryType type_of(struct archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) return EntryType::kHardLink;
  switch (archive_entry_filetype(entry)) {
    case AE_IFLNK:
      return EntryType::kSymlink;
    case AE_IFDIR:
      return EntryType::kDirectory;
    case AE_IFIFO:
      return EntryType::kFifo;
    case AE_IFCHR:
    case AE_IFBLK:
      return EntryType::kDevice;
    default:
      return EntryType::kFile;
  }
}

std::string content_of(struct archive* reader, uint64_t size) {
  std::string content;
  const void* block = nullptr;
  size_t length = 0;
  la_int64_t offset = 0;
  while (archive_read_data_block(reader, &block, &length, &offset) == ARCHIVE_OK) {
    content.resize(static_cast<size_t>(offset), '\0');
    content.append(static_cast<const char*>(block), length);
  }
  content.resize(size, '\0');
  return content;
}

std::vector<Recorded> libarchive_walk(std::string_view tar) {
  std::vector<Recorded> entries;
  struct archive* reader = archive_read_new();
  archive_read_support_format_tar(reader);
  EXPECT_EQ(archive_read_open_memory(reader, tar.data(), tar.size()), ARCHIVE_OK);
  struct archive_entry* entry = nullptr;
  int code;
  while ((code = archive_read_next_header(reader, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
    Recorded r;
    r.path = archive_entry_pathname(entry);
    r.type = type_of(entry);
    if (const char* link = archive_entry_hardlink(entry)) r.link = link;
    if (const char* link = archive_entry_symlink(entry)) r.link = link;
    r.mode = archive_entry_perm(entry);
    r.uid = static_cast<uint32_t>(archive_entry_uid(entry));
    r.gid = static_cast<uint32_t>(archive_entry_gid(entry));
    if (r.type == EntryType::kFile) {
      r.size = static_cast<uint64_t>(archive_entry_size(entry));
      r.bytes = content_of(reader, r.size);
      r.ended = true;
    }
    entries.push_back(r);
  }
  EXPECT_EQ(code, ARCHIVE_EOF) << archive_error_string(reader);
  archive_read_free(reader);
  return entries;
}

std::string describe(const Recorded& r) {
  return fmt::format("{} -> {} type {} mode {:o} owner {}:{} size {} hash {}", r.path.substr(0, 80),
                     r.link.substr(0, 80), static_cast<int>(r.type), r.mode, r.uid, r.gid, r.size,
                     std::hash<std::string>()(r.bytes));
}

void expect_equal(const std::vector<Recorded>& ours, const std::vector<Recorded>& theirs) {
  ASSERT_EQ(ours.size(), theirs.size());
  for (size_t i = 0; i < ours.size(); ++i)
    EXPECT_TRUE(ours[i] == theirs[i]) << describe(ours[i]) << "\n" << describe(theirs[i]);
}

void expect_same_as_libarchive(std::string_view tar) {
  const std::vector<Recorded> theirs = libarchive_walk(tar);
  ASSERT_FALSE(theirs.empty());
  for (const size_t chunk : kChunks) {
    SCOPED_TRACE(fmt::format("chunks of {}", chunk));
    Recorder recorder;
    const Status status = record(tar, chunk, recorder);
    ASSERT_TRUE(status.ok()) << status.error().message();
    expect_equal(recorder.entries, theirs);
    Recorder unwanted(false);
    ASSERT_TRUE(record(tar, chunk, unwanted).ok());
    EXPECT_EQ(unwanted.offsets, recorder.offsets);
  }
}

// --- archives written by libarchive ---

class Writer {
 public:
  explicit Writer(int (*format)(struct archive*)) : archive_(archive_write_new()) {
    format(archive_);
    archive_write_set_bytes_per_block(archive_, 0);
    archive_write_open(archive_, &bytes_, nullptr, &write, nullptr);
  }

  void add(const std::string& path, unsigned type, const std::string& content,
           const std::string& link = "", int64_t owner = 1000) {
    std::unique_ptr<struct archive_entry, Freed> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), path.c_str());
    archive_entry_set_filetype(entry.get(), type);
    archive_entry_set_perm(entry.get(), 0644 | (type == AE_IFDIR ? 0111 : 04000));
    archive_entry_set_uid(entry.get(), owner);
    archive_entry_set_gid(entry.get(), owner + 1);
    archive_entry_set_mtime(entry.get(), 1'600'000'000, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    if (type == AE_IFLNK) archive_entry_set_symlink(entry.get(), link.c_str());
    if (type == AE_IFREG && !link.empty()) archive_entry_set_hardlink(entry.get(), link.c_str());
    if (archive_write_header(archive_, entry.get()) != ARCHIVE_OK) return;  // not in this format
    archive_write_data(archive_, content.data(), content.size());
  }

  std::string finish() {
    EXPECT_EQ(archive_write_close(archive_), ARCHIVE_OK) << archive_error_string(archive_);
    archive_write_free(archive_);
    return bytes_;
  }

 private:
  static la_ssize_t write(struct archive*, void* to, const void* buffer, size_t size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(buffer), size);
    return static_cast<la_ssize_t>(size);
  }

  struct archive* archive_;
  std::string bytes_;
};

std::string written_by(int (*format)(struct archive*)) {
  Writer writer(format);
  const std::string part(60, 'd');
  writer.add("etc", AE_IFDIR, "");
  writer.add("etc/passwd", AE_IFREG, sample_text(1234));
  writer.add("empty", AE_IFREG, "");
  writer.add("block", AE_IFREG, sample_text(512));
  writer.add("/absolute", AE_IFREG, sample_text(513));
  writer.add("../outside", AE_IFREG, "x");
  writer.add("link", AE_IFLNK, "", "etc/passwd");
  writer.add("hard", AE_IFREG, "", "etc/passwd");
  writer.add(part + "/" + part + "/file", AE_IFREG, sample_text(100));  // prefix in ustar
  writer.add("long/" + std::string(200, 'n'), AE_IFREG, sample_text(700));
  writer.add("long-link", AE_IFLNK, "", std::string(180, 't'));
  writer.add("long-hard", AE_IFREG, "", "long/" + std::string(200, 'n'));
  writer.add("big-owner", AE_IFREG, "b", "", 3'000'000'000);
  writer.add("pipe", AE_IFIFO, "");
  writer.add("device", AE_IFCHR, "");
  writer.add("last", AE_IFREG, sample_text(200'000));
  return writer.finish();
}

TEST(TarLibarchive, Ustar) {
  expect_same_as_libarchive(written_by(archive_write_set_format_ustar));
}
TEST(TarLibarchive, Pax) {
  expect_same_as_libarchive(written_by(archive_write_set_format_pax));
}
TEST(TarLibarchive, RestrictedPax) {
  expect_same_as_libarchive(written_by(archive_write_set_format_pax_restricted));
}
TEST(TarLibarchive, Gnu) {
  expect_same_as_libarchive(written_by(archive_write_set_format_gnutar));
}
TEST(TarLibarchive, V7) {
  expect_same_as_libarchive(written_by(archive_write_set_format_v7tar));
}

// --- archives written by GNU tar ---

class TarProgram : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/tar_test_" + std::to_string(::getpid());
    std::filesystem::remove_all(folder_);
    const std::string deep = folder_ + "/in/" + std::string(90, 'a') + "/" + std::string(90, 'b');
    std::filesystem::create_directories(deep);
    write(folder_ + "/in/plain", sample_text(5000));
    write(folder_ + "/in/empty", "");
    write(deep + "/" + std::string(200, 'c'), sample_text(10));
    std::filesystem::create_symlink(std::string(150, 't'), folder_ + "/in/symlink");
    std::filesystem::create_hard_link(folder_ + "/in/plain", folder_ + "/in/zhard");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static void write(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(write_file_atomically(path, bytes).ok());
  }

  // `count` stretches of data, each after a hole of `hole` bytes, then a hole of `tail`.
  void sparse(const std::string& name, int count, uint64_t hole, uint64_t tail) {
    FILE* file = std::fopen((folder_ + "/in/" + name).c_str(), "wb");
    ASSERT_NE(file, nullptr);
    for (int i = 0; i < count; ++i) {
      std::fseek(file, static_cast<long>(hole), SEEK_CUR);
      const std::string data = sample_text(4096 + (i + 1 == count ? 77 : 0));
      std::fwrite(data.data(), 1, data.size(), file);
    }
    const uint64_t end = static_cast<uint64_t>(std::ftell(file)) + tail;
    std::fclose(file);
    std::filesystem::resize_file(folder_ + "/in/" + name, end);
  }

  std::string tar(const std::string& options) {
    const std::string command =
        "cd " + folder_ + "/in && tar --sort=name " + options + " -cf ../out.tar . 2>/dev/null";
    (void)std::system(command.c_str());  // v7 cannot store the long names, and says so
    return read_file(folder_ + "/out.tar", 1 << 30).value();
  }

  std::string folder_;
};

TEST_F(TarProgram, V7) {
  expect_same_as_libarchive(tar("--format=v7"));
}
TEST_F(TarProgram, OldGnu) {
  expect_same_as_libarchive(tar("--format=oldgnu"));
}
TEST_F(TarProgram, Gnu) {
  expect_same_as_libarchive(tar("--format=gnu"));
}
TEST_F(TarProgram, Ustar) {
  expect_same_as_libarchive(tar("--format=ustar"));
}
TEST_F(TarProgram, Posix) {
  expect_same_as_libarchive(tar("--format=posix"));
}
TEST_F(TarProgram, BigOwnersInBase256) {
  expect_same_as_libarchive(tar("--format=gnu --owner=nobody:4000000000 --group=x:3000000001"));
}
TEST_F(TarProgram, GlobalHeader) {
  expect_same_as_libarchive(tar("--format=posix --pax-option=comment=hello,uname=nobody"));
}

TEST_F(TarProgram, SparseFormats) {
  sparse("one-hole", 1, 300'000, 0);
  sparse("all-hole", 0, 0, 100'000);
  sparse("ends-in-hole", 3, 40'000, 123'457);
  sparse("many-holes", 40, 16'384, 0);  // more than one extension header
  for (const char* options :
       {"--format=gnu --sparse", "--format=oldgnu --sparse", "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1", "--format=posix --sparse-version=1.0"}) {
    SCOPED_TRACE(options);
    const std::string archive = tar(std::string(options) + " --sparse");
    for (const size_t chunk : kChunks) {
      Recorder recorder;
      const Status status = record(archive, chunk, recorder);
      ASSERT_TRUE(status.ok()) << status.error().message();
      int files = 0;
      for (const Recorded& r : recorder.entries) {
        if (r.type != EntryType::kFile) continue;
        ++files;
        EXPECT_TRUE(r.bytes == read_file(folder_ + "/in/" + r.path, 1 << 30).value()) << r.path;
        EXPECT_EQ(r.size, r.bytes.size());
      }
      EXPECT_EQ(files, 7);
    }
  }
}

// --- damage ---

TEST(Tar, TruncationNeverLosesEntriesSilently) {
  Writer writer(archive_write_set_format_pax);
  writer.add("a", AE_IFREG, sample_text(1000));
  writer.add("long/" + std::string(200, 'n'), AE_IFREG, sample_text(512));
  writer.add("dir", AE_IFDIR, "");
  writer.add("empty", AE_IFREG, "");
  const std::string tar = writer.finish();
  Recorder whole;
  ASSERT_TRUE(record(tar, 1 << 16, whole).ok());
  for (size_t block = 0; block <= tar.size(); block += 512) {
    for (const int delta : {-1, 0, 1}) {
      const size_t size = block + static_cast<size_t>(delta);
      if (size > tar.size()) continue;
      for (const bool wanted : {true, false}) {
        Recorder recorder(wanted);
        const Status status = record(std::string_view(tar).substr(0, size), 512, recorder);
        if (!status.ok()) {
          EXPECT_EQ(status.error().code(), Code::kTruncated) << size;
          continue;
        }
        // Accepted: then every entry that began is whole.
        ASSERT_LE(recorder.entries.size(), whole.entries.size());
        for (size_t i = 0; wanted && i < recorder.entries.size(); ++i)
          EXPECT_TRUE(recorder.entries[i] == whole.entries[i]) << size;
      }
    }
  }
}

}  // namespace
}  // namespace seawall::archive
