#include "feed/alias_groups.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "feed/ecosystem.h"

namespace seawall::feed {
namespace {

void sort_unique(auto& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

// Whether the record is a distribution's: those name the CVEs they fix under `related` too.
bool from_distribution(const Advisory& record) {
  for (const Affected& affected : record.affected)
    if (has_releases(family_of(affected.ecosystem))) return true;
  return false;
}

// Which of a group's names a person should see first.
int preference(std::string_view id) {
  if (id.starts_with("CVE-")) return 0;
  if (id.starts_with("GHSA-")) return 1;
  if (id.starts_with("MAL-")) return 2;
  // Names that other databases made up for records that had none.
  if (id.starts_with("GMS-")) return 5;
  if (id.starts_with("GLAD-")) return 6;
  return publisher(id).empty() ? 4 : 3;
}

}  // namespace

std::string_view cve_in(std::string_view id) {
  size_t at = id.starts_with("CVE-") ? 0 : id.rfind("-CVE-");
  if (at == std::string_view::npos) return {};
  std::string_view cve = id.substr(at == 0 ? 0 : at + 1);
  // CVE-YYYY-N...
  if (cve.size() < 10 || cve[8] != '-') return {};
  for (size_t i = 4; i < cve.size(); ++i)
    if (i != 8 && !is_digit(cve[i])) return {};
  return cve;
}

uint32_t AliasGroups::intern(std::string_view text) {
  auto [at, is_new] = index_.try_emplace(std::string(text), static_cast<uint32_t>(names_.size()));
  if (is_new) {
    Name name;
    name.text = at->first;
    name.parent = at->second;
    if (cve_in(text) == text) name.cve = at->second;
    names_.push_back(name);
  }
  return at->second;
}

uint32_t AliasGroups::root(uint32_t name) {
  while (names_[name].parent != name) {
    names_[name].parent = names_[names_[name].parent].parent;
    name = names_[name].parent;
  }
  return name;
}

void AliasGroups::unite(uint32_t a, uint32_t b) {
  a = root(a);
  b = root(b);
  if (a == b) return;
  uint32_t cve_a = names_[a].cve;
  uint32_t cve_b = names_[b].cve;
  if (cve_a != kNone && cve_b != kNone) return;  // two vulnerabilities
  if (names_[b].text < names_[a].text) std::swap(a, b);
  names_[b].parent = a;
  names_[a].cve = cve_a != kNone ? cve_a : cve_b;
}

void AliasGroups::collect_cves(const Advisory& record, std::vector<std::string_view>& cves) const {
  if (std::string_view own = cve_in(record.id); !own.empty()) {
    cves.push_back(own);
    return;
  }
  auto take = [&](const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
      if (std::string_view cve = cve_in(id); !cve.empty()) cves.push_back(cve);
  };
  take(record.aliases);
  take(record.upstream);
  if (cves.empty() && from_distribution(record)) take(record.related);
  sort_unique(cves);
}

void AliasGroups::claim(uint32_t name, uint32_t cve) {
  Name& claimed = names_[name];
  if (claimed.claim == kNone) claimed.claim = cve;
  if (claimed.claim != cve) claimed.ambiguous = true;
}

void AliasGroups::add(uint32_t advisory, const Advisory& record) {
  std::vector<std::string_view> cves;
  collect_cves(record, cves);
  Record added{.advisory = advisory, .self = intern(record.id)};
  bool many_upstream = cves.empty() && record.aliases.empty() && record.upstream.size() > 1;
  if (cves.size() > 1 || many_upstream) {
    names_[added.self].ambiguous = true;
    for (std::string_view cve : cves) added.parts.push_back(intern(cve));
    if (many_upstream)
      for (const std::string& id : record.upstream) added.parts.push_back(intern(id));
  } else {
    if (!cves.empty()) added.names.push_back(intern(cves.front()));
    for (const std::string& id : record.aliases) {
      added.names.push_back(intern(id));
      names_[added.names.back()].alias = true;
    }
    for (const std::string& id : record.upstream) added.names.push_back(intern(id));
    bool made_up = record.id.starts_with("GLAD-");  // nobody knows it by that name
    bool known_as = !record.aliases.empty() || added.names.empty();
    if (known_as && !made_up) names_[added.self].alias = true;
    if (!cves.empty())
      for (uint32_t name : added.names) claim(name, intern(cves.front()));
  }
  records_.push_back(std::move(added));
}

void AliasGroups::join_records() {
  std::vector<const Record*> order;
  for (const Record& record : records_) order.push_back(&record);
  std::sort(order.begin(), order.end(), [&](const Record* a, const Record* b) {
    return std::tie(names_[a->self].text, a->advisory) <
           std::tie(names_[b->self].text, b->advisory);
  });
  // First the CVEs that records claim, then what hangs on names without a CVE.
  for (const Record* record : order)
    for (uint32_t name : record->names)
      if (names_[name].cve == name) unite(record->self, name);
  for (const Record* record : order)
    for (uint32_t name : record->names)
      if (!names_[name].ambiguous) unite(record->self, name);
}

uint32_t AliasGroups::group_at(uint32_t name, std::unordered_map<uint32_t, uint32_t>& of_root) {
  auto [at, is_new] = of_root.try_emplace(root(name), static_cast<uint32_t>(groups_.size()));
  if (is_new) groups_.emplace_back();
  return at->second;
}

void AliasGroups::choose_names(const std::unordered_map<uint32_t, uint32_t>& of_root) {
  for (uint32_t name = 0; name < names_.size(); ++name) {
    auto found = of_root.find(root(name));
    if (found == of_root.end()) continue;
    Group& group = groups_[found->second];
    std::string_view text = names_[name].text;
    group.names.push_back(text);
    if (names_[name].alias) group.aliases.push_back(text);
    auto rank = [](std::string_view id) { return std::tuple(preference(id), id); };
    if (group.id.empty() || rank(text) < rank(group.id)) group.id = text;
  }
  for (Group& group : groups_) {
    std::erase_if(group.aliases, [&](std::string_view alias) {
      return alias == group.id || cve_in(alias) == group.id;
    });
    sort_unique(group.aliases);
  }
}

void AliasGroups::number_groups() {
  std::vector<uint32_t> order(groups_.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return groups_[a].id < groups_[b].id; });
  std::vector<Group> sorted;
  std::vector<uint32_t> number(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    number[order[i]] = i;
    sorted.push_back(std::move(groups_[order[i]]));
  }
  groups_ = std::move(sorted);
  for (auto& [advisory, list] : groups_of_) {
    for (uint32_t& group : list) group = number[group];
    sort_unique(list);
  }
  for (Group& group : groups_) {
    sort_unique(group.advisories);
    sort_unique(group.bundles);
  }
}

void AliasGroups::solve() {
  join_records();
  std::unordered_map<uint32_t, uint32_t> of_root;
  for (const Record& record : records_) {
    std::vector<uint32_t>& list = groups_of_[record.advisory];
    if (record.parts.empty()) {
      uint32_t group = group_at(record.self, of_root);
      groups_[group].advisories.push_back(record.advisory);
      list.push_back(group);
    }
    for (uint32_t part : record.parts) {
      uint32_t group = group_at(part, of_root);
      groups_[group].bundles.push_back(record.advisory);
      list.push_back(group);
    }
  }
  choose_names(of_root);
  number_groups();
}

const std::vector<uint32_t>& AliasGroups::groups_of(uint32_t advisory) const {
  static const std::vector<uint32_t> none;
  auto found = groups_of_.find(advisory);
  return found == groups_of_.end() ? none : found->second;
}

}  // namespace seawall::feed
