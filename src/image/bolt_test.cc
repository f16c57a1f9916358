#include "image/bolt.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "image/containerd_store.h"
#include "image/test_bolt.h"

namespace seawall::image {
namespace {

std::vector<std::string> keys(const BoltDatabase& database, const BoltDatabase::Bucket& bucket) {
  std::vector<std::string> out;
  Status visited = database.for_each(bucket, [&](const BoltDatabase::Item& item) -> Result<bool> {
    out.emplace_back(item.key);
    return true;
  });
  EXPECT_TRUE(visited.ok());
  return out;
}

// root: a branch over two leaves of twenty keys each, and a bucket.
std::string tree() {
  std::vector<BoltItem> left;
  std::vector<BoltItem> right;
  for (int i = 0; i < 20; ++i) {
    left.push_back({fmt::format("a{:02}", i), fmt::format("value {}", i), false});
    right.push_back({fmt::format("b{:02}", i), fmt::format("value {}", i), false});
  }
  right.push_back({"bucket", bolt_bucket(6), true});
  return bolt_file({bolt_branch(3, {{"a00", 4}, {"b00", 5}}), bolt_leaf(4, left),
                    bolt_leaf(5, right), bolt_leaf(6, {{"inner", "x", false}})},
                   3);
}

TEST(Bolt, FindsAndLists) {
  std::string file = tree();
  Result<BoltDatabase> database = BoltDatabase::open(read_from_view(file));
  ASSERT_TRUE(database.ok()) << database.error().message();
  EXPECT_EQ(keys(*database, database->root()).size(), 41u);
  EXPECT_EQ(database->value(database->root(), "a00")->value(), "value 0");
  EXPECT_EQ(database->value(database->root(), "a19")->value(), "value 19");
  EXPECT_EQ(database->value(database->root(), "b07")->value(), "value 7");
  EXPECT_FALSE(database->value(database->root(), "a0")->has_value());
  EXPECT_FALSE(database->value(database->root(), "zz")->has_value());
  EXPECT_FALSE(database->value(database->root(), "bucket")->has_value());
  std::optional<BoltDatabase::Bucket> inner = *database->bucket(database->root(), "bucket");
  ASSERT_TRUE(inner.has_value());
  EXPECT_EQ(keys(*database, *inner), std::vector<std::string>{"inner"});
}

TEST(Bolt, TheNewerSoundMetaPageCounts) {
  std::string file = tree();
  Result<BoltDatabase> database = BoltDatabase::open(read_from_view(file));
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(database->transaction(), 8u);
  file[kBoltPage + 30] ^= 1;  // tear the newer one
  database = BoltDatabase::open(read_from_view(file));
  ASSERT_TRUE(database.ok());
  EXPECT_EQ(database->transaction(), 7u);
  file = tree();
  file[30] ^= 1;  // tear the first
  EXPECT_EQ(BoltDatabase::open(read_from_view(file))->transaction(), 8u);
  file[kBoltPage + 30] ^= 1;
  EXPECT_EQ(BoltDatabase::open(read_from_view(file)).error().code(), Code::kInvalid);
  EXPECT_FALSE(BoltDatabase::open(read_from_view("")).ok());
}

TEST(Bolt, DamageIsAnErrorNotACrash) {
  // A branch that names itself, a page that is another one, elements that point away.
  const std::vector<std::string> files = {
      bolt_file({bolt_branch(3, {{"a", 3}, {"b", 3}})}, 3),
      bolt_file({bolt_branch(3, {{"a", 4}}), bolt_leaf(9, {})}, 3),
      bolt_file({bolt_branch(3, {{"a", 1}})}, 3),
      bolt_file({bolt_branch(3, {{"a", ~uint64_t{0}}})}, 3),
      bolt_file({std::string(kBoltPage, '\xff')}, 3),
      bolt_file({bolt_leaf(3, {{"k", "v", false}})}, 3).substr(0, 3 * kBoltPage + 100),
  };
  for (size_t i = 0; i < files.size(); ++i) {
    Result<BoltDatabase> database = BoltDatabase::open(read_from_view(files[i]));
    ASSERT_TRUE(database.ok()) << i;
    auto all = [](const BoltDatabase::Item&) -> Result<bool> { return true; };
    EXPECT_FALSE(database->for_each(database->root(), all).ok()) << i;
    EXPECT_FALSE(database->value(database->root(), "b").ok()) << i;
  }
  std::string leaf = bolt_leaf(3, {{"k", "v", false}});
  leaf[16 + 4] = '\x7f';  // pos
  leaf[16 + 7] = '\x7f';
  std::string file = bolt_file({leaf}, 3);
  EXPECT_EQ(BoltDatabase::open(read_from_view(file))->value({3, ""}, "k").error().code(),
            Code::kInvalid);
}

TEST(ContainerdStore, FindsNamesInNamespaces) {
  std::string digest = "sha256:" + std::string(64, 'a');
  std::string file = containerd_database("docker.io/library/app:1", digest);
  Result<BoltDatabase> database = BoltDatabase::open(read_from_view(file));
  ASSERT_TRUE(database.ok());
  auto found = find_containerd_images(*database, {"docker.io/library/app:1"}, "");
  ASSERT_TRUE(found.ok()) << found.error().message();
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0].space, "k8s.io");
  EXPECT_EQ((*found)[0].target.digest.text(), digest);
  EXPECT_EQ((*found)[0].target.media_type, "application/vnd.oci.image.manifest.v1+json");
  EXPECT_TRUE(find_containerd_images(*database, {"other"}, "")->empty());
  EXPECT_TRUE(find_containerd_images(*database, {"docker.io/library/app:1"}, "moby")->empty());
}

}  // namespace
}  // namespace seawall::image
