#include "feed/index_builder.h"

#include <gtest/gtest.h>

#include "feed/ecosystem.h"
#include "feed/entries.h"
#include "feed/feed_testing.h"
#include "feed/memory_index.h"

namespace seawall::feed {
namespace {

// Keys as the sink gets them.
class OrderSink : public MemoryStore {
 public:
  Status put(std::string_view key, std::string_view value) override {
    keys.emplace_back(key);
    return MemoryStore::put(key, value);
  }
  std::vector<std::string> keys;
};

class FullDisk : public TableSink {
 public:
  Status put(std::string_view, std::string_view) override { return Error(Code::kIo, "disk full"); }
  Status remove(std::string_view) override { return {}; }
};

TEST(IndexBuilder, WritesFrontToBack) {
  OrderSink sink;
  IndexBuilder builder(sink);
  for (int i = 0; i < 30; ++i)
    ASSERT_TRUE(builder
                    .add(advisory_of({.id = fmt::format("X-{}", i * 7 % 30),
                                      .ecosystem = i % 2 ? "npm" : "Debian:12",
                                      .name = fmt::format("p{}", i % 5)}),
                         {i % 2 ? "npm" : "Debian"})
                    .ok());
  ASSERT_TRUE(builder.finish({{.name = "npm"}, {.name = "Debian"}}, {}, 1).ok());
  EXPECT_TRUE(std::is_sorted(sink.keys.begin(), sink.keys.end()));
  EXPECT_EQ(std::adjacent_find(sink.keys.begin(), sink.keys.end()), sink.keys.end());
}

TEST(IndexBuilder, RepositoriesWithoutPackagesAreNoEntries) {
  MemoryStore sink;
  IndexBuilder builder(sink);
  Advisory advisory = advisory_of({.id = "PSF-1"});
  advisory.affected[0].ecosystem.clear();
  ASSERT_TRUE(builder.add(advisory, {"PSF"}).ok());
  SummaryRow summary = builder.finish({{.name = "PSF"}}, {}, 1).value();
  EXPECT_EQ(summary.advisories, 1u);
  EXPECT_EQ(summary.entries, 0u);
}

TEST(IndexBuilder, NamesWithCapitalsStandUnderTheirLowerCaseToo) {
  auto index = make_memory_index({advisory_of({.id = "GHSA-1", .name = "JSONStream"}),
                                  advisory_of({.id = "GHSA-2", .name = "jsonstream"})},
                                 1);
  auto entries_of = [&](std::string_view family, std::string_view name) {
    size_t count = 0;
    BlockReader block(index->entries(family, name));
    for (Release release; block.next(release);) count += release.count;
    return count;
  };
  EXPECT_EQ(entries_of("npm", "JSONStream"), 1u);
  EXPECT_EQ(entries_of("npm", "jsonstream"), 1u);
  EXPECT_EQ(entries_of(folded_family("npm"), "jsonstream"), 1u);
  EXPECT_EQ(index->summary().entries, 2u);
  EXPECT_EQ(index->summary().packages, 2u);
  EXPECT_EQ(index->entries_of("npm"), 2u);
}

TEST(IndexBuilder, AWriteThatFailsIsSaid) {
  FullDisk sink;
  IndexBuilder builder(sink);
  EXPECT_EQ(builder.add(advisory_of({.id = "X-1"}), {"npm"}).error().code(), Code::kIo);
}

}  // namespace
}  // namespace seawall::feed
