#include "posture/catalogue.h"

#include <gtest/gtest.h>

#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

bool is_on(const Catalogue& catalogue, std::string_view id) {
  for (const check::Check& check : catalogue.judge().checks())
    if (check.id == id) return true;
  return false;
}

std::string error_of(Selection selection) {
  Result<std::unique_ptr<Catalogue>> out = Catalogue::create(std::move(selection));
  return out ? "" : out.error().message();
}

TEST(PodSecurityWord, is_a_level_and_a_version) {
  EXPECT_EQ(parse_pod_security("restricted@1.29").value(),
            (PodSecurity{PodSecurity::Level::kRestricted, 29}));
  EXPECT_EQ(parse_pod_security("baseline@v1.5").value().minor, 5u);
  EXPECT_EQ(parse_pod_security("baseline").value().minor, check::kNewestKubernetesMinor);
  EXPECT_EQ(parse_pod_security("baseline@latest").value().minor, check::kNewestKubernetesMinor);
  for (const char* wrong : {"", "strict", "baseline@", "baseline@2.1", "baseline@1.99", "Baseline"})
    EXPECT_FALSE(parse_pod_security(wrong)) << wrong;
}

TEST(KubernetesVersion, has_a_minor) {
  EXPECT_EQ(parse_kubernetes_version("1.29"), 29u);
  EXPECT_EQ(parse_kubernetes_version("v1.29.4"), 29u);
  for (const char* wrong : {"", "1", "2.1", "1.x", "1.29.x", "1.2.3.4", "1.99999"})
    EXPECT_EQ(parse_kubernetes_version(wrong), std::nullopt) << wrong;
}

TEST(Catalogue, has_what_is_enabled) {
  std::unique_ptr<Catalogue> usual = catalogue_of();
  EXPECT_TRUE(is_on(*usual, "privileged-container"));
  EXPECT_FALSE(is_on(*usual, "pss-baseline-privileged"));
  EXPECT_NE(usual->find("pss-baseline-privileged"), nullptr);
  EXPECT_EQ(usual->find("nope"), nullptr);
  Selection selection;
  selection.enable = {"pss-baseline-*"};
  selection.disable = {"privileged-*"};
  std::unique_ptr<Catalogue> other = catalogue_of(std::move(selection));
  EXPECT_FALSE(is_on(*other, "privileged-container"));
  EXPECT_TRUE(is_on(*other, "pss-baseline-privileged"));
}

TEST(Catalogue, of_a_framework_has_its_checks_alone) {
  Selection selection;
  selection.frameworks = {"pss"};
  std::unique_ptr<Catalogue> catalogue = catalogue_of(std::move(selection));
  EXPECT_TRUE(is_on(*catalogue, "pss-baseline-privileged"));
  EXPECT_FALSE(is_on(*catalogue, "liveness-probe"));
}

TEST(Catalogue, has_judges_of_levels) {
  std::unique_ptr<Catalogue> catalogue = catalogue_of();
  auto checks = [&](PodSecurity::Level level) {
    return catalogue->judge(PodSecurity{level, 20}).value()->checks().size();
  };
  EXPECT_EQ(checks(PodSecurity::Level::kPrivileged), 0u);
  EXPECT_GT(checks(PodSecurity::Level::kBaseline), 5u);
  EXPECT_GT(checks(PodSecurity::Level::kRestricted), checks(PodSecurity::Level::kBaseline));
  PodSecurity level{PodSecurity::Level::kBaseline, 20};
  EXPECT_EQ(*catalogue->judge(level), *catalogue->judge(level));
}

TEST(Catalogue, reads_the_users_checks) {
  TestFolder folder;
  folder.write("no-web.yaml",
               "id: no-web\ntitle: No web\nseverity: low\nstage: deploy\nlayer: container\n"
               "themes: [hygiene]\nrationale: Because.\nremedy: Do not.\nfor: object\n"
               "controls: {ours: [A1]}\nparams: {name: web}\n"
               "match: {kinds: [Pod]}\nexpression: object.metadata.name != params.name\n"
               "examples: {pass: [{object: {metadata: {name: a}}}], fail: [{object: {metadata: "
               "{name: web}}}]}\n");
  Selection selection;
  selection.folders = {folder.path()};
  selection.frameworks = {"ours"};
  selection.params = {"no-web.name=api"};
  std::unique_ptr<Catalogue> catalogue = catalogue_of(selection);
  EXPECT_EQ(catalogue->judge().checks().size(), 1u);
  EXPECT_EQ(catalogue->frameworks().back().id, "ours");
  selection.folders.push_back(folder.path());
  EXPECT_NE(error_of(selection).find("two checks have the id 'no-web'"), std::string::npos);
}

TEST(Catalogue, refuses_words_that_mean_nothing) {
  Selection enable, framework, param, bad;
  enable.enable = {"nope"};
  framework.frameworks = {"nope"};
  param.params = {"nope.x=1"};
  bad.params = {"nope"};
  EXPECT_NE(error_of(enable).find("there is no check 'nope'"), std::string::npos);
  EXPECT_NE(error_of(framework).find("there is no 'nope'; there are "), std::string::npos);
  EXPECT_NE(error_of(param).find("no check has the parameter 'nope.x'"), std::string::npos);
  EXPECT_NE(error_of(bad).find("ID.NAME=VALUE"), std::string::npos);
}

}  // namespace
}  // namespace seawall::posture
