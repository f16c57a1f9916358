// match_bench DB-FOLDER [ROUNDS]: opening the advisory index and matching 300 packages, and
// packages a second in bulk.
//
// The 300 are a Debian 12 image's mix: OS packages, npm and Maven, every third of them a name that
// the index has advisories for (with a version so high that it is judged and not affected, or so
// low that it is), the others unknown to it. Medians; the index is in the page cache.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <set>

#include "feed/index.h"
#include "match/match.h"

namespace {

using Steady = std::chrono::steady_clock;
using seawall::package::Package;

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Package package_of(std::string type, std::string name, std::string version) {
  Package package;
  package.type = std::move(type);
  if (package.type == "maven") {
    size_t colon = name.find(':');
    package.name_space = name.substr(0, colon);
    name = colon == std::string::npos ? name : name.substr(colon + 1);
  }
  package.name = std::move(name);
  package.version = std::move(version);
  return package;
}

// Names with advisories, a few hundred of each feed.
std::vector<std::pair<std::string, std::string>> known_names(const seawall::feed::Index& index) {
  std::set<std::pair<std::string, std::string>> names;
  auto take = [&](const seawall::feed::Advisory& advisory) {
    for (const auto& affected : advisory.affected) {
      const char* type = affected.ecosystem.starts_with("Debian") ? "deb"
                         : affected.ecosystem == "npm"            ? "npm"
                         : affected.ecosystem == "Maven"          ? "maven"
                                                                  : nullptr;
      if (type) names.insert({type, affected.name});
    }
    return true;
  };
  if (!index.for_each(take)) std::exit(2);
  return {names.begin(), names.end()};
}

std::vector<Package> make_packages(const seawall::feed::Index& index, size_t count) {
  auto names = known_names(index);
  const char* const kTypes[] = {"deb", "npm", "maven"};
  std::vector<Package> out;
  for (size_t i = 0; i < count; ++i) {
    std::string version = i % 2 ? "99.0.0" : "0.0.1";
    if (i % 3 == 0 && !names.empty()) {
      const auto& [type, name] = names[i * 7919 % names.size()];
      out.push_back(package_of(type, name, version));
    } else {
      out.push_back(package_of(kTypes[i % 3], fmt::format("no.such:package-{}", i), version));
    }
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: match_bench DB-FOLDER [ROUNDS]\n");
    return 2;
  }
  int rounds = argc > 2 ? std::atoi(argv[2]) : 101;
  auto first = seawall::feed::Index::open(argv[1]);
  if (!first) {
    fmt::print(stderr, "{}\n", first.error().message());
    return 2;
  }
  std::vector<Package> packages = make_packages(**first, 300);
  std::vector<Package> many = make_packages(**first, 300'000);
  seawall::package::Distro distro{"debian", {}, "12", "bookworm", "Debian 12", "", ""};
  auto items_of = [](const std::vector<Package>& list) {
    std::vector<seawall::match::Item> items;
    for (const Package& package : list) items.push_back({&package, "", ""});
    return items;
  };
  std::vector<seawall::match::Item> items = items_of(packages);
  std::vector<double> opening, both;
  size_t findings = 0;
  for (int i = 0; i < rounds; ++i) {
    auto start = Steady::now();
    auto index = seawall::feed::Index::open(argv[1]);
    opening.push_back(seconds_since(start));
    auto verdict = seawall::match::match(items, &distro, **index, {});
    both.push_back(seconds_since(start));
    findings = verdict.findings.size();
  }
  std::vector<seawall::match::Item> bulk = items_of(many);
  std::vector<double> bulk_seconds;
  size_t bulk_findings = 0;
  for (int i = 0; i < 3; ++i) {
    auto start = Steady::now();
    bulk_findings = seawall::match::match(bulk, &distro, **first, {}).findings.size();
    bulk_seconds.push_back(seconds_since(start));
  }
  fmt::print("open                       {:8.1f} us\n", median(opening) * 1e6);
  fmt::print("open + match 300 packages  {:8.1f} us  ({} findings)\n", median(both) * 1e6,
             findings);
  fmt::print("match in bulk              {:8.2f} M packages/s/core  ({} findings in {} packages)\n",
             static_cast<double>(many.size()) / median(bulk_seconds) / 1e6, bulk_findings,
             many.size());
  return 0;
}
