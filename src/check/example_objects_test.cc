#include "check/example_objects.h"

#include <gmock/gmock.h>

#include "check/check_testing.h"
#include "doc/json_writer.h"

namespace seawall::check {
namespace {

using testing::HasSubstr;

std::string expanded(std::string_view fields, std::string_view example) {
  Check check = test_check(
      fmt::format("{}\nexamples: {{pass: [{}], fail: [{{object: {{}}}}]}}", fields, example));
  const Example& first = check.examples[0];
  Result<std::vector<doc::Document>> documents =
      expand_example(check, first, (*first.root)[first.form]);
  if (!documents) return documents.error().message();
  return doc::to_json(documents->at(0).root());
}

TEST(ExampleObjects, AContainerOfADeployment) {
  EXPECT_EQ(expanded("for: container", "{container: {image: x}}"),
            R"({"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"example"},"spec":)"
            R"({"selector":{"matchLabels":{"app":"example"}},"template":{"metadata":{"labels":)"
            R"({"app":"example"}},"spec":{"containers":[{"name":"app","image":"x"}]}}}})");
  EXPECT_THAT(expanded("for: container", "{container: {}, type: init}"),
              HasSubstr("initContainers"));
  EXPECT_THAT(expanded("for: container", "{container: {}, type: sidecar}"),
              HasSubstr(R"("restartPolicy":"Always")"));
  EXPECT_THAT(expanded("for: container", "{container: {}, type: ephemeral}"),
              HasSubstr("ephemeralContainers"));
}

TEST(ExampleObjects, AKindThatTheCheckIsFor) {
  EXPECT_THAT(expanded("for: pod\nmatch: {kinds: [Pod]}", "{pod: {x: 1}, metadata: {labels: {}}}"),
              R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"example","labels":{}},"spec":)"
              R"({"x":1,"containers":[{"name":"app","image":"registry.example.com/app:1.0.0"}]}})");
  EXPECT_THAT(expanded("for: pod\nmatch: {kinds: [CronJob]}", "{pod: {}}"),
              HasSubstr(R"("jobTemplate":{"spec":{"template":{"metadata")"));
  EXPECT_THAT(expanded("for: pod\nmatch: {kinds: [Rollout]}", "{pod: {}}"),
              HasSubstr("none of match.kinds is a workload"));
}

TEST(ExampleObjects, AnObjectWithWhatItLeftOut) {
  EXPECT_EQ(expanded("match: {kinds: [Service]}", "{object: {spec: {}}}"),
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"example"},"spec":{}})");
  // The order of a whole object stays: some checks look at it.
  EXPECT_EQ(expanded("", "{object: {kind: A, metadata: {name: b}, apiVersion: c/v1}}"),
            R"({"kind":"A","metadata":{"name":"b"},"apiVersion":"c/v1"})");
  EXPECT_THAT(expanded("", "{object: {}}"), HasSubstr("it.yaml:2: the object has no 'kind'"));
  EXPECT_THAT(expanded("", "{object: {kind: Thing}}"), HasSubstr("has no 'apiVersion'"));
  EXPECT_THAT(expanded("match: {groups: [example.com]}", "{object: {kind: Thing}}"),
              HasSubstr(R"("apiVersion":"example.com/v1")"));
}

}  // namespace
}  // namespace seawall::check
