#include "kube/kustomization.h"

#include "kube/render_testing.h"

namespace seawall::kube {
namespace {

class KustomizationFolder : public FolderTest {
 protected:
  void write_overlay() {
    write("base/kustomization.yaml", "resources: [pod.yaml]\n");
    write("base/pod.yaml", object_yaml("Pod", "web"));
    write("prod/kustomization.yaml",
          "namePrefix: prod-\nresources: [../base]\npatches: [{path: patch.yaml}]\n"
          "configMapGenerator: [{name: c, literals: [a=b], options: {disableNameSuffixHash: "
          "true}}]\n");
    write("prod/patch.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {a: b}}\n");
    write("loose.yaml", object_yaml("Secret", "s"));
  }
};

TEST_F(KustomizationFolder, IsRenderedByKubectl) {
  if (!can_render("kubectl")) GTEST_SKIP() << "no kubectl, or no namespaces, on this machine";
  write_overlay();
  EXPECT_EQ(read(),
            (Lines{"loose.yaml: Secret/s", "kustomize prod/kustomization.yaml: ConfigMap/prod-c",
                   "kustomize prod/kustomization.yaml: Pod/prod-web"}));
}

TEST_F(KustomizationFolder, ThatFailsIsToldAndItsResourcesAreRead) {
  write_overlay();
  ManifestOptions options;
  options.render = false;
  EXPECT_EQ(read(options),
            (Lines{"base/pod.yaml: Pod/web", "loose.yaml: Secret/s",
                   "prod/kustomization.yaml! not judged: this kustomization: rendering is switched "
                   "off; its resources are judged as they stand"}));
}

TEST_F(KustomizationFolder, NothingIsFetched) {
  write("a/kustomization.yaml", "resources: [pod.yaml, 'https://example.org/x.yaml']\n");
  write("a/pod.yaml", object_yaml("Pod", "web"));
  write("b/kustomization.yml", "resources: [../a]\n");
  write("c/Kustomization", "helmCharts: [{name: x, repo: 'https://example.org'}]\n");
  EXPECT_EQ(read(),
            (Lines{"a/pod.yaml: Pod/web",
                   "b/kustomization.yml! not judged: this kustomization: a/kustomization.yaml: it "
                   "stands on https://example.org/x.yaml, which is not fetched; its resources "
                   "are judged as they stand",
                   "c/Kustomization! not judged: this kustomization: it needs helmCharts, which "
                   "fetches charts: not run; its resources are judged as they stand"}));
}

TEST_F(KustomizationFolder, RingsAndDamageEnd) {
  write("a/kustomization.yaml", "resources: [../b]\n");
  write("b/kustomization.yaml", "resources: [../a, .]\n");
  write("c/kustomization.yaml", "resources: [\n");
  ManifestOptions options;
  options.render = false;
  EXPECT_EQ(read(options).size(), 2u);
}

TEST(Kustomization, Names) {
  EXPECT_TRUE(is_kustomization("a/kustomization.yaml"));
  EXPECT_TRUE(is_kustomization("Kustomization"));
  EXPECT_FALSE(is_kustomization("a/kustomization.json"));
}

}  // namespace
}  // namespace seawall::kube
