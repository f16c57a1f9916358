#include "kube/chart.h"

#include "kube/render_testing.h"

namespace seawall::kube {
namespace {

TEST(Chart, WhatBelongsToIt) {
  ChartSet charts({"a/Chart.yaml", "a/charts/sub/Chart.yaml", "a/ci/x.yaml", "b/c/Chart.yaml"});
  EXPECT_EQ(charts.charts(), (Lines{"a", "b/c"}));
  for (const char* part : {"a/Chart.yaml", "a/templates/x.yaml", "a/charts/sub/templates/x.yaml",
                           "a/values.yaml", "a/values-prod.yml", "a/crds/x.yaml"})
    EXPECT_TRUE(charts.holds(part)) << part;
  for (const char* other : {"a/ci/x.yaml", "templates/x.yaml", "ab/values.yaml", "b/values.yaml"})
    EXPECT_FALSE(charts.holds(other)) << other;
  ChartSet root({"Chart.yaml", "charts/x/Chart.yaml", "other/Chart.yaml"});
  EXPECT_EQ(root.charts(), (Lines{"", "other"}));
  EXPECT_TRUE(root.holds("templates/a.yaml"));
  EXPECT_FALSE(root.holds("deploy/a.yaml"));
}

TEST(Chart, RenderedTextIsCutBySources) {
  auto cut = split_rendered(
      "---\n# Source: c/templates/a.yaml\na: 1\n---\n# Source: c/templates/b.yaml\n"
      "b: 1\n---\n# Source: c/templates/a.yaml\na: 2\n");
  ASSERT_EQ(cut.size(), 2u);
  EXPECT_EQ(cut[0].first, "c/templates/a.yaml");
  EXPECT_EQ(cut[0].second, "---\na: 1\n---\n---\na: 2\n");
  EXPECT_TRUE(split_rendered("no source\n").empty());
}

class ChartFolder : public FolderTest {
 protected:
  void write_chart() {
    write("app/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n");
    write("app/values.yaml", "name: one\n");
    write("app/templates/_helpers.tpl", "{{- define \"x\" }}{{ end -}}");
    write("app/templates/pod.yaml",
          "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n---\n"
          "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n");
    write("app/crds/c.yaml", object_yaml("CustomResourceDefinition", "c"));
    write("app/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n");
    write("app/charts/sub/templates/map.yaml", object_yaml("ConfigMap", "{{ .Chart.Name }}"));
    write("plain.yaml", object_yaml("Secret", "s"));
  }
};

TEST_F(ChartFolder, IsRenderedByHelm) {
  if (!can_render("helm")) GTEST_SKIP() << "no helm, or no namespaces, on this machine";
  write_chart();
  EXPECT_EQ(read(), (Lines{"helm app/charts/sub/templates/map.yaml: ConfigMap/sub",
                           "helm app/crds/c.yaml: CustomResourceDefinition/c",
                           "helm app/templates/pod.yaml: Service/release-name",
                           "helm app/templates/pod.yaml: Pod/one", "plain.yaml: Secret/s"}));
  write("prod.txt", "name: two\n");
  ManifestOptions options;
  options.helm_values = {root_ + "/prod.txt"};
  EXPECT_EQ(read(options)[3], "helm app/templates/pod.yaml: Pod/two");
}

TEST_F(ChartFolder, ThatFailsIsTold) {
  if (!can_render("helm")) GTEST_SKIP() << "no helm, or no namespaces, on this machine";
  write_chart();
  write("app/templates/bad.yaml", "{{ required \"set the host\" .Values.host }}");
  Lines lines = read();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[1].starts_with("app/Chart.yaml! not judged: chart web: helm: ")) << lines[1];
  EXPECT_NE(lines[1].find("set the host"), std::string::npos) << lines[1];
}

TEST_F(ChartFolder, LinksOutOfTheFolderAreNotFollowed) {
  write_chart();
  std::filesystem::create_symlink("/etc/passwd", root_ + "/app/templates/x.yaml");
  Lines lines = read();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1],
            "app/Chart.yaml! not judged: chart web: its link app/templates/x.yaml leads out of "
            "what is scanned");
}

TEST_F(ChartFolder, WithoutRenderingIsNotJudged) {
  write_chart();
  ManifestOptions options;
  options.render = false;
  EXPECT_EQ(read(options),
            (Lines{"plain.yaml: Secret/s",
                   "app/Chart.yaml! not judged: chart web: rendering is switched off"}));
  std::string before = ::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  EXPECT_EQ(read()[1], "app/Chart.yaml! not judged: chart web: install helm");
  ::setenv("PATH", before.c_str(), 1);
}

TEST_F(ChartFolder, LibrariesAreNoDeployments) {
  write("lib/Chart.yaml", "apiVersion: v2\nname: lib\ntype: library\nversion: 0.1.0\n");
  EXPECT_EQ(read(), Lines{"lib/Chart.yaml a library chart: nothing is rendered from it alone"});
}

}  // namespace
}  // namespace seawall::kube
