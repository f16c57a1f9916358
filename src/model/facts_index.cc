#include "model/facts_index.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"
#include "kube/label_selector.h"
#include "model/facts_permissions.h"
#include "model/facts_policies.h"
#include "model/facts_routes.h"
#include "model/facts_selecting.h"

namespace seawall::model {
namespace {

constexpr int kMostOwners = 8;         // one above the other
constexpr size_t kMostOfOneName = 64;  // in a cluster there is one

}  // namespace

std::string_view group_of(std::string_view api_version) {
  std::optional<Halves> halves = split_once(api_version, "/");
  return halves ? halves->first : std::string_view();
}

std::string_view Pods::service_account() const {
  std::string_view name = spec->text("serviceAccountName");
  if (name.empty()) name = spec->text("serviceAccount");
  return name.empty() ? std::string_view("default") : name;
}

std::vector<Pods> pods_of(const kube::Object& object, Id id,
                          std::span<const kube::TemplatePath> templates) {
  std::vector<Pods> out;
  for (const kube::PodTemplate& each : kube::pod_templates(object, templates))
    out.push_back({id, kube::namespace_of(object), &(*each.metadata)["labels"], each.spec});
  return out;
}

NameIndex::NameIndex(std::span<const kube::Object> objects,
                     std::span<const std::string_view> namespaces)
    : objects_(objects), namespaces_(namespaces), sorted_(objects.size()) {
  for (Id id = 0; id < sorted_.size(); ++id) sorted_[id] = id;
  auto key = [&](Id id) {
    const kube::Object& object = objects_[id];
    return std::tie(object.group, object.kind, namespaces_[id], object.name);
  };
  std::sort(sorted_.begin(), sorted_.end(),
            [&](Id a, Id b) { return key(a) == key(b) ? a < b : key(a) < key(b); });
}

std::span<const Id> NameIndex::of_kind(std::string_view group, std::string_view kind) const {
  auto less = [&](Id id) {
    return std::tie(objects_[id].group, objects_[id].kind) < std::tie(group, kind);
  };
  auto not_greater = [&](Id id) {
    return std::tie(objects_[id].group, objects_[id].kind) <= std::tie(group, kind);
  };
  auto begin = std::partition_point(sorted_.begin(), sorted_.end(), less);
  return {begin, std::partition_point(begin, sorted_.end(), not_greater)};
}

std::span<const Id> NameIndex::in(std::string_view group, std::string_view kind,
                                  std::string_view name_space) const {
  std::span<const Id> all = of_kind(group, kind);
  auto less = [&](Id id) { return namespaces_[id] < name_space; };
  auto not_greater = [&](Id id) { return namespaces_[id] <= name_space; };
  auto begin = std::partition_point(all.begin(), all.end(), less);
  return {begin, std::partition_point(begin, all.end(), not_greater)};
}

std::span<const Id> NameIndex::named(std::string_view group, std::string_view kind,
                                     std::string_view name_space, std::string_view name) const {
  std::span<const Id> all = in(group, kind, name_space);
  auto less = [&](Id id) { return objects_[id].name < name; };
  auto not_greater = [&](Id id) { return objects_[id].name <= name; };
  auto begin = std::partition_point(all.begin(), all.end(), less);
  return {begin, std::partition_point(begin, all.end(), not_greater)};
}

PodIndex::PodIndex(std::span<const kube::Object> objects,
                   std::span<const kube::TemplatePath> templates) {
  for (Id id = 0; id < objects.size(); ++id)
    for (const Pods& pods : pods_of(objects[id], id, templates)) all_.push_back(pods);
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Pods& a, const Pods& b) { return a.name_space < b.name_space; });
  for (uint32_t i = 0; i < all_.size(); ++i) {
    labels_.add(all_[i].name_space, *all_[i].labels, i);
    accounts_.add(all_[i].name_space, LabelPair{all_[i].service_account(), ""}, i);
    if (with_pods_.empty() || with_pods_.back() != all_[i].name_space)
      with_pods_.push_back(all_[i].name_space);
  }
  labels_.finish();
  accounts_.finish();
}

std::vector<const Pods*> PodIndex::under(std::string_view name_space,
                                         std::string_view account) const {
  LabelPair wanted{account, ""};
  std::vector<const Pods*> out;
  for (uint32_t i : accounts_.candidates(name_space, {&wanted, 1})) out.push_back(&all_[i]);
  return out;
}

std::span<const Pods> PodIndex::in(std::string_view name_space) const {
  auto begin = std::partition_point(all_.begin(), all_.end(),
                                    [&](const Pods& pods) { return pods.name_space < name_space; });
  auto end = std::partition_point(begin, all_.end(),
                                  [&](const Pods& pods) { return pods.name_space <= name_space; });
  return {begin, end};
}

void PodIndex::select(std::string_view name_space, const doc::Node& selector, Work& work,
                      std::vector<const Pods*>& out) const {
  std::vector<LabelPair> pairs;
  demanded_pairs(selector, pairs);
  if (pairs.empty()) {
    std::span<const Pods> all = in(name_space);
    if (!work.spend(all.size())) return;
    for (const Pods& pods : all)
      if (kube::selects(selector, *pods.labels)) out.push_back(&pods);
    return;
  }
  std::vector<uint32_t> candidates = labels_.candidates(name_space, pairs);
  if (!work.spend(candidates.size() + 1)) return;
  for (uint32_t i : candidates)
    if (kube::selects(selector, *all_[i].labels)) out.push_back(&all_[i]);
}

