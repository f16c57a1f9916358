// Brings the index up to date from the OSV bucket or a mirror of it.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "feed/fetcher.h"
#include "feed/index.h"

namespace seawall::feed {

// The public bucket of OSV, and the public places of EPSS and KEV.
inline constexpr std::string_view kOsvUrl = "https://osv-vulnerabilities.storage.googleapis.com";
inline constexpr std::string_view kEpssUrl =
    "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz";
inline constexpr std::string_view kKevUrl =
    "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json";

struct UpdateOptions {
  std::string directory;      // of the index
  std::string base{kOsvUrl};  // URL or folder with ECOSYSTEM/all.zip and ECOSYSTEM/modified_id.csv
  std::vector<std::string> feeds;  // ecosystems to bring in ("Debian", "npm") besides those that
                                   // the index has; a release suffix is dropped
  bool only_named = false;         // leave other feeds of the index as they are
  bool all = false;                // every ecosystem that BASE/ecosystems.txt lists
  std::string epss{kEpssUrl};      // empty: keep what is there
  std::string kev{kKevUrl};
  uint64_t changed_limit = 500;  // more changed records than this: fetch all.zip instead
  bool force = false;            // fetch all.zip whatever the conditional headers say
};

// A feed that cannot be fetched keeps its old state and makes the Outcome incomplete; the call is
// an Error only when nothing at all could be done. Downloads that were cut off go on where they
// stopped with the next call.
Result<Outcome> update(const UpdateOptions& options, Fetcher& fetcher,
                       const Clock& clock = system_clock(), Progress& progress = no_progress());

// The feeds that packages of this purl type need, with the distribution's ID for OS packages
// (os-release): ("deb", "debian") -> "Debian", ("npm", "") -> "npm"; empty when OSV has none.
std::string feed_for(std::string_view purl_type, std::string_view distro_id);

}  // namespace seawall::feed
