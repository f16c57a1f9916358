#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <thread>

#include "package/rpm_database.h"
#include "package/rpm_testing.h"

namespace seawall::package {
namespace {

using testing::ElementsAre;

// The database file that these statements make.
std::string make(const std::string& sql, bool write_ahead = true) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(database, "main", &size, 0);
  std::string out(reinterpret_cast<char*>(bytes), static_cast<size_t>(size));
  sqlite3_free(bytes);
  sqlite3_close(database);
  if (write_ahead) out[18] = out[19] = 2;
  return out;
}

constexpr const char* kTable =
    "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);";

struct Read {
  std::vector<std::string> blobs;
  Status status;
};

Read read(std::string_view bytes, const Limits& limits = {}) {
  Read out;
  out.status = for_each_sqlite_header(bytes, limits,
                                      [&](std::string_view blob) { out.blobs.emplace_back(blob); });
  return out;
}

std::string sample() {
  return make(std::string(kTable) +
              "INSERT INTO Packages(blob) VALUES (x'616263'), (zeroblob(20000)), (x'64');");
}

TEST(RpmSqlite, Rows) {
  Read got = read(sample());
  EXPECT_TRUE(got.status.ok());
  EXPECT_THAT(got.blobs, ElementsAre("abc", std::string(20000, '\0'), "d"));
  EXPECT_TRUE(read(make(kTable, false)).status.ok());
}

TEST(RpmSqlite, ManyRowsStayWithinTheSteps) {
  Read got = read(make(std::string(kTable) +
                       "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<50000)"
                       "INSERT INTO Packages(blob) SELECT x'61' FROM n;"));
  EXPECT_TRUE(got.status.ok()) << got.status.error().message();
  EXPECT_EQ(got.blobs.size(), 50000u);
}

TEST(RpmSqlite, ThreadsDoNotDisturbEachOther) {
  std::string bytes = sample();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) EXPECT_EQ(read(bytes).blobs.size(), 3u);
    });
  for (std::thread& thread : threads) thread.join();
}

TEST(RpmSqlite, TruncationIsNeverSilent) {
  std::string whole = sample();
  for (size_t size = 0; size < whole.size(); size += 97)
    EXPECT_FALSE(read(std::string_view(whole).substr(0, size)).status.ok()) << size;
}

TEST(RpmSqlite, SchemasThatAreNoTable) {
  // Would give rows for ever.
  EXPECT_FALSE(read(make("CREATE VIEW Packages AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                         "SELECT i+1 FROM n) SELECT zeroblob(1000) AS blob FROM n;"))
                   .status.ok());
  EXPECT_FALSE(read(make("CREATE TABLE Other (a);")).status.ok());
  // A computed column runs functions: refused.
  EXPECT_FALSE(read(make("CREATE TABLE Packages (hnum INTEGER, blob AS (zeroblob(1000000)));"
                         "INSERT INTO Packages(hnum) VALUES (1);"))
                   .status.ok());
}

TEST(RpmSqlite, RowsThatHoldNoHeader) {
  Read got =
      read(make("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob);"
                "INSERT INTO Packages(blob) VALUES (NULL), ('text'), (x'61');"));
  EXPECT_THAT(got.blobs, ElementsAre("a"));
  EXPECT_FALSE(got.status.ok());
}

TEST(RpmSqlite, PagesThatAreUsedTwice) {
  // 60 leaves of one row each under one interior page; all its cells are pointed to one leaf.
  std::string bytes = make("PRAGMA page_size=4096;" + std::string(kTable) +
                           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE "
                           "i<60) INSERT INTO Packages(blob) SELECT zeroblob(3900) FROM n;");
  size_t changed = 0;
  for (size_t page = 1; page * 4096 < bytes.size(); ++page) {
    size_t start = page * 4096;
    if (bytes[start] != 5) continue;
    size_t cells = static_cast<uint8_t>(bytes[start + 4]);
    for (size_t i = 0; i < cells; ++i, ++changed) {
      size_t at = static_cast<uint8_t>(bytes[start + 12 + 2 * i]) * 256u +
                  static_cast<uint8_t>(bytes[start + 13 + 2 * i]);
      put_number(bytes, start + at, static_cast<uint64_t>(page + 1), 4, true);  // itself
    }
  }
  ASSERT_GT(changed, 10u);
  Read got = read(bytes);
  EXPECT_FALSE(got.status.ok());
  EXPECT_LE(got.blobs.size(), 100u);
}

// The schema's tree has five levels of interior pages, and all cells of a level point to the next
// one's only page: some thousand million visits, of a row that may come any number of times.
TEST(RpmSqlite, SchemaWhosePagesMultiply) {
  constexpr size_t kPage = 512;
  std::string bytes =
      make("PRAGMA page_size=512; " + std::string(kTable) + "CREATE TABLE t(a UNIQUE);");
  size_t first = bytes.size() / kPage + 1;   // number of the first page that is added
  auto leaf = [&](size_t from, size_t to) {  // with those rows of page 1
    std::string page = bytes.substr(0, kPage).replace(0, 8, bytes, 100, 8);
    put_number(page, 3, to - from, 2, true);
    page.replace(8, 2 * (to - from), bytes, 108 + 2 * from, 2 * (to - from));
    return page;
  };
  auto interior = [](size_t header, size_t head, size_t child) {
    std::string page(kPage, '\0');
    size_t cells = (kPage - header - 12) / 7, start = kPage - 5 * cells;
    page[header] = 5;
    put_number(page, header + 3, cells, 2, true);
    put_number(page, header + 5, start, 2, true);
    put_number(page, header + 8, child, 4, true);
    for (size_t i = 0; i < cells; ++i) {
      put_number(page, header + 12 + 2 * i, start + 5 * i, 2, true);
      put_number(page, start + 5 * i, i == 0 ? head : child, 4, true);
      page[start + 5 * i + 4] = 1;
    }
    return page;
  };
  bytes += leaf(0, 3) + leaf(3, 4);
  for (size_t i = 2; i < 6; ++i) {
    size_t child = i == 2 ? first + 1 : first + i - 1;
    bytes += interior(0, child, child);
  }
  bytes.replace(100, kPage - 100, interior(100, first, first + 5), 100, kPage - 100);
  put_number(bytes, 28, bytes.size() / kPage, 4, true);
  EXPECT_EQ(read(bytes).status.error().code(), Code::kLimit);
}

TEST(RpmSqlite, BoundsTheNumberOfPackages) {
  Limits limits;
  limits.packages = 2;
  Read got = read(sample(), limits);
  EXPECT_EQ(got.blobs.size(), 2u);
  EXPECT_EQ(got.status.error().code(), Code::kLimit);
}

}  // namespace
}  // namespace seawall::package
