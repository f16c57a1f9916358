// What Seawall says of one target: the inventory, every finding, what could not be judged, and the
// gate. The same assessment whoever asks: scan, webhook or monitor.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "feed/lookup.h"
#include "finding/finding.h"
#include "model/inventory.h"
#include "posture/baseline.h"
#include "posture/catalogue.h"
#include "posture/framework_result.h"
#include "posture/outcome.h"
#include "posture/policies.h"
#include "posture/score.h"
#include "waiver/waiver.h"

namespace seawall::posture {

// An advisory feed as it stood when the target was judged.
struct FeedState {
  std::string ecosystem;    // "Debian", "npm"
  std::string source;       // where it came from
  UnixSeconds fetched = 0;  // when the source was last seen to have this state
  std::string newest;       // newest change in the data, RFC 3339
  uint64_t advisories = 0;
};

struct Gate {
  finding::Severity fail_on = finding::Severity::kHigh;
  bool ignore_unfixed = false;  // findings without a fix do not count for the gate
};

struct Assessment {
  UnixSeconds created = 0;
  model::Inventory inventory;
  std::vector<finding::Finding> findings;  // by finding::more_urgent; suppressed ones included
  std::vector<waiver::Use> waivers;
  std::vector<NotJudged> not_judged;
  std::vector<FeedState> feeds;  // those that were used
  std::optional<BaselineUse> baseline;
  // What the score is made of: every check that ran, and what vulnerabilities and other scanners'
  // findings come to; by id. Empty when nothing of the kind was judged.
  std::vector<CheckOutcome> checks;
  Score score;
  std::vector<FrameworkResult> frameworks;
  Gate gate;

  // Anything not judged or not read.
  bool incomplete() const;
  // Findings that are not suppressed, and at or over the gate.
  bool counts(const finding::Finding& finding) const;
  size_t over_gate() const;
  // 0 clean, 1 something over the gate, 3 nothing over the gate but incomplete.
  int exit_code() const;
};

struct Options {
  UnixSeconds now = 0;
  int64_t max_data_age = int64_t{7} * 24 * 3600;  // seconds
  Gate gate;
  std::vector<waiver::Waiver> waivers;
  std::string database;  // folder of the advisory index, for remedies

  bool vulnerabilities = true;           // false: packages are listed, not judged
  const Catalogue* catalogue = nullptr;  // borrowed; nullptr: manifests are not judged by checks
  const Policies* policies = nullptr;    // borrowed; admission policies to run over manifests
  const Baseline* baseline = nullptr;    // borrowed
  unsigned threads = 0;                  // 0: one per core
  Progress* progress = nullptr;
};

// Judges `inventory`. `advisories` null: there is no index; packages are listed and the assessment
// says what to run.
Assessment assess(model::Inventory inventory, const feed::AdvisoryLookup* advisories,
                  const Options& options);

// What the person should do now: fixable findings grouped by the package to upgrade, most urgent
// first, then what `seawall fix` changes by itself: "openssl 3.0.11-1 -> 3.0.15-1~deb12u1 fixes 4
// findings, the worst critical".
struct Action {
  std::string package, from, to;
  std::string ecosystem, path;
  finding::Severity worst = finding::Severity::kUnknown;
  size_t findings = 0;
  std::string what;  // the sentence
};
std::vector<Action> actions(const Assessment& assessment);

}  // namespace seawall::posture
