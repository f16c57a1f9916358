#include "policy/match_resources.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "doc/builder.h"
#include "kube/label_selector.h"

namespace seawall::policy {
namespace {

bool lists(const doc::Node& list, std::string_view wanted) {
  auto fits = [&](const doc::Node& item) {
    return item.as_string() == "*" || item.as_string() == wanted;
  };
  return std::any_of(list.items().begin(), list.items().end(), fits);
}

// "pods", "pods/status", "pods/*", "*/scale", "*" (no subresources) and "*/*".
bool resource_fits(std::string_view pattern, const Request& request) {
  std::optional<Halves> halves = split_once(pattern, "/");
  std::string_view resource = halves ? halves->first : pattern;
  std::string_view subresource = halves ? halves->second : std::string_view();
  bool same = resource == "*" || resource == request.resource;
  return same && (subresource == "*" || subresource == request.subresource);
}

bool scope_fits(std::string_view scope, const Request& request) {
  if (scope.empty() || scope == "*") return true;
  return (scope == "Namespaced") != request.name_space.empty();
}

bool name_fits(const doc::Node& names, const Request& request) {
  return names.size() == 0 || lists(names, request.name);
}

// Kinds that moved between groups are one kind to matchPolicy Equivalent, the default.
bool is_equivalent_group(const doc::Node& groups, const Request& request) {
  constexpr std::array<std::string_view, 4> kMoved = {"deployments", "daemonsets", "replicasets",
                                                      "ingresses"};
  if (std::find(kMoved.begin(), kMoved.end(), request.resource) == kMoved.end()) return false;
  bool ingress = request.resource == "ingresses";
  std::string_view now = ingress ? "networking.k8s.io" : "apps";
  if (request.group != now && request.group != "extensions") return false;
  return lists(groups, now) || lists(groups, "extensions");
}

bool rule_matches(const doc::Node& rule, const Request& request, bool equivalent) {
  const doc::Node& groups = rule["apiGroups"];
  bool exact = lists(groups, request.group) && lists(rule["apiVersions"], request.version);
  bool same_kind =
      equivalent && (lists(groups, request.group) || is_equivalent_group(groups, request));
  if (!exact && !same_kind) return false;
  if (!lists(rule["operations"], request.operation)) return false;
  if (!scope_fits(rule.text("scope"), request) || !name_fits(rule["resourceNames"], request))
    return false;
  std::span<const doc::Node> resources = rule["resources"].items();
  return std::any_of(resources.begin(), resources.end(), [&](const doc::Node& pattern) {
    return resource_fits(pattern.as_string(), request);
  });
}

bool some_rule_matches(const doc::Node& rules, const Request& request, bool equivalent) {
  std::span<const doc::Node> items = rules.items();
  return std::any_of(items.begin(), items.end(), [&](const doc::Node& rule) {
    return rule_matches(rule, request, equivalent);
  });
}

bool namespace_selected(const doc::Node& selector, const Request& request) {
  if (selector.size() == 0) return true;
  // Cluster-scoped objects pass; a Namespace is selected by its own labels.
  bool is_namespace = request.resource == "namespaces" && request.group.empty();
  if (request.name_space.empty() && !is_namespace) return true;
  const doc::Node* known = is_namespace ? request.object : request.namespace_object;
  if (known) return kube::selects(selector, (*known)["metadata"]["labels"]);
  doc::Builder build;
  build.begin_object();
  build.key("kubernetes.io/metadata.name");
  build.string(request.name_space);
  build.end_object();
  doc::Document labels = build.finish();
  return kube::selects(selector, labels.root());
}

bool object_selected(const doc::Node& selector, const Request& request) {
  if (selector.size() == 0) return true;
  auto selected = [&](const doc::Node* object) {
    return object && kube::selects(selector, (*object)["metadata"]["labels"]);
  };
  return selected(request.object) || selected(request.old_object);
}

}  // namespace

Status check_match_resources(const doc::Node& resources) {
  if (!resources.is_object()) return Error(Code::kInvalid, "match resources are a mapping");
  for (std::string_view field : {"namespaceSelector", "objectSelector"})
    TRY(kube::check_label_selector(resources[field]).context("{}", field));
  for (std::string_view field : {"resourceRules", "excludeResourceRules"})
    for (const doc::Node& rule : resources[field].items())
      for (std::string_view part : {"apiGroups", "apiVersions", "operations", "resources"})
        if (rule[part].size() == 0)
          return Error::make(Code::kInvalid, "{}: a rule has no '{}'", field, part);
  return {};
}

bool matches_resources(const doc::Node& resources, const Request& request) {
  if (resources.is_null()) return true;
  bool equivalent = resources.text("matchPolicy") != "Exact";
  if (!namespace_selected(resources["namespaceSelector"], request)) return false;
  if (!object_selected(resources["objectSelector"], request)) return false;
  if (some_rule_matches(resources["excludeResourceRules"], request, equivalent)) return false;
  const doc::Node* rules = resources.find("resourceRules");
  return !rules || rules->size() == 0 || some_rule_matches(*rules, request, equivalent);
}

}  // namespace seawall::policy
