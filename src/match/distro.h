// Distributions: which feed judges their packages, under which release names, and until when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "package/package.h"

namespace seawall::match {

// Whether and where the OSV data speaks of a distribution.
struct DistroFeed {
  std::string id;       // os-release ID: "debian"
  std::string release;  // as people say it: "12", "3.19", "22.04"
  std::string label;    // OSV ecosystem: "Debian:12"; "Amazon Linux 2" when OSV has none
  std::vector<std::string> families;  // OSV families to look in, the distribution's own first;
                                      // empty: nobody publishes for it in OSV form
  bool known = true;                  // false: an os-release that this program has never heard of

  // Whether entries of an OSV ecosystem with release speak of this installation. kPro: only for
  // subscribers (Ubuntu Pro), counted where there is no public entry.
  enum class Fit { kNo, kYes, kPro };
  Fit fit(std::string_view ecosystem) const;

 private:
  friend DistroFeed feed_of(const package::Distro& distro);
  void name_release(const package::Distro& distro);
  void judged_by(const std::string& family, const std::string& name);
  std::vector<std::string> exact_;  // ecosystems that fit
  std::vector<std::string> pro_;
  std::vector<std::string> cpes_;  // Red Hat: these and their parts ("Red Hat:enterprise_linux:9")
  std::string suffix_;             // SUSE products: any that end with this (" 15 SP5")
};

DistroFeed feed_of(const package::Distro& distro);

struct EndOfLife {
  std::string_view codename;   // "bookworm", may be empty
  UnixSeconds support = 0;     // end of the last day of regular support
  UnixSeconds advisories = 0;  // and of the last day that somebody publishes advisories
};
// Nothing when the release is not in the table (then nothing is claimed).
std::optional<EndOfLife> end_of_life(std::string_view id, std::string_view release);

// The package type of a distribution's own packages: "deb", "apk", "rpm"; empty when unknown.
bool is_os_type(std::string_view purl_type);

}  // namespace seawall::match
