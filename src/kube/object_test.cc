#include "kube/object.h"

#include <gmock/gmock.h>

#include "doc/parse.h"

namespace seawall::kube {
namespace {

using testing::ElementsAre;

doc::Document yaml(std::string_view text) {
  return std::move(doc::parse_yaml(text, Limits{}).value().at(0));
}

Object object(const doc::Document& document) {
  return as_object(document.root(), 0).value();
}

TEST(Object, HalvesOfTheApiVersion) {
  doc::Document document =
      yaml("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n");
  Object deployment = object(document);
  EXPECT_EQ(deployment.group, "apps");
  EXPECT_EQ(deployment.version, "v1");
  EXPECT_EQ(deployment.kind, "Deployment");
  EXPECT_EQ(deployment.name, "web");
  EXPECT_EQ(namespace_of(deployment), "shop");
}

TEST(Object, OnlyWithApiVersionAndKind) {
  EXPECT_FALSE(as_object(yaml("kind: Pod\n").root(), 0));
  EXPECT_FALSE(as_object(yaml("apiVersion: v1\nkind: ''\n").root(), 0));
  EXPECT_FALSE(as_object(yaml("apiVersion: 1\nkind: Pod\n").root(), 0));
  EXPECT_FALSE(as_object(yaml("[1]\n").root(), 0));
}

TEST(Object, NamespacesAsKubectlWouldChoose) {
  doc::Document pod = yaml("apiVersion: v1\nkind: Pod\n");
  EXPECT_EQ(namespace_of(object(pod)), "default");
  doc::Document role = yaml(
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {namespace: x}\n");
  EXPECT_EQ(namespace_of(object(role)), "");
}

std::vector<std::string> paths(std::string_view text, std::span<const TemplatePath> declared = {}) {
  doc::Document document = yaml(text);
  std::vector<std::string> out;
  for (const PodTemplate& found : pod_templates(object(document), declared))
    out.push_back(found.path);
  return out;
}

TEST(PodTemplates, OfEveryKindThatHasThem) {
  EXPECT_THAT(paths("{apiVersion: v1, kind: Pod, spec: {}}"), ElementsAre(""));
  EXPECT_THAT(paths("{apiVersion: v1, kind: PodTemplate, template: {spec: {}}}"),
              ElementsAre("template"));
  for (const char* kind :
       {"apps/v1, kind: Deployment", "extensions/v1beta1, kind: Deployment",
        "apps/v1, kind: StatefulSet", "apps/v1, kind: DaemonSet", "apps/v1, kind: ReplicaSet",
        "v1, kind: ReplicationController", "batch/v1, kind: Job"})
    EXPECT_THAT(paths(fmt::format("{{apiVersion: {}, spec: {{template: {{spec: {{}}}}}}}}", kind)),
                ElementsAre("spec.template"));
  EXPECT_THAT(paths("{apiVersion: batch/v1beta1, kind: CronJob, spec: {jobTemplate: {spec: "
                    "{template: {spec: {}}}}}}"),
              ElementsAre("spec.jobTemplate.spec.template"));
}

TEST(PodTemplates, NotOfStrangersWithTheSameKind) {
  EXPECT_THAT(paths("{apiVersion: example.com/v1, kind: Deployment, spec: {template: {spec: {}}}}"),
              ElementsAre());
  EXPECT_THAT(paths("{apiVersion: v1, kind: Pod, spec: text}"), ElementsAre());
}

TEST(PodTemplates, OfDeclaredKinds) {
  std::vector<TemplatePath> declared = {{"argoproj.io", "Rollout", "spec.template"},
                                        {"argoproj.io", "Rollout", "spec.other"}};
  EXPECT_THAT(
      paths("{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: {spec: {}}}}",
            declared),
      ElementsAre("spec.template"));
}

TEST(Containers, EveryListAndSidecars) {
  doc::Document document = yaml(
      "initContainers: [{name: a}, {name: b, restartPolicy: Always}, text]\n"
      "containers: [{name: c}]\nephemeralContainers: [{name: d}]\n");
  std::vector<std::string> seen;
  for_each_container(document.root(), [&](const Container& container) {
    seen.push_back(fmt::format("{} {} {}[{}]", container.name(),
                               container_type_name(container.type), container.list,
                               container.index));
  });
  EXPECT_THAT(seen, ElementsAre("a init initContainers[0]", "b sidecar initContainers[1]",
                                "c regular containers[0]", "d ephemeral ephemeralContainers[0]"));
}

}  // namespace
}  // namespace seawall::kube
