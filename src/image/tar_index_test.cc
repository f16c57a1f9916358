#include "image/tar_index.h"

#include <gtest/gtest.h>

#include "image/test_images.h"

namespace seawall::image {
namespace {

Result<TarIndex> index_of(const std::string& tar, bool keep = true) {
  auto source = archive::view_source(tar);
  return TarIndex::read(*source, Limits{}, keep);
}

TEST(TarIndex, FindsFilesBehindLinks) {
  std::string tar = test_tar({{"./a/x.tar", "12345"},
                              {"b/link", "", '2', "../a/x.tar"},
                              {"c/hard", "", '1', "./a/x.tar"},
                              {"d", "", '2', "b/link"},
                              {"loop", "", '2', "loop"},
                              {"out", "", '2', "../../etc/passwd"}});
  Result<TarIndex> index = index_of(tar);
  ASSERT_TRUE(index.ok());
  for (const char* name : {"a/x.tar", "b/link", "c/hard", "d"}) {
    const TarIndex::File* file = index->find(name);
    ASSERT_NE(file, nullptr) << name;
    EXPECT_EQ(tar.substr(file->offset, file->size), "12345");
  }
  EXPECT_EQ(index->find("loop"), nullptr);
  EXPECT_EQ(index->find("out"), nullptr);
  EXPECT_EQ(index->find("absent"), nullptr);
}

TEST(TarIndex, TheLastOneOfANameCounts) {
  std::string tar = test_tar({{"f", "old"}, {"f", "newer"}, {"g", "x"}, {"g", "", '2', "f"}});
  Result<TarIndex> index = index_of(tar);
  EXPECT_EQ(index->find("f")->size, 5u);
  EXPECT_EQ(index->find("g")->size, 5u);
}

TEST(TarIndex, KeepsDocuments) {
  Result<TarIndex> index = index_of(test_tar({{"m.json", "[1]"},
                                              {"c", "{}"},
                                              {"layer", "tar"},
                                              {"big", "{" + std::string(2 << 20, ' ')}}));
  EXPECT_EQ(*index->document("m.json"), "[1]");
  EXPECT_EQ(*index->document("c"), "{}");
  EXPECT_EQ(index->document("layer"), nullptr);
  EXPECT_EQ(index->document("big"), nullptr);
  EXPECT_EQ(index_of(test_tar({{"c", "{}"}}), false)->document("c"), nullptr);
}

TEST(TarIndex, Truncated) {
  std::string tar = test_tar({{"f", std::string(5000, 'x')}});
  EXPECT_EQ(index_of(tar.substr(0, 3000)).error().code(), Code::kTruncated);
}

}  // namespace
}  // namespace seawall::image
