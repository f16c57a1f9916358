#include "image/layer_cache.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/file.h"

namespace seawall::image {
namespace {

namespace fs = std::filesystem;

class LayerCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "/layer_cache_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(directory_))
      if (entry.is_regular_file()) out.push_back(entry.path());
    return out;
  }
  std::string directory_;
};

TEST_F(LayerCacheTest, gives_back_what_was_put) {
  auto cache = LayerCache::create(directory_, 1 << 20);
  EXPECT_FALSE(cache->get("a"));
  cache->put("a", "one");
  cache->put("b", std::string("\0two", 4));
  EXPECT_EQ(cache->get("a"), "one");
  EXPECT_EQ(cache->get("b"), std::string("\0two", 4));
  cache->put("a", "three");
  EXPECT_EQ(LayerCache::create(directory_, 1 << 20)->get("a"), "three");
}

TEST_F(LayerCacheTest, a_damaged_entry_is_a_miss_and_goes) {
  auto cache = LayerCache::create(directory_, 1 << 20);
  cache->put("a", "some bytes of a result");
  fs::path path = files().at(0);
  std::string good = *read_file(path, 1 << 20);
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    ASSERT_TRUE(write_file_atomically(path, bad));
    EXPECT_FALSE(cache->get("a")) << at;
    EXPECT_FALSE(fs::exists(path));
  }
}

TEST_F(LayerCacheTest, stays_within_its_bound_and_keeps_what_is_used) {
  auto cache = LayerCache::create(directory_, 10'000);
  cache->put("used", std::string(1000, 'u'));
  for (int i = 0; i < 50; ++i) {
    // Times of use must differ even on coarse clocks.
    fs::file_time_type past = fs::file_time_type::clock::now() - std::chrono::hours(100 - i);
    std::string key = std::to_string(i);
    cache->put(key, std::string(1000, 'x'));
    for (const fs::path& path : files()) {
      std::string content = *read_file(path, 1 << 20);
      if (content.find('u') == std::string::npos &&
          fs::last_write_time(path) > past + std::chrono::hours(50))
        fs::last_write_time(path, past);
    }
    EXPECT_TRUE(cache->get("used"));
  }
  uint64_t total = 0;
  for (const fs::path& path : files()) total += fs::file_size(path);
  EXPECT_LE(total, 10'000u);
  EXPECT_TRUE(cache->get("49"));
  EXPECT_FALSE(cache->get("0"));
  cache->put("huge", std::string(20'000, 'x'));
  EXPECT_FALSE(cache->get("huge"));
}

TEST_F(LayerCacheTest, is_listed_with_the_first_write_and_then_by_share) {
  fs::create_directories(directory_ + "/layers/zz");
  const std::string old = directory_ + "/layers/zz/old";
  auto write_old = [&] {
    ASSERT_TRUE(write_file_atomically(old, std::string(200'000, 'x')));
    fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(1));
  };
  write_old();
  auto cache = LayerCache::create(directory_, 100'000);
  cache->put("first", "x");  // lists, and removes what another process left beyond the bound
  EXPECT_FALSE(fs::exists(old));
  write_old();
  cache->put("small", "x");
  EXPECT_TRUE(fs::exists(old));
  cache->put("large", std::string(6000, 'x'));
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(cache->get("large"));
}

TEST_F(LayerCacheTest, many_writers_do_not_disturb_each_other) {
  auto cache = LayerCache::create(directory_, 1 << 20);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 50; ++i) {
        cache->put("shared",
                   std::string(static_cast<size_t>(1000 + t), static_cast<char>('a' + t)));
        auto got = cache->get("shared");
        if (got) {
          EXPECT_EQ(got->size(), static_cast<size_t>(1000 + (got->at(0) - 'a')));
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
}

TEST_F(LayerCacheTest, an_unwritable_folder_only_means_no_cache) {
  ASSERT_TRUE(make_directories(directory_));
  ASSERT_TRUE(write_file_atomically(directory_ + "/layers", "a file where the folder should be"));
  auto cache = LayerCache::create(directory_, 1 << 20);
  cache->put("a", "one");
  EXPECT_FALSE(cache->get("a"));
}

}  // namespace
}  // namespace seawall::image
