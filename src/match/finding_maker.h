// From hits (a package version lies in an advisory's range) to findings, one per vulnerability.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "feed/entries.h"
#include "feed/lookup.h"
#include "finding/finding.h"
#include "match/evaluate.h"
#include "match/match.h"
#include "match/target.h"

namespace seawall::match {

struct Hit {
  feed::EntryView entry;
  std::string_view ecosystem;  // "Debian:12"
  std::string_view version;    // that was compared
  bool source = false;         // it is the source package's
  bool pro = false;            // by an entry for subscribers only
  EntryVerdict verdict;
};

class FindingMaker {
 public:
  FindingMaker(const feed::AdvisoryLookup& advisories, const package::Distro* distro)
      : advisories_(advisories), distro_(distro) {}

  // Appends the findings of one item's hits. Damage in the index becomes a diagnostic.
  void make(const Item& item, const TypeInfo& type, std::span<const Hit> hits,
            std::vector<finding::Finding>& out, Diagnostics& diagnostics);

 private:
  // The hits of one vulnerability, best record first.
  struct Case {
    uint32_t group = 0;
    std::vector<const Hit*> hits;
  };
  const feed::Brief* brief(uint32_t advisory, Diagnostics& diagnostics);
  std::vector<Case> sort_into_cases(std::span<const Hit> hits, Diagnostics& diagnostics);
  void describe_records(const Case& one, const feed::Group& group, finding::Finding& out,
                        Diagnostics& diagnostics);
  void rate(const Case& one, const feed::Group& group, finding::Finding& out,
            Diagnostics& diagnostics);
  finding::Finding make_one(const Item& item, const TypeInfo& type, const Case& one,
                            const feed::Group& group, Diagnostics& diagnostics);

  const feed::AdvisoryLookup& advisories_;
  const package::Distro* distro_;
  std::unordered_map<uint32_t, feed::Brief> briefs_;  // a record often matches many packages
};

}  // namespace seawall::match
