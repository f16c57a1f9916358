#include "check/fix.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"
#include "doc/json_writer.h"

namespace seawall::check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// `fix` is the YAML of the field.
Check with_fix(std::string_view scope, std::string_view fix) {
  return test_check(fmt::format("for: {}\nfix: {}\n", scope, fix));
}

std::string fixed(const Check& check, const doc::Document& object, std::string_view subject) {
  Path path = subject.empty() ? Path() : parse_path(subject).value();
  std::vector<Edit> edits = plan_fix(check, object.root(), path);
  return doc::to_json(apply_edits(object.root(), edits).value().root());
}

TEST(Fix, SetsAndMakesWhatIsMissing) {
  Check check = with_fix("container", "{set: {securityContext.privileged: false}}");
  doc::Document object = yaml("spec: {containers: [{name: a}, {securityContext: {x: 1}}]}");
  EXPECT_EQ(fixed(check, object, "spec.containers[0]"),
            R"({"spec":{"containers":[{"name":"a","securityContext":{"privileged":false}},)"
            R"({"securityContext":{"x":1}}]}})");
  std::vector<Edit> edits =
      plan_fix(check, object.root(), parse_path("spec.containers[1]").value());
  ASSERT_EQ(edits.size(), 1u);
  EXPECT_EQ(path_text(edits[0].steps), "spec.containers[1].securityContext.privileged");
  EXPECT_EQ(edits[0].existing, 4u);
  EXPECT_EQ(edits[0].old, nullptr);
}

TEST(Fix, LeavesAloneWhatIsRight) {
  Check check = with_fix("pod", "{set: {hostPID: false}, remove: [hostIPC]}");
  EXPECT_THAT(plan_fix(check, yaml("spec: {hostPID: false}").root(), parse_path("spec").value()),
              IsEmpty());
  EXPECT_THAT(plan_fix(with_fix("pod", "{}"), yaml("spec: {}").root(), {}), IsEmpty());
}

TEST(Fix, RemovesItemsByEveryWayToNameThem) {
  doc::Document object = yaml(R"({l: [a, b, c], m: [{name: x, v: 1}, {name: z, v: 2}], "a.b": 1})");
  EXPECT_EQ(fixed(with_fix("object", "{remove: ['l[*]']}"), object, ""),
            R"({"l":[],"m":[{"name":"x","v":1},{"name":"z","v":2}],"a.b":1})");
  EXPECT_EQ(fixed(with_fix("object", "{remove: ['l[b]', 'm[name=z].v', '[\"a.b\"]']}"), object, ""),
            R"({"l":["a","c"],"m":[{"name":"x","v":1},{"name":"z"}]})");
  EXPECT_EQ(fixed(with_fix("object", "{remove: ['l[0]', 'l[1]'], set: {'m[*].v': 3}}"), object, ""),
            R"({"l":["c"],"m":[{"name":"x","v":3},{"name":"z","v":3}],"a.b":1})");
}

TEST(Fix, ReachesThePodFromAContainer) {
  Check check = with_fix("container", "{set: {podMeta.labels.a: b, pod.hostPID: false}}");
  EXPECT_EQ(fixed(check, yaml("spec: {template: {spec: {containers: [{}]}}}"),
                  "spec.template.spec.containers[0]"),
            R"({"spec":{"template":{"spec":{"containers":[{}],"hostPID":false},)"
            R"("metadata":{"labels":{"a":"b"}}}}})");
}

TEST(Fix, NeverTurnsAScalarIntoAMapping) {
  Check check = with_fix("object", "{set: {a.b: 1}}");
  EXPECT_THAT(plan_fix(check, yaml("a: text").root(), {}), IsEmpty());
}

TEST(Fix, PlansAreMergedAndConflictsNamed) {
  doc::Document object = yaml("{a: 1}");
  std::vector<Edit> plan = plan_fix(with_fix("object", "{set: {a: 2}}"), object.root(), {});
  Check same = with_fix("object", "{set: {a: 2}}");
  Check other = with_fix("object", "{set: {a: 3, b: 4}}");
  EXPECT_THAT(merge_edits(plan, plan_fix(same, object.root(), {})), IsEmpty());
  EXPECT_EQ(plan.size(), 1u);
  std::vector<Path> conflicts = merge_edits(plan, plan_fix(other, object.root(), {}));
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(path_text(conflicts[0]), "a");
  EXPECT_EQ(plan.size(), 2u);
}

TEST(Fix, EditsOfAnotherTreeAreAnError) {
  Check check = with_fix("object", "{remove: [a.b]}");
  std::vector<Edit> edits = plan_fix(check, yaml("a: {b: 1}").root(), {});
  EXPECT_FALSE(apply_edits(yaml("a: 1").root(), edits));
}

}  // namespace
}  // namespace seawall::check
