#include "posture/pod_security.h"

#include <gtest/gtest.h>

#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

using Level = PodSecurity::Level;

std::string name_space(const std::string& name, const std::string& labels) {
  return fmt::format(
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {}\n  labels: {{{}}}\n---\n", name,
      labels);
}

const std::string kEnforce = "pod-security.kubernetes.io/enforce";

TEST(PodSecurityPlan, reads_labels) {
  kube::Manifests manifests =
      manifests_of(name_space("a", kEnforce + ": baseline") +
                   name_space("b", kEnforce + ": restricted, " + kEnforce + "-version: v1.20") +
                   name_space("c", kEnforce + ": privileged"));
  std::vector<NotJudged> remarks;
  PodSecurityPlan plan(manifests, std::nullopt, remarks);
  EXPECT_EQ(plan.of("a"), (PodSecurity{Level::kBaseline, check::kNewestKubernetesMinor}));
  EXPECT_EQ(plan.of("b"), (PodSecurity{Level::kRestricted, 20}));
  EXPECT_EQ(plan.of("c").level, Level::kPrivileged);
  EXPECT_EQ(plan.of("d").level, Level::kPrivileged);
  EXPECT_TRUE(remarks.empty());
}

TEST(PodSecurityPlan, labels_never_lower_what_is_demanded) {
  kube::Manifests manifests = manifests_of(name_space("a", kEnforce + ": privileged") +
                                           name_space("b", kEnforce + ": restricted"));
  std::vector<NotJudged> remarks;
  PodSecurityPlan plan(manifests, PodSecurity{Level::kBaseline, 25}, remarks);
  EXPECT_EQ(plan.of("a"), (PodSecurity{Level::kBaseline, 25}));
  EXPECT_EQ(plan.of("b").level, Level::kRestricted);
  EXPECT_EQ(plan.of("c"), (PodSecurity{Level::kBaseline, 25}));
}

TEST(PodSecurityPlan, takes_wrong_labels_as_the_api_server_does) {
  kube::Manifests manifests =
      manifests_of(name_space("a", kEnforce + ": strict, " + kEnforce + "-version: newest"));
  std::vector<NotJudged> remarks;
  PodSecurityPlan plan(manifests, std::nullopt, remarks);
  EXPECT_EQ(plan.of("a"), (PodSecurity{Level::kRestricted, check::kNewestKubernetesMinor}));
  EXPECT_EQ(remarks.size(), 2u);
  EXPECT_FALSE(remarks[0].incomplete);
}

TEST(PodSecurity, restricted_checks_replace_baseline_ones) {
  EXPECT_EQ(weaker_pod_security_check("pss-restricted-volumes"), "pss-baseline-volumes");
  EXPECT_EQ(weaker_pod_security_check("pss-baseline-volumes"), "");
}

}  // namespace
}  // namespace seawall::posture
