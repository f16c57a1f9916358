// Waivers: findings that somebody has accepted, for a reason and a time. One format and one matcher
// for scans, admission and monitoring. The format is documented in docs/waivers.md:
//
//   waivers:
//     - id: CVE-2023-1234            # vulnerability, check or "*"; wildcards as in glob_match
//       package: openssl             # name or purl; everything but id and reason may be left out
//       image: registry.example/shop/*
//       kind: Deployment
//       namespace: shop
//       name: web-*
//       container: proxy
//       path: app/**                 # file in the image or project
//       reason: not reachable, see SEC-12
//       owner: platform@example.com
//       expires: 2027-01-31          # valid up to and including this day, UTC
//
// Every field of an entry that is present must match. The first matching entry that has not expired
// applies. An expired entry suppresses nothing and is itself a finding; so is one that cannot be
// read: an unknown field, a missing reason, a bad date are errors with file and line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/limits.h"
#include "base/result.h"
#include "finding/finding.h"

namespace seawall::waiver {

struct Waiver {
  std::string id, package, image, kind, name_space, name, container, path;  // patterns; empty: any
  std::string reason, owner, expires;
  UnixSeconds expires_at = 0;  // first second after the last valid day; 0: never
  std::string source;          // "waivers.yaml:12"
};

// Reads a waiver file (YAML or JSON). `path` names it in errors and in Waiver::source. Any error
// refuses the whole file: a waiver misread is a hole.
Result<std::vector<Waiver>> parse_waivers(std::string_view text, const std::string& path,
                                          const Limits& limits);

bool matches(const Waiver& waiver, const finding::Finding& finding);

// A waiver as it ended up in one scan, for the report.
struct Use {
  Waiver waiver;
  size_t findings = 0;  // how many it suppressed; when expired, how many it would have
  bool expired = false;
};

// Suppresses what the waivers say at time `now` (findings that are suppressed already stay as they
// are), appends a finding for every expired waiver, whether it would have matched something or not
// (kind "waiver", severity medium), and returns all waivers with their use, in file order.
std::vector<Use> apply(const std::vector<Waiver>& waivers, UnixSeconds now,
                       std::vector<finding::Finding>& findings);

}  // namespace seawall::waiver