void PodIndex::select_by_map(std::string_view name_space, const doc::Node& labels, Work& work,
                             std::vector<const Pods*>& out) const {
  std::vector<LabelPair> pairs;
  pairs_of_map(labels, pairs);
  if (pairs.empty()) return;
  std::vector<uint32_t> candidates = labels_.candidates(name_space, pairs);
  if (!work.spend(candidates.size() + 1)) return;
  for (uint32_t i : candidates)
    if (has_labels(*all_[i].labels, labels)) out.push_back(&all_[i]);
}

FactIndex::FactIndex(std::span<const kube::Object> objects, FactOptions options)
    : objects_(objects), options_(std::move(options)) {
  namespaces_.reserve(objects.size());
  for (const kube::Object& object : objects) namespaces_.push_back(scope_of(object));
}

FactIndex::~FactIndex() = default;

std::string_view FactIndex::scope_of(const kube::Object& object) {
  if (object.kind == "CiliumClusterwideNetworkPolicy" || object.kind == "GlobalNetworkPolicy")
    return {};
  return kube::namespace_of(object);
}

const std::vector<std::pair<std::string_view, size_t>>& FactIndex::kinds() const {
  return kinds_.get([&] {
    std::map<std::string_view, size_t> counts;
    for (const kube::Object& object : objects_) ++counts[object.kind];
    return std::make_unique<std::vector<std::pair<std::string_view, size_t>>>(counts.begin(),
                                                                              counts.end());
  });
}

Id FactIndex::id_of(const kube::Object& object) const {
  if (objects_.empty() || std::less<>()(&object, objects_.data()) ||
      !std::less<>()(&object, objects_.data() + objects_.size()))
    return kNoId;
  return static_cast<Id>(&object - objects_.data());
}

const NameIndex& FactIndex::names() const {
  return names_.get([&] { return std::make_unique<NameIndex>(objects_, namespaces_); });
}

const PodIndex& FactIndex::pods() const {
  return pods_.get([&] { return std::make_unique<PodIndex>(objects_, options_.templates); });
}

const PolicyIndex& FactIndex::policies() const {
  return policies_.get([&] { return std::make_unique<PolicyIndex>(*this); });
}

const RouteIndex& FactIndex::routes() const {
  return routes_.get([&] { return std::make_unique<RouteIndex>(*this); });
}

const PermissionIndex& FactIndex::permissions() const {
  return permissions_.get([&] { return std::make_unique<PermissionIndex>(*this); });
}

const SelectingIndex& FactIndex::services() const {
  return services_.get(
      [&] { return std::make_unique<SelectingIndex>(*this, SelectingIndex::What::kServices); });
}

const SelectingIndex& FactIndex::budgets() const {
  return budgets_.get(
      [&] { return std::make_unique<SelectingIndex>(*this, SelectingIndex::What::kBudgets); });
}

std::vector<Id> FactIndex::autoscalers_of(std::string_view name_space, std::string_view kind,
                                          std::string_view name) const {
  const LabelIndex& index = autoscalers_.get([&] {
    auto made = std::make_unique<LabelIndex>();
    for (Id id : names().of_kind("autoscaling", "HorizontalPodAutoscaler")) {
      const doc::Node& target = objects_[id].spec()["scaleTargetRef"];
      made->add(namespaces_[id], LabelPair{target.text("kind"), target.text("name")}, id);
    }
    made->finish();
    return made;
  });
  LabelPair wanted{kind, name};
  return index.candidates(name_space, {&wanted, 1});
}

const kube::Object* FactIndex::find(std::string_view group, std::string_view kind,
                                    std::string_view name_space, std::string_view name) const {
  std::span<const Id> ids = names().named(group, kind, name_space, name);
  return ids.empty() ? nullptr : &objects_[ids[0]];
}

const kube::Object* FactIndex::find_namespace(std::string_view name) const {
  return name.empty() ? nullptr : find("", "Namespace", "", name);
}

const kube::Object* FactIndex::owner_of(const kube::Object& object) const {
  const kube::Object* found = nullptr;
  std::string_view name_space = kube::namespace_of(object);
  for (const doc::Node& reference : object.metadata()["ownerReferences"].items()) {
    bool controls = reference["controller"].as_bool();
    if (found && !controls) continue;
    std::span<const Id> owners =
        names().named(group_of(reference.text("apiVersion")), reference.text("kind"), name_space,
                      reference.text("name"));
    for (Id id : owners.first(std::min(owners.size(), kMostOfOneName))) {
      const kube::Object& owner = objects_[id];
      std::string_view uid = owner.metadata().text("uid");
      bool is_other =
          !uid.empty() && !reference.text("uid").empty() && uid != reference.text("uid");
      if (is_other || owner.root == object.root ||
          kube::pod_templates(owner, options_.templates).empty())
        continue;
      found = &owner;
      if (controls) return found;
      break;
    }
  }
  return found;
}

std::vector<Id> FactIndex::workloads_of(const std::vector<const Pods*>& pods, Work& work) const {
  std::vector<Id> all;
  all.reserve(pods.size());
  for (const Pods* each : pods) all.push_back(each->object);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  if (!work.spend(all.size())) return {};
  auto is_owned = [&](Id id) {
    const kube::Object* owner = owner_of(objects_[id]);
    for (int i = 0; owner && i < kMostOwners; ++i, owner = owner_of(*owner))
      if (std::binary_search(all.begin(), all.end(), id_of(*owner))) return true;
    return false;
  };
  std::vector<Id> out;
  for (Id id : all)
    if (!is_owned(id)) out.push_back(id);
  return out;
}

}  // namespace seawall::model
