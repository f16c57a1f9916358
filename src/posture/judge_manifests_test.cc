#include "posture/judge_manifests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

using finding::Finding;
using testing::Contains;
using testing::Not;

std::vector<std::string> ids(const Judged& judged) {
  std::vector<std::string> out;
  for (const Finding& finding : judged.findings) out.push_back(finding.id);
  return out;
}

Judged judge(const kube::Manifests& manifests, const Catalogue& catalogue, unsigned threads = 1) {
  JudgeManifestsOptions options;
  options.catalogue = &catalogue;
  options.threads = threads;
  return judge_manifests(manifests, options);
}

TEST(JudgeManifests, gives_findings_with_their_places) {
  std::unique_ptr<Catalogue> catalogue = catalogue_of();
  kube::Manifests manifests = manifests_of(kRootPod);
  Judged judged = judge(manifests, *catalogue);
  auto found = std::find_if(judged.findings.begin(), judged.findings.end(),
                            [](const Finding& f) { return f.id == "privileged-container"; });
  ASSERT_NE(found, judged.findings.end());
  EXPECT_EQ(found->kind, "check");
  EXPECT_EQ(found->subject.path, "web.yaml");
  EXPECT_EQ(found->subject.line, 9u);
  EXPECT_EQ(found->subject.kind, "Pod");
  EXPECT_EQ(found->subject.name_space, "shop");
  EXPECT_EQ(found->subject.container, "nginx");
  EXPECT_EQ(found->subject.field, "spec.containers[0].securityContext.privileged");
  EXPECT_EQ(found->autofix, Finding::Autofix::kUnsafe);
  EXPECT_FALSE(found->remedy.empty());
  auto outcome = std::find_if(judged.checks.begin(), judged.checks.end(),
                              [](const CheckOutcome& c) { return c.id == "privileged-container"; });
  ASSERT_NE(outcome, judged.checks.end());
  EXPECT_EQ(outcome->applied, 1u);
  EXPECT_EQ(outcome->failed, 1u);
}

TEST(JudgeManifests, gives_no_lines_of_what_is_rendered) {
  std::unique_ptr<Catalogue> catalogue = catalogue_of();
  kube::Manifests manifests;
  kube::read_manifest_text(kRootPod, {"chart/templates/web.yaml", "helm"}, Limits{}, manifests);
  Judged judged = judge(manifests, *catalogue);
  ASSERT_FALSE(judged.findings.empty());
  EXPECT_EQ(judged.findings[0].subject.line, 0u);
  EXPECT_EQ(judged.findings[0].autofix, Finding::Autofix::kNone);
}

TEST(JudgeManifests, judges_labelled_namespaces_by_their_level) {
  std::unique_ptr<Catalogue> catalogue = catalogue_of();
  std::string labelled =
      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n"
      "    pod-security.kubernetes.io/enforce: restricted\n---\n";
  std::string pod(kRootPod);
  EXPECT_THAT(ids(judge(manifests_of(pod), *catalogue)),
              Not(Contains("pss-restricted-run-as-non-root")));
  std::vector<std::string> restricted = ids(judge(manifests_of(labelled + pod), *catalogue));
  EXPECT_THAT(restricted, Contains("pss-restricted-run-as-non-root"));
  EXPECT_THAT(restricted, Contains("pss-baseline-privileged"));
}

TEST(JudgeManifests, a_restricted_violation_replaces_the_baseline_one) {
  Selection selection;
  selection.pod_security = PodSecurity{PodSecurity::Level::kRestricted, 30};
  std::unique_ptr<Catalogue> catalogue = catalogue_of(std::move(selection));
  kube::Manifests manifests = manifests_of(
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
      "  - {name: a, image: a, securityContext: {capabilities: {add: [NET_RAW]}}}\n");
  Judged judged = judge(manifests, *catalogue);
  EXPECT_THAT(ids(judged), Contains("pss-restricted-capabilities"));
  EXPECT_THAT(ids(judged), Not(Contains("pss-baseline-capabilities")));
  for (const CheckOutcome& check : judged.checks)
    if (check.id == "pss-baseline-capabilities") {
      EXPECT_EQ(check.failed + check.applied, 0u);
    }
}

TEST(JudgeManifests, says_what_gave_no_answer) {
  TestFolder folder;
  folder.write("bad.yaml",
               "id: bad\ntitle: Bad\nseverity: low\nstage: deploy\nlayer: container\n"
               "themes: [hygiene]\nrationale: Because.\nremedy: Do.\nfor: object\n"
               "match: {kinds: [Pod]}\nexpression: object.metadata.nope == 1\n"
               "examples: {pass: [{object: {}}], fail: [{object: {}}]}\n");
  Selection selection;
  selection.folders = {folder.path()};
  std::unique_ptr<Catalogue> catalogue = catalogue_of(std::move(selection));
  Judged judged = judge(manifests_of(kRootPod), *catalogue);
  ASSERT_EQ(judged.not_judged.size(), 1u);
  EXPECT_EQ(judged.not_judged[0].why, "check-error");
  EXPECT_TRUE(judged.not_judged[0].incomplete);
  EXPECT_NE(judged.not_judged[0].message.find(
                "check bad gave no answer for 1 thing: Pod shop/web (web.yaml:1)"),
            std::string::npos)
      << judged.not_judged[0].message;
}

TEST(JudgeManifests, is_the_same_for_any_number_of_threads) {
  std::unique_ptr<Catalogue> catalogue = catalogue_of();
  std::string text;
  for (int i = 0; i < 400; ++i)
    text += fmt::format(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{0}, namespace: n{1}}}\nspec:\n"
        "  containers:\n  - {{name: a, image: 'nginx:{0}'}}\n",
        i, i % 7);
  kube::Manifests manifests = manifests_of(text);
  Judged one = judge(manifests, *catalogue, 1), four = judge(manifests, *catalogue, 4);
  ASSERT_EQ(one.findings.size(), four.findings.size());
  for (size_t i = 0; i < one.findings.size(); ++i) {
    EXPECT_EQ(one.findings[i].id, four.findings[i].id);
    EXPECT_EQ(one.findings[i].subject.name, four.findings[i].subject.name);
  }
  for (size_t i = 0; i < one.checks.size(); ++i)
    EXPECT_EQ(one.checks[i].applied, four.checks[i].applied);
}

}  // namespace
}  // namespace seawall::posture
