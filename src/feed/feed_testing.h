// Helpers of the tests of advisories: small records, archives of them, folders.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/test_folder.h"
#include "feed/advisory.h"

namespace seawall::feed {

class FixedClock : public Clock {
 public:
  explicit FixedClock(UnixSeconds now) : now_(now) {}
  UnixSeconds now() const override { return now_; }
  void advance(int64_t seconds) { now_ += seconds; }

 private:
  UnixSeconds now_;
};

// An empty folder of this test.
inline std::string fresh_folder(std::string_view name) {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  std::string path =
      fmt::format("{}{}.{}.{}", test_folder(), info->test_suite_name(), info->name(), name);
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path;
}

inline void put_file(const std::string& path, std::string_view bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// A record with one range [introduced, fixed) of one package.
struct SimpleRecord {
  std::string id;
  std::string ecosystem = "npm";
  std::string name = "left-pad";
  std::string fixed = "1.2.0";  // empty: no fix
  std::string modified = "2024-01-01T00:00:00Z";
  std::string more;  // further members: R"(,"aliases":["CVE-2024-1"])"
};

inline std::string json_of(const SimpleRecord& r) {
  std::string fix = r.fixed.empty() ? "" : fmt::format(R"(,{{"fixed":"{}"}})", r.fixed);
  return fmt::format(
      R"({{"id":"{}","modified":"{}","affected":[{{"package":{{"ecosystem":"{}","name":"{}"}},)"
      R"("ranges":[{{"type":"{}","events":[{{"introduced":"0"}}{}]}}]}}]{}}})",
      r.id, r.modified, r.ecosystem, r.name, r.ecosystem == "npm" ? "SEMVER" : "ECOSYSTEM", fix,
      r.more);
}

inline Advisory advisory_of(const SimpleRecord& r) {
  return read_advisory(json_of(r)).value();
}

inline uint32_t crc32_slowly(std::string_view bytes) {
  uint32_t crc = ~0u;
  for (char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
  }
  return ~crc;
}

// A zip archive of stored files.
inline std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
  auto number = [](std::string& out, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  };
  std::string body;
  std::string directory;
  for (const auto& [name, data] : files) {
    std::string facts;
    number(facts, 20, 2);
    number(facts, 0, 2);
    number(facts, 0, 2);
    number(facts, 0, 4);
    number(facts, crc32_slowly(data), 4);
    number(facts, data.size(), 4);
    number(facts, data.size(), 4);
    number(facts, name.size(), 2);
    number(facts, 0, 2);
    directory += "PK\x01\x02";
    number(directory, 20, 2);
    directory += facts;
    number(directory, 0, 6);
    number(directory, 0, 4);
    number(directory, body.size(), 4);
    directory += name;
    body += "PK\x03\x04" + facts + name + data;
  }
  std::string out = body + directory + "PK\x05\x06";
  number(out, 0, 4);
  number(out, files.size(), 2);
  number(out, files.size(), 2);
  number(out, directory.size(), 4);
  number(out, body.size(), 4);
  number(out, 0, 2);
  return out;
}

inline std::string zip_of_records(const std::vector<SimpleRecord>& records) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const SimpleRecord& record : records)
    files.emplace_back(record.id + ".json", json_of(record));
  return zip_of(files);
}

}  // namespace seawall::feed
