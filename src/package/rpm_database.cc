#include "package/rpm_database.h"

#include "package/rpm_bytes.h"

namespace seawall::package {

std::optional<RpmForm> rpm_form(std::string_view bytes) {
  constexpr uint32_t kHashMagic = 0x00061561;
  RpmBytes little{bytes, false}, big{bytes, true};
  if (bytes.starts_with(std::string_view("SQLite format 3\0", 16))) return RpmForm::kSqlite;
  if (bytes.starts_with("RpmP")) return RpmForm::kNdb;
  if (little.u32(12) == kHashMagic || big.u32(12) == kHashMagic) return RpmForm::kBerkeleyDb;
  return std::nullopt;
}

Status for_each_rpm_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit) {
  std::optional<RpmForm> form = rpm_form(bytes);
  if (!form) {
    // Made by opening a database that does not exist.
    if (bytes.empty()) return Error::make(Code::kTruncated, "empty rpm database file");
    return Error::make(Code::kInvalid, "not an rpm database (Berkeley DB hash, ndb or SQLite)");
  }
  switch (*form) {
    case RpmForm::kBerkeleyDb:
      return for_each_bdb_header(bytes, limits, visit);
    case RpmForm::kNdb:
      return for_each_ndb_header(bytes, limits, visit);
    case RpmForm::kSqlite:
      break;
  }
  return for_each_sqlite_header(bytes, limits, visit);
}

}  // namespace seawall::package
