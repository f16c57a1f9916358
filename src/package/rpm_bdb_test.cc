#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/rpm_database.h"
#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

using testing::UnorderedElementsAreArray;

struct Read {
  std::vector<std::string> blobs;
  Status status;
};

Read read(std::string_view bytes, const Limits& limits = {}) {
  Read out;
  out.status = for_each_bdb_header(bytes, limits,
                                   [&](std::string_view blob) { out.blobs.emplace_back(blob); });
  return out;
}

// One small, two over several pages.
std::vector<std::string> blobs() {
  return {std::string(60, 'a'), std::string(1200, 'b'), std::string(486 * 2, 'c')};
}

TEST(RpmBdb, BothByteOrdersAndPageSizes) {
  for (bool big : {false, true})
    for (size_t page : {512u, 4096u, 65536u}) {
      Read got = read(bdb_for_test(blobs(), big, page));
      EXPECT_TRUE(got.status.ok()) << got.status.error().message();
      EXPECT_THAT(got.blobs, UnorderedElementsAreArray(blobs())) << big << page;
    }
}

TEST(RpmBdb, EveryPrefixEndsInAnErrorNotInSilence) {
  std::string whole = bdb_for_test(blobs(), false);
  for (size_t size = 0; size < whole.size(); ++size) {
    Read got = read(std::string_view(whole).substr(0, size));
    EXPECT_FALSE(got.status.ok()) << size;
    EXPECT_LE(got.blobs.size(), 3u);
  }
}

TEST(RpmBdb, PagesInACircle) {
  std::string bytes = bdb_for_test(blobs(), false);
  put_number(bytes, 512 + 16, 1, 4, false);  // bucket 0 continues on its own page
  Read got = read(bytes);
  EXPECT_EQ(got.blobs.size(), 3u);
  EXPECT_EQ(got.status.error().code(), Code::kInvalid);

  bytes = bdb_for_test(blobs(), false);
  put_number(bytes, 3 * 512 + 16, 3, 4, false);  // an overflow page continues on itself
  EXPECT_FALSE(read(bytes).status.ok());
}

TEST(RpmBdb, ValuesThatShareAChain) {
  std::string bytes =
      bdb_for_test({std::string(1200, 'b'), std::string(1200, 'b'), std::string(1200, 'b')}, false);
  // All three say that they begin on page 3.
  for (size_t page : {1u, 2u})
    for (size_t at = page * 512 + 400; at < page * 512 + 500; ++at)
      if (bytes[at] == 3 && bytes[at + 8] == '\xb0') put_number(bytes, at + 4, 3, 4, false);
  Read got = read(bytes);
  EXPECT_EQ(got.blobs.size(), 1u);
  EXPECT_FALSE(got.status.ok());
}

TEST(RpmBdb, PagesThatNoBucketReaches) {
  std::string bytes = bdb_for_test(blobs(), false);
  put_number(bytes, 72, 0, 4, false);  // one bucket instead of two
  Read got = read(bytes);
  EXPECT_EQ(got.blobs.size(), 2u);
  EXPECT_FALSE(got.status.ok());
}

TEST(RpmBdb, LyingNumbers) {
  std::string sound = bdb_for_test(blobs(), false);
  struct Change {
    size_t at;
    uint64_t value;
    int bytes;
  };
  for (Change change :
       {Change{20, 0, 4}, Change{20, 513, 4}, Change{20, 1u << 20, 4}, Change{16, 77, 4},
        Change{24, 1, 1}, Change{25, 9, 1}, Change{72, 0xffffffff, 4}, Change{96, 0xffffffff, 4},
        Change{100, 1u << 30, 4}, Change{512 + 20, 0xffff, 2}, Change{512 + 26, 0, 2},
        Change{512 + 30, 0xffff, 2}, Change{32, 0xffffffff, 4}, Change{3 * 512 + 22, 0xffff, 2}}) {
    std::string bytes = sound;
    put_number(bytes, change.at, change.value, change.bytes, false);
    EXPECT_FALSE(read(bytes).status.ok()) << change.at << "=" << change.value;
  }
}

TEST(RpmBdb, BoundsTheNumberOfPackages) {
  Limits limits;
  limits.packages = 2;
  Read got = read(bdb_for_test(blobs(), false), limits);
  EXPECT_EQ(got.blobs.size(), 2u);
  EXPECT_EQ(got.status.error().code(), Code::kLimit);
}

}  // namespace
}  // namespace seawall::package
