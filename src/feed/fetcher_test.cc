#include "feed/fetcher.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

TEST(FolderFetcher, GivesFilesByPathAndUrl) {
  std::string folder = fresh_folder("a b");
  put_file(folder + "/x.txt", "hello");
  auto fetcher = folder_fetcher();
  EXPECT_EQ(fetch_text(*fetcher, {.url = folder + "/x.txt", .limit = 100}).value().text, "hello");
  std::string url = "file://" + replace_all(folder, " ", "%20") + "/x.txt";
  EXPECT_EQ(fetch_text(*fetcher, {.url = url, .limit = 100}).value().text, "hello");
  EXPECT_EQ(fetch_text(*fetcher, {.url = folder + "/y", .limit = 1}).error().code(),
            Code::kNotFound);
  EXPECT_EQ(fetch_text(*fetcher, {.url = folder, .limit = 1}).error().code(), Code::kNotFound);
  EXPECT_EQ(fetch_text(*fetcher, {.url = folder + "/x.txt", .limit = 4}).error().code(),
            Code::kLimit);
}

TEST(FolderFetcher, Conditional) {
  std::string folder = fresh_folder("f");
  put_file(folder + "/x.txt", "hello");
  auto fetcher = folder_fetcher();
  FetchedText first = fetch_text(*fetcher, {.url = folder + "/x.txt", .limit = 100}).value();
  FetchedText again =
      fetch_text(*fetcher,
                 {.url = folder + "/x.txt", .if_none_match = first.response.etag, .limit = 100})
          .value();
  EXPECT_TRUE(again.response.not_modified);
  EXPECT_EQ(again.text, "");
  FetchedText rest =
      fetch_text(
          *fetcher,
          {.url = folder + "/x.txt", .offset = 3, .if_range = first.response.etag, .limit = 100})
          .value();
  EXPECT_EQ(rest.text, "lo");
  EXPECT_EQ(rest.response.offset, 3u);
  FetchedText changed =
      fetch_text(*fetcher,
                 {.url = folder + "/x.txt", .offset = 3, .if_range = "\"other\"", .limit = 100})
          .value();
  EXPECT_EQ(changed.text, "hello");
}

}  // namespace
}  // namespace seawall::feed
