// The judge of known vulnerabilities: packages x advisories -> findings. A pure function: no files,
// no clock, no threads. Follows OSV's evaluation algorithm (ossf.github.io/osv-schema,
// "Evaluation") with the ecosystem's own version order, and says by name what it could not judge.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "feed/lookup.h"
#include "finding/finding.h"
#include "package/package.h"

namespace seawall::match {

// One installed package, borrowed. `owner` names the OS package that installed its files, when one
// did ("python3-yaml 6.0-3"): its findings are kept but suppressed, since the distribution's own
// advisories judge that copy.
struct Item {
  const package::Package* package = nullptr;
  std::string owner;
  std::string owner_purl;
  // The name may have lost its capitals: it comes from a purl (of an SBOM). Then npm and Go
  // packages, whose names are told apart by case, match advisories in any case.
  bool name_from_purl = false;
};

struct Options {
  UnixSeconds now = 0;  // 0: ages and end-of-life dates are not judged
  int64_t max_data_age =
      int64_t{7} * 86'400;     // seconds; feeds last fetched longer ago are "old data"; 0: any
  bool development = true;     // packages of development and test scope too
  bool informational = false;  // RustSec notices that are no vulnerabilities
};

enum class Why : uint8_t {
  kNoData,          // there is no index, or no feed for this ecosystem in it: an update would help
  kNoFeed,          // nobody publishes advisories in OSV form for it (Amazon Linux, Oracle Linux)
  kNoDistro,        // OS packages, but which distribution is not known
  kNoRelease,       // the feed has nothing on this release of the distribution
  kEndOfLife,       // the release gets no more advisories: silence proves nothing
  kOldData,         // findings are made, but newer advisories are missing
  kUnknownType,     // purl type that no ecosystem belongs to
  kNoVersion,       // no version, or "(devel)": cannot be compared
  kBadVersion,      // the ecosystem's tool refuses the version; judged as well as its place allows
  kVersionRange,    // a requirement ("^1.2"), not an installed version
  kSkippedRecords,  // some advisories of the feed could not be read when it was imported
  kEndOfLifeSoon,   // a remark: within 90 days
};
const char* why_name(Why why);  // "no-data", "end-of-life", ...

// One line for the person, per reason and ecosystem.
struct NotJudged {
  Why why = Why::kNoData;
  std::string ecosystem;   // "Debian:8", "npm", "deb"
  size_t packages = 0;     // how many it concerns
  std::string example;     // one of them: "left-pad ^1.2"
  std::string message;     // "Debian 8 (jessie) reached its end of life on 2020-06-30"
  std::string feed;        // the feed that an update would have to bring; may be empty
  bool incomplete = true;  // false: a remark that leaves the answer whole
};

struct Verdict {
  // Most urgent first. Subject has the package's part; the image's part is the caller's.
  std::vector<finding::Finding> findings;
  std::vector<uint32_t> items;  // items[i]: which Item findings[i] is about
  std::vector<NotJudged> not_judged;
  Diagnostics diagnostics;  // damage found in the index
  size_t judged = 0;        // packages compared with a feed
  bool complete() const;    // no entry of not_judged or diagnostics is `incomplete`
};

// One finding per (item, vulnerability), whatever number of records tell of it.
Verdict match(std::span<const Item> items, const package::Distro* distro,
              const feed::AdvisoryLookup& advisories, const Options& options);

// Fills `detail` and `references` of findings from the complete records: for reports only, since it
// costs more than the match itself.
void describe(std::span<finding::Finding> findings, const feed::AdvisoryLookup& advisories);

}  // namespace seawall::match
