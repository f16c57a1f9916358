#include "policy/match_resources.h"

#include <gmock/gmock.h>

#include "doc/parse.h"

namespace seawall::policy {
namespace {

doc::Document yaml(std::string_view text) {
  return std::move(doc::parse_yaml(text, Limits{}).value().at(0));
}

Request request_for(std::string_view group, std::string_view resource,
                    std::string_view subresource = "") {
  Request request;
  request.group = group;
  request.version = "v1";
  request.resource = resource;
  request.subresource = subresource;
  request.name = "web";
  request.name_space = "shop";
  return request;
}

bool rule_matches(const std::string& rule, const Request& request) {
  doc::Document resources = yaml("resourceRules: [{" + rule + "}]");
  return matches_resources(resources.root(), request);
}

constexpr const char* kAny = "apiGroups: ['*'], apiVersions: ['*'], operations: ['*']";

TEST(MatchResources, ResourcesAndSubresources) {
  auto matches = [](const std::string& pattern, std::string_view subresource) {
    return rule_matches(fmt::format("{}, resources: ['{}']", kAny, pattern),
                        request_for("", "pods", subresource));
  };
  EXPECT_TRUE(matches("pods", ""));
  EXPECT_FALSE(matches("pods", "exec"));
  EXPECT_TRUE(matches("pods/exec", "exec"));
  EXPECT_TRUE(matches("pods/*", "exec"));
  EXPECT_TRUE(matches("*/exec", "exec"));
  EXPECT_TRUE(matches("*", ""));
  EXPECT_FALSE(matches("*", "exec"));
  EXPECT_TRUE(matches("*/*", "exec"));
  EXPECT_FALSE(matches("services", ""));
}

TEST(MatchResources, GroupsVersionsOperationsNamesScopes) {
  Request pod = request_for("", "pods");
  auto matches = [&](const std::string& rest) {
    return rule_matches("resources: [pods], " + rest, pod);
  };
  EXPECT_TRUE(matches("apiGroups: [''], apiVersions: [v1], operations: [CREATE]"));
  EXPECT_FALSE(matches("apiGroups: [apps], apiVersions: [v1], operations: [CREATE]"));
  EXPECT_FALSE(matches("apiGroups: [''], apiVersions: [v1], operations: [DELETE]"));
  EXPECT_FALSE(matches(std::string(kAny) + ", scope: Cluster"));
  EXPECT_TRUE(matches(std::string(kAny) + ", scope: Namespaced"));
  EXPECT_TRUE(matches(std::string(kAny) + ", resourceNames: [web]"));
  EXPECT_FALSE(matches(std::string(kAny) + ", resourceNames: [other]"));
}

TEST(MatchResources, EquivalentKindsOfOtherGroups) {
  Request old = request_for("extensions", "deployments");
  std::string rule =
      "resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: "
      "[deployments]}]";
  EXPECT_TRUE(matches_resources(yaml(rule).root(), old));
  EXPECT_FALSE(matches_resources(yaml(rule + "\nmatchPolicy: Exact").root(), old));
}

TEST(MatchResources, ExclusionsAndSelectors) {
  doc::Document object = yaml("metadata: {labels: {app: web}}");
  doc::Document name_space = yaml("metadata: {labels: {team: a}}");
  Request request = request_for("", "pods");
  request.object = &object.root();
  auto matches = [&](const std::string& text) {
    return matches_resources(yaml(text).root(), request);
  };
  EXPECT_TRUE(matches("{}"));
  EXPECT_FALSE(matches(fmt::format("excludeResourceRules: [{{{}, resources: [pods]}}]", kAny)));
  EXPECT_TRUE(matches("objectSelector: {matchLabels: {app: web}}"));
  EXPECT_FALSE(matches("objectSelector: {matchLabels: {app: db}}"));
  // Of an unknown namespace only the name is known.
  EXPECT_TRUE(matches("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}"));
  EXPECT_FALSE(matches("namespaceSelector: {matchLabels: {team: a}}"));
  request.namespace_object = &name_space.root();
  EXPECT_TRUE(matches("namespaceSelector: {matchLabels: {team: a}}"));
  request.name_space.clear();
  EXPECT_TRUE(matches("namespaceSelector: {matchLabels: {team: b}}"));
}

TEST(MatchResources, RulesWithHolesAreRefused) {
  EXPECT_FALSE(check_match_resources(yaml("resourceRules: [{apiGroups: ['']}]").root()));
  EXPECT_FALSE(check_match_resources(
      yaml("objectSelector: {matchExpressions: [{key: a, operator: Like}]}").root()));
  EXPECT_TRUE(check_match_resources(yaml("{}").root()));
}

}  // namespace
}  // namespace seawall::policy
