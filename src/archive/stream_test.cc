#include "archive/stream.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"

namespace seawall::archive {
namespace {

std::string temporary(std::string_view bytes) {
  std::string path = test_folder() + "stream_test_" +
                     testing::UnitTest::GetInstance()->current_test_info()->name();
  write_file_atomically(path, bytes).value();
  return path;
}

TEST(ViewSource, GivesAllBytesThenEmpty) {
  const std::string bytes(3'000'000, 'x');
  auto source = view_source(bytes);
  EXPECT_EQ(read_all(*source, bytes.size()).value(), bytes);
  EXPECT_TRUE(source->read().value().empty());
  EXPECT_TRUE(source->read().value().empty());
}

TEST(ReadAll, StopsAtTheLimit) {
  auto source = view_source("12345");
  EXPECT_EQ(read_all(*source, 4).error().code(), Code::kLimit);
}

TEST(FileSource, ReadsWholeAndPart) {
  std::string bytes;
  for (int i = 0; i < 400'000; ++i) bytes += std::to_string(i);
  const std::string path = temporary(bytes);
  auto whole = file_source(path);
  EXPECT_EQ(read_all(**whole, 1 << 30).value(), bytes);
  auto part = file_source(path, 1000, 1'500'000);
  EXPECT_EQ(read_all(**part, 1 << 30).value(), bytes.substr(1000, 1'500'000));
  auto nothing = file_source(path, bytes.size());
  EXPECT_EQ(read_all(**nothing, 1 << 30).value(), "");
}

TEST(FileSource, SkipsWithinTheFileOnly) {
  std::string bytes(5 << 20, 'a');
  bytes += "end";
  const std::string path = temporary(bytes);
  auto source = std::move(file_source(path)).value();
  EXPECT_EQ(source->skip(5 << 20).value(), uint64_t{5 << 20});
  EXPECT_EQ(source->skip(uint64_t{1} << 40).value(), 3u);
  EXPECT_EQ(source->skip(uint64_t{1} << 40).value(), 0u);
  EXPECT_TRUE(source->read().value().empty());
}

TEST(FileSource, SaysWhatIsWrong) {
  EXPECT_EQ(file_source("/nonexistent/file").error().code(), Code::kNotFound);
  EXPECT_EQ(file_source("/").error().code(), Code::kIo);
  const std::string path = temporary("abc");
  auto source = std::move(file_source(path, 1, 10)).value();
  EXPECT_EQ(read_all(*source, 100).error().code(), Code::kTruncated);
  EXPECT_EQ(file_source(path, 4).error().code(), Code::kTruncated);
}

}  // namespace
}  // namespace seawall::archive
