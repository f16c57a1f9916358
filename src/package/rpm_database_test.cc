#include "package/rpm_database.h"

#include <gtest/gtest.h>

#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

TEST(RpmDatabase, FormsAreKnownByTheirBytes) {
  EXPECT_EQ(rpm_form(ndb_for_test({})), RpmForm::kNdb);
  EXPECT_EQ(rpm_form(bdb_for_test({}, false)), RpmForm::kBerkeleyDb);
  EXPECT_EQ(rpm_form(bdb_for_test({}, true)), RpmForm::kBerkeleyDb);
  EXPECT_EQ(rpm_form(std::string_view("SQLite format 3\0", 16)), RpmForm::kSqlite);
  EXPECT_EQ(rpm_form(""), std::nullopt);
  EXPECT_EQ(rpm_form("SQLite format 3"), std::nullopt);
}

TEST(RpmDatabase, OtherBytesAreAnError) {
  auto none = [](std::string_view) { FAIL(); };
  EXPECT_EQ(for_each_rpm_header("", {}, none).error().code(), Code::kTruncated);
  EXPECT_EQ(for_each_rpm_header("garbage", {}, none).error().code(), Code::kInvalid);
}

TEST(RpmDatabase, GivesEachHeader) {
  for (const std::string& bytes : {ndb_for_test({"a", "b"}), bdb_for_test({"a", "b"}, true)}) {
    std::string all;
    auto take = [&](std::string_view blob) { all += blob; };
    EXPECT_TRUE(for_each_rpm_header(bytes, {}, take).ok());
    EXPECT_EQ(all, "ab");
  }
}

}  // namespace
}  // namespace seawall::package
