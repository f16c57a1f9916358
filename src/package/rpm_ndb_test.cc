#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "package/rpm_database.h"
#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

using testing::ElementsAre;

struct Read {
  std::vector<std::string> blobs;
  Status status;
};

Read read(std::string_view bytes, const Limits& limits = {}) {
  Read out;
  out.status = for_each_ndb_header(bytes, limits,
                                   [&](std::string_view blob) { out.blobs.emplace_back(blob); });
  return out;
}

TEST(RpmNdb, Blobs) {
  Read got = read(ndb_for_test({"one", std::string(5000, 'x'), ""}));
  EXPECT_TRUE(got.status.ok());
  EXPECT_THAT(got.blobs, ElementsAre("one", std::string(5000, 'x'), ""));
}

TEST(RpmNdb, EveryPrefixEndsInAnError) {
  std::string whole = ndb_for_test({"one", std::string(100, 'x')});
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read(std::string_view(whole).substr(0, size)).status.ok()) << size;
}

TEST(RpmNdb, SlotsThatPointToOneBlob) {
  std::string bytes = ndb_for_test({std::string(10000, 'x')});
  for (size_t slot = 48; slot < 4096; slot += 16) bytes.replace(slot, 16, bytes.substr(32, 16));
  Read got = read(bytes);
  EXPECT_LE(got.blobs.size(), 2u);
  EXPECT_FALSE(got.status.ok());
}

TEST(RpmNdb, LyingNumbers) {
  std::string sound = ndb_for_test({"one", "two"});
  for (size_t at : {4u, 12u, 32u, 40u, 44u, 4096u, 4100u, 4108u, 4096u + 24u, 4096u + 28u}) {
    std::string bytes = sound;
    put_number(bytes, at, 0xfffffff0, 4, false);
    EXPECT_FALSE(read(bytes).status.ok()) << at;
    EXPECT_LE(read(bytes).blobs.size(), 2u);
  }
}

TEST(RpmNdb, BoundsTheNumberOfPackages) {
  Limits limits;
  limits.packages = 1;
  Read got = read(ndb_for_test({"one", "two"}), limits);
  EXPECT_THAT(got.blobs, ElementsAre("one"));
  EXPECT_EQ(got.status.error().code(), Code::kLimit);
}

}  // namespace
}  // namespace seawall::package
