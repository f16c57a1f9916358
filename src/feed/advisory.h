// An advisory: one OSV record (OSV schema 1.7, ossf.github.io/osv-schema) with the facts that
// Seawall uses. Plain data; text is as the record writes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::feed {

enum class RangeType : uint8_t { kSemver, kEcosystem, kGit };
const char* range_type_name(RangeType type);  // "SEMVER", "ECOSYSTEM", "GIT"

enum class EventType : uint8_t { kIntroduced, kFixed, kLastAffected, kLimit };
const char* event_type_name(EventType type);  // "introduced", ...

struct Event {
  EventType type = EventType::kIntroduced;
  std::string version;  // "0": before every version; a commit for GIT; limit may be "*"
  friend bool operator==(const Event&, const Event&) = default;
};

struct Range {
  RangeType type = RangeType::kEcosystem;
  std::string repo;           // GIT only
  std::vector<Event> events;  // in the record's order
  friend bool operator==(const Range&, const Range&) = default;
};

// One rating: type "CVSS_V2", "CVSS_V3", "CVSS_V4" with a vector in `score`, or a database's own
// type ("Ubuntu") with its word.
struct Rating {
  std::string type;
  std::string score;
  friend bool operator==(const Rating&, const Rating&) = default;
};

// What a database says of an affected package beyond its versions. kNone says nothing.
enum class State : uint8_t {
  kNone,
  kNoDsa,        // Debian: no advisory will be issued; may be fixed in a point release
  kPostponed,    // fixed together with a later, graver one
  kIgnored,      // will not be fixed in this release
  kUnimportant,  // not a vulnerability in the way the package is built or used
  kEndOfLife,    // the release or the package is not supported any more
  kUndetermined,
  kInvestigating,  // not known yet whether it is affected
  kNotAffected,
  kWithPro,  // the fix is only for subscribers (Ubuntu Pro, ESM)
};
const char* state_name(State state);  // "", "no-dsa", "postponed", ...

struct Affected {
  std::string ecosystem;  // with its release: "Debian:12", "npm"; empty for GIT-only entries
  std::string name;
  std::string purl;
  std::vector<Range> ranges;
  std::vector<std::string> versions;
  std::vector<Rating> ratings;  // of this package; they override the record's
  std::string word;             // the database's own severity word: Debian urgency, Ubuntu priority
  State state = State::kNone;
  std::string module;         // rpm modularity label "nodejs:18"; "*": of some module
  std::string informational;  // RustSec "unmaintained", "unsound", "notice"; of the Red Hat family
                              // "bugfix", "enhancement" when no CVE is named
  std::vector<std::string> symbols;  // Go: "import/path#Symbol" of the vulnerable code
  friend bool operator==(const Affected&, const Affected&) = default;
};

struct Reference {
  std::string type;  // "ADVISORY", "FIX", "WEB" ...
  std::string url;
  friend bool operator==(const Reference&, const Reference&) = default;
};

struct Advisory {
  std::string id;
  std::string modified, published, withdrawn;  // RFC 3339; withdrawn is empty when it stands
  std::vector<std::string> aliases, related, upstream;
  std::string summary;
  std::string details;  // cut after kMaxDetails bytes, at a character
  std::vector<Rating> ratings;
  std::string word;  // the database's own severity word: GHSA "MODERATE", Bitnami "Critical"
  std::vector<Affected> affected;
  std::vector<Reference> references;
  friend bool operator==(const Advisory&, const Advisory&) = default;

  bool malicious() const { return id.rfind("MAL-", 0) == 0; }
};

// Bounds of one record. Beyond them a record is refused (kLimit) or, where it says so, cut.
constexpr size_t kMaxRecordBytes = 64u << 20;
constexpr size_t kMaxDetails = 16u << 10;  // cut
constexpr size_t kMaxSummary = 1024;       // cut
constexpr size_t kMaxReferences = 64;      // cut
constexpr size_t kMaxIdBytes = 256;
constexpr size_t kMaxAliases = 16'384;  // each of aliases, related, upstream
constexpr size_t kMaxAffected = 65'536;
constexpr size_t kMaxVersions = 1'000'000;  // of one affected entry
constexpr size_t kMaxEvents = 65'536;       // of one range

// Reads one OSV record from JSON. Unknown fields are ignored (the schema demands it), null counts
// as absent. A field of the wrong type, an event of no known kind, a range of unknown type or
// without "introduced", a missing id or `modified` make the record kInvalid: what is left of it
// could hide a vulnerability.
Result<Advisory> read_advisory(std::string_view json);

// Who speaks in the record, by its id: "ghsa", "debian", "redhat", "nvd" (for CVE- ids) ...
std::string_view publisher(std::string_view id);

}  // namespace seawall::feed
