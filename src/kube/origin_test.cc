#include "kube/origin.h"

#include "kube/render_testing.h"

namespace seawall::kube {
namespace {

class Origins : public FolderTest {
 protected:
  // "Kind/name: file:line" of each object that `rendered` holds; "-" without an origin.
  Lines origins(std::string_view rendered, const std::vector<std::string>& resources) {
    Manifests manifests;
    read_manifest_text(rendered, {"kustomization.yaml", "kustomize"}, Limits{}, manifests);
    find_origins(root_, resources, Limits{}, 0, manifests);
    Lines out;
    for (const Object& object : manifests.objects)
      out.push_back(fmt::format(
          "{}/{}: {}", object.kind, object.name,
          object.origin ? fmt::format("{}:{} {}", manifests.origins[object.origin_file],
                                      object.origin->position().line,
                                      object.origin->at({"metadata", "name"}).as_string())
                        : "-"));
    return out;
  }
};

TEST_F(Origins, AreFoundByKindAndName) {
  write("a.yaml", object_yaml("Pod", "web") + "---\n" + object_yaml("Service", "web"));
  write("b.yaml", object_yaml("Pod", "web-2"));
  EXPECT_EQ(
      origins(object_yaml("Service", "web") + "---\n" + object_yaml("Pod", "prod-web-2-x") +
                  "---\n" + object_yaml("Secret", "web"),
              {"a.yaml", "b.yaml", "none.yaml"}),
      (Lines{"Service/web: a.yaml:5 web", "Pod/prod-web-2-x: b.yaml:1 web-2", "Secret/web: -"}));
}

TEST_F(Origins, AreNotGuessed) {
  write("a.yaml", object_yaml("Pod", "web"));
  write("b.yaml", object_yaml("Pod", "web"));
  EXPECT_EQ(origins(object_yaml("Pod", "web"), {"a.yaml", "b.yaml"}), (Lines{"Pod/web: -"}));
}

}  // namespace
}  // namespace seawall::kube
