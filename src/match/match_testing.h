// Helpers of the matcher's tests: packages, an index in memory, one call.
#pragma once

#include <string>
#include <vector>

#include "feed/feed_testing.h"
#include "feed/memory_index.h"
#include "match/match.h"

namespace seawall::match {

constexpr UnixSeconds kToday = 1'764'000'000;  // 2025-11-24

inline package::Package package_of(std::string type, std::string name_space, std::string name,
                                   std::string version) {
  return {.type = std::move(type),
          .name_space = std::move(name_space),
          .name = std::move(name),
          .version = std::move(version)};
}

inline feed::Advisory record(const std::string& json) {
  return feed::read_advisory(json).value();
}

inline Verdict judge(const std::vector<package::Package>& packages,
                     const std::vector<feed::Advisory>& records,
                     const package::Distro* distro = nullptr, Options options = {.now = kToday},
                     const feed::ExploitLists& exploits = {}) {
  auto index = feed::make_memory_index(records, kToday - 3600, exploits);
  std::vector<Item> items;
  for (const package::Package& package : packages) items.push_back({.package = &package});
  return match(items, distro, *index, options);
}

inline const package::Distro& debian12() {
  static const package::Distro distro = {.id = "debian", .version_id = "12", .name = "Debian 12"};
  return distro;
}

}  // namespace seawall::match
