// What could not be judged, and why: one line per reason and ecosystem, however many packages.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/distro.h"
#include "match/match.h"
#include "match/target.h"

namespace seawall::match {

class Coverage {
 public:
  Coverage(const feed::AdvisoryLookup& advisories, const Options& options,
           const package::Distro* distro, const DistroFeed* distro_feed)
      : advisories_(advisories), options_(options), distro_(distro), distro_feed_(distro_feed) {}

  // Whether packages of the type can be judged at all. Asked once per type; notes what is wrong
  // with its feed, its age and the distribution's release.
  bool admits_type(const TypeInfo& type);
  // Counts a package for the notes of its type.
  void count(const TypeInfo& type, const package::Package& package);
  // A reason that concerns single packages.
  void note(Why why, const TypeInfo& type, const package::Package& package);

  std::vector<NotJudged> take();

 private:
  std::string ecosystem_of(const TypeInfo& type) const;
  NotJudged& add(Why why, const TypeInfo& type, std::string message);
  bool admits_os(const TypeInfo& type);
  void judge_feed(const TypeInfo& type, const feed::Feed& feed);
  void judge_newest(const TypeInfo& type, const feed::Feed& feed);
  void judge_release(const TypeInfo& type);
  const feed::Feed* find_feed(std::string_view name) const;

  const feed::AdvisoryLookup& advisories_;
  const Options& options_;
  const package::Distro* distro_;
  const DistroFeed* distro_feed_;
  std::map<std::pair<std::string, Why>, NotJudged> notes_;
  std::map<std::string, std::vector<NotJudged*>, std::less<>> of_type_;
};

}  // namespace seawall::match
