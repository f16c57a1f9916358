// Reports: one file `NAME_report.cc` per output format, listed by the generated table. A format is a
// pure function from a Report to bytes; formats know nothing of terminals but the width and colour
// they are told.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "finding/finding.h"
#include "model/inventory.h"
#include "waiver/waiver.h"

namespace seawall::report {

// An advisory feed as it stood when the scan ran.
struct FeedState {
  std::string ecosystem;   // "Debian", "npm"
  std::string source;      // where it came from
  UnixSeconds updated = 0; // newest change in the data
  uint64_t advisories = 0;
};

// Something that could not be judged, and what to do about it: never silently clean.
struct NotJudged {
  std::string what;    // "12 packages of Amazon Linux 2023"
  std::string reason;  // "there is no advisory feed for this distribution"
  std::string remedy;  // "run `seawall db update --ecosystem ...`"; may be empty
  size_t packages = 0;
};

struct Gate {
  finding::Severity fail_on = finding::Severity::kHigh;
  bool ignore_unfixed = false;
};

struct Report {
  std::string tool_version;
  UnixSeconds created = 0;
  model::Inventory inventory;
  std::vector<finding::Finding> findings;  // sorted by finding::more_urgent; suppressed ones included
  std::vector<waiver::Use> waivers;
  std::vector<NotJudged> not_judged;
  std::vector<FeedState> feeds;
  Gate gate;

  // Anything not judged or not read.
  bool incomplete() const;
  // Findings that are not suppressed and at or over the gate.
  size_t over_gate() const;
  // 0 clean, 1 over the gate, 3 nothing over the gate but incomplete.
  int exit_code() const;
};

struct Style {
  bool colour = false;
  unsigned width = 100;     // columns of the terminal
  bool all_packages = false;  // list the packages too, not only findings
};

struct Format {
  std::string_view name;         // "table", "json", "sarif", "cyclonedx", "html" ...
  std::string_view description;  // one line for --help
  std::string_view media_type;
  std::string (*render)(const Report& report, const Style& style);
};

// All formats, by name.
std::span<const Format* const> formats();
const Format* find_format(std::string_view name);

// What the person should do now: fixable findings grouped by the package to upgrade, most urgent
// first. "openssl 3.0.11 -> 3.0.15-1~deb12u1 fixes 4 (1 critical)".
struct Action {
  std::string what;        // the sentence
  std::string package, from, to;
  finding::Severity worst = finding::Severity::kUnknown;
  size_t findings = 0;
};
std::vector<Action> actions(const Report& report);

}  // namespace seawall::report
