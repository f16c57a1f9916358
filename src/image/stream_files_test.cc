#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "image/file_set.h"
#include "image/test_images.h"

namespace seawall::image {
namespace {

struct World {
  std::string tar = test_tar({{"a", std::string(10'000, 'a')},
                              {"b", std::string(20'000, 'b')},
                              {"c", std::string(30'000, 'c')},
                              {"doc", "{}"}});
  std::atomic<int> opened = 0;
  std::unique_ptr<FileSet> files() {
    return stream_files(
               [this]() -> Result<std::unique_ptr<archive::ByteSource>> {
                 ++opened;
                 return archive::view_source(tar);
               },
               Limits{})
        .value();
  }
};

TEST(StreamFiles, InOrderTheStreamIsReadTwice) {
  World world;
  std::unique_ptr<FileSet> files = world.files();
  EXPECT_FALSE(files->seekable());
  EXPECT_LT(files->position("a"), files->position("b"));
  EXPECT_EQ(files->size("b"), 20'000u);
  for (const char* name : {"a", "b", "c"}) EXPECT_TRUE(files->read(name, 1 << 20).ok());
  EXPECT_EQ(*files->read("doc", 10), "{}");  // was kept
  EXPECT_EQ(world.opened, 2);
  EXPECT_EQ(files->read("b", 1 << 20)->substr(0, 2), "bb");
  EXPECT_EQ(world.opened, 3);
  EXPECT_EQ(files->read("absent", 10).error().code(), Code::kNotFound);
  EXPECT_EQ(files->read("b", 10).error().code(), Code::kLimit);
}

TEST(StreamFiles, ManyReadersTakeTurns) {
  World world;
  std::unique_ptr<FileSet> files = world.files();
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int t = 0; t < 6; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const char* name = (const char*[]){"a", "b", "c"}[(t + i) % 3];
        Result<std::string> bytes = files->read(name, 1 << 20);
        good += bytes.ok() && *bytes == std::string(files->size(name), name[0]);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 120);
}

TEST(StreamFiles, AStreamThatChangesIsAnError) {
  World world;
  std::unique_ptr<FileSet> files = world.files();
  world.tar.resize(12'000);
  EXPECT_EQ(files->read("b", 1 << 20).error().code(), Code::kTruncated);
  EXPECT_TRUE(files->read("a", 1 << 20).ok());  // the turn was given back
  // Who reads on after the error gets another one.
  std::unique_ptr<archive::ByteSource> source = files->open("b").value();
  int errors = 0;
  while (errors < 3) {
    Result<std::string_view> chunk = source->read();
    ASSERT_TRUE(!chunk.ok() || !chunk->empty());
    errors += !chunk.ok();
  }
}

}  // namespace
}  // namespace seawall::image
