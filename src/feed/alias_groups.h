// Which records speak of the same vulnerability.
//
// OSV calls `aliases` symmetric and transitive, so groups are connected components. Taken at its
// word, that joins vulnerabilities that are not the same: one DSA, USN or RHSA names all CVEs that
// an update fixes, and databases sometimes put two CVEs into one record. So:
//
//   - A record with one CVE among its names (id, aliases, upstream; for distributions also related)
//     belongs to that CVE's group, and so do its other names.
//   - A record with several CVEs is a bundle: it joins nothing, and stands for each of them.
//   - A name that records give to different CVEs joins nothing either.
//   - No two CVEs ever end in one group, whatever chain of names would lead from one to the other.
//
// Unions are made in the order of ids, so that the same records always give the same groups.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "feed/advisory.h"

namespace seawall::feed {

// "CVE-2021-3782" of "CVE-2021-3782" and of "UBUNTU-CVE-2021-3782"; empty otherwise.
std::string_view cve_in(std::string_view id);

class AliasGroups {
 public:
  // Withdrawn records have no say: do not add them.
  void add(uint32_t advisory, const Advisory& record);
  // Call once, after the last add().
  void solve();

  struct Group {
    std::string_view id;
    std::vector<std::string_view> aliases;      // sorted, without id
    std::vector<std::string_view> names;        // every name that leads here, id and aliases too
    std::vector<uint32_t> advisories, bundles;  // ascending
  };
  // By number; ordered by id. Views live as long as this object.
  const std::vector<Group>& groups() const { return groups_; }
  // Groups that the advisory stands for, ascending.
  const std::vector<uint32_t>& groups_of(uint32_t advisory) const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Name {
    std::string_view text;
    uint32_t parent = 0;     // union-find
    uint32_t cve = kNone;    // name of the CVE of this component (valid at its root)
    uint32_t claim = kNone;  // the CVE that records give this name to
    bool ambiguous = false;  // given to two CVEs, or the id of a bundle
    bool alias = false;      // shown among the aliases of its group
  };
  struct Record {
    uint32_t advisory = 0;
    uint32_t self = 0;
    std::vector<uint32_t> names;  // other names, of single records
    std::vector<uint32_t> parts;  // bundles: what it stands for
  };
  uint32_t intern(std::string_view text);
  uint32_t root(uint32_t name);
  void unite(uint32_t a, uint32_t b);
  void collect_cves(const Advisory& record, std::vector<std::string_view>& cves) const;
  void claim(uint32_t name, uint32_t cve);
  void join_records();
  void number_groups();
  uint32_t group_at(uint32_t name, std::unordered_map<uint32_t, uint32_t>& of_root);
  void choose_names(const std::unordered_map<uint32_t, uint32_t>& of_root);

  std::unordered_map<std::string, uint32_t> index_;  // owns the texts
  std::vector<Name> names_;
  std::vector<Record> records_;
  std::vector<Group> groups_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> groups_of_;
};

}  // namespace seawall::feed
