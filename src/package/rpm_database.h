// The three databases in which rpm has kept its headers, read from memory: Berkeley DB hash
// (`Packages`, until RHEL 8), ndb (`Packages.db`, SUSE) and SQLite (`rpmdb.sqlite`). librpm is not
// used: it wants paths, locks, and may write.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace seawall::package {

enum class RpmForm : uint8_t { kBerkeleyDb, kNdb, kSqlite };

// By the file's first bytes, not by its name.
std::optional<RpmForm> rpm_form(std::string_view bytes);

// Gives each header blob (rpm_header.h) in the order of the database; the view lives during the
// call. Stops at `Limits::packages` headers with kLimit. On damage, what is still readable is
// given and the first damage returned: kInvalid, kTruncated, kUnsupported. Time and memory stay in
// proportion to `bytes` whatever they say: no page or block is read twice.
using RpmVisit = std::function<void(std::string_view blob)>;
Status for_each_rpm_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit);

Status for_each_bdb_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit);
Status for_each_ndb_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit);
Status for_each_sqlite_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit);

}  // namespace seawall::package
