// The cases are tests/cases/facts/*.yaml: first what is expected, then the objects.
//
//   inCluster: false
//   facts:
//     Deployment/web:                 # KIND/NAME, or KIND/NAMESPACE/NAME
//       services: [Service/web]       # objects are written so too
#include "model/facts.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <thread>

#include "base/file.h"
#include "doc/builder.h"
#include "doc/compare.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

namespace seawall::model {
namespace {

std::string name_of(const kube::Object& object) {
  if (object.name_space.empty()) return fmt::format("{}/{}", object.kind, object.name);
  return fmt::format("{}/{}/{}", object.kind, object.name_space, object.name);
}

struct Case {
  std::vector<doc::Document> documents;
  std::vector<kube::Object> objects;
  std::map<const doc::Node*, std::string> names;  // by root

  explicit Case(std::string_view text) {
    documents = doc::parse_yaml(text, Limits{}).value();
    for (const doc::Document& document : documents)
      if (std::optional<kube::Object> object = kube::as_object(document.root(), 0)) {
        objects.push_back(*object);
        names[object->root] = name_of(*object);
      }
  }
  const doc::Node& expected() const { return documents.at(0).root(); }
  const kube::Object* find(std::string_view name) const {
    for (const kube::Object& object : objects)
      if (names.at(object.root) == name) return &object;
    return nullptr;
  }
};

// A value as JSON, objects of the case by name.
void write(const cel::Value& value, const Case& objects, cel::Memory& memory,
           doc::JsonWriter& out) {
  if (const doc::Node* node = value.node()) {
    auto known = objects.names.find(node);
    if (known != objects.names.end()) return out.string(known->second);
    return out.node(*node);
  }
  switch (value.kind()) {
    case cel::Kind::kNull:
      return out.null();
    case cel::Kind::kBool:
      return out.boolean(value.as_bool());
    case cel::Kind::kInt:
      return out.integer(value.as_int());
    case cel::Kind::kString:
      return out.string(value.as_text());
    case cel::Kind::kList:
      out.begin_array();
      for (size_t i = 0; i < value.size(); ++i) write(value.item(i), objects, memory, out);
      return out.end_array();
    case cel::Kind::kMap:
      out.begin_object();
      cel::for_each_entry(value, memory, [&](const cel::Value& key, const cel::Value& entry) {
        out.key(key.as_text());
        write(entry, objects, memory, out);
        return true;
      });
      return out.end_object();
    default:
      return out.string("error: " + cel::to_text(value, memory));
  }
}

// `value` without the members of mappings that are not in what is expected.
void build_like(const doc::Node& value, const doc::Node& expected, doc::Builder& build) {
  if (value.is_object() && expected.is_object()) {
    build.begin_object();
    for (const doc::Member& member : value.members())
      if (const doc::Node* wanted = expected.find(member.key)) {
        build.key(member.key);
        build_like(member.value, *wanted, build);
      }
    return build.end_object();
  }
  if (value.is_array() && expected.is_array() && value.size() == expected.size()) {
    build.begin_array();
    for (size_t i = 0; i < value.size(); ++i)
      build_like(value.items()[i], expected.items()[i], build);
    return build.end_array();
  }
  build.value(value);
}

void expect_fact(const cel::LazyMap& facts, const doc::Member& expected, const Case& objects,
                 const std::string& where) {
  cel::Memory memory;
  std::optional<cel::Value> value = facts.find(expected.key, memory);
  ASSERT_TRUE(value) << where << " has no fact " << expected.key;
  std::string text;
  doc::JsonWriter json(text);
  write(*value, objects, memory, json);
  doc::Document actual = doc::parse_json(text, Limits{}, false).value();
  doc::Builder build;
  build_like(actual.root(), expected.value, build);
  EXPECT_TRUE(doc::equal(build.finish().root(), expected.value))
      << where << ": " << expected.key << " is " << text << "\nexpected "
      << doc::to_json(expected.value);
}

void run_case(const std::string& path) {
  Case objects(read_file(path, 1u << 20).value());
  FactOptions options;
  options.in_cluster = objects.expected()["inCluster"].as_bool();
  options.templates = {{"argoproj.io", "Rollout", "spec.template"}};
  Facts facts(objects.objects, options);
  size_t looked_at = 0;
  for (const doc::Member& expected : objects.expected()["facts"].members()) {
    const kube::Object* object = objects.find(expected.key);
    ASSERT_TRUE(object) << path << ": no " << expected.key;
    for (const doc::Member& fact : expected.value.members()) {
      expect_fact(*facts.facts(*object), fact, objects, fmt::format("{}: {}", path, expected.key));
      ++looked_at;
    }
  }
  EXPECT_GT(looked_at, 0u) << path;
}

TEST(Facts, Cases) {
  std::filesystem::path folder = std::filesystem::path(SEAWALL_SOURCE_DIR) / "tests/cases/facts";
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    run_case(entry.path().string());
    ++cases;
  }
  EXPECT_GE(cases, 8u);
}

// The fact of the first object.
std::string fact(Facts& facts, const Case& objects, std::string_view name, size_t place = 0) {
  cel::Memory memory;
  std::optional<cel::Value> value = facts.facts(objects.objects[place])->find(name, memory);
  if (!value) return "none";
  if (value->is_error()) return cel::error_text(value->as_error());
  std::string text;
  doc::JsonWriter json(text);
  write(*value, objects, memory, json);
  return text;
}

// A Pod, a Service that selects it, and more Pods.
Case pods(size_t count) {
  std::string text =
      "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {a: b}}}";
  for (size_t i = 0; i < count; ++i)
    text += fmt::format(
        "\n---\n{{apiVersion: v1, kind: Pod, metadata: {{name: p{}, labels: {{a: b}}}}, "
        "spec: {{containers: [{{name: c}}]}}}}",
        i);
  return Case(text);
}

TEST(Facts, BeyondTheBoundThereIsAnErrorAndNoShorterList) {
  Case objects = pods(20);
  FactOptions options;
  options.comparisons = 10;
  Facts few(objects.objects, options);
  EXPECT_EQ(fact(few, objects, "workloads"), "there are too many objects to compare for this fact");
  options.comparisons = 1000;
  Facts enough(objects.objects, options);
  EXPECT_THAT(fact(enough, objects, "workloads"), testing::HasSubstr("Pod/p19"));
}

TEST(Facts, AnObjectNeedNotBeOneOfTheSet) {
  Case objects = pods(1);
  Case review("{apiVersion: v1, kind: Pod, metadata: {name: new, labels: {a: b}}, spec: {}}");
  Facts facts(objects.objects);
  EXPECT_EQ(fact(facts, review, "services"),
            R"([{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},)"
            R"("spec":{"selector":{"a":"b"}}}])");
  EXPECT_EQ(fact(facts, review, "duplicateNames"), "[]");
  EXPECT_EQ(fact(facts, objects, "workloads"), R"(["Pod/p0"])");
}

TEST(Facts, OtherKindsHaveOnlyWhatIsOfAnything) {
  Case objects("{apiVersion: example.com/v1, kind: Thing, metadata: {name: t}}");
  Facts facts(objects.objects);
  EXPECT_EQ(fact(facts, objects, "services"), "none");
  EXPECT_EQ(fact(facts, objects, "namespace"), "null");
  EXPECT_THAT(facts.facts(objects.objects[0])->keys(), testing::Contains("inCluster"));
}

TEST(Facts, OddShapesGiveNothing) {
  Case objects(R"(
{apiVersion: v1, kind: Pod, metadata: {name: [1], labels: text, ownerReferences: {a: b}}, spec: {serviceAccountName: 5, containers: [1, {env: {}, envFrom: [1], ports: x}], volumes: [1, {secret: x}]}}
---
{apiVersion: v1, kind: Service, metadata: 7, spec: {selector: {a: 1}, ports: [1, {targetPort: [x]}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: x}, spec: {podSelector: [], ingress: [1, {from: [x]}], policyTypes: Ingress}}
---
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, specs: [1, {endpointSelector: x}]}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, spec: {rules: [1, {http: {paths: [1, {backend: x}]}}], defaultBackend: 1}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [1], roleRef: x}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, aggregationRule: {clusterRoleSelectors: [1, {}]}, rules: [1, {verbs: x}]}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, spec: {http: [{route: [{destination: {host: ".."}}], mirror: 1}]}}
)");
  Facts facts(objects.objects);
  for (size_t i = 0; i < objects.objects.size(); ++i)
    for (std::string_view name : facts.facts(objects.objects[i])->keys())
      EXPECT_THAT(fact(facts, objects, name, i), testing::Not(testing::HasSubstr("error")));
}

TEST(Facts, ThreadsShareTheIndexes) {
  Case objects = pods(200);
  Facts facts(objects.objects);
  std::vector<std::thread> threads;
  std::vector<std::string> found(4);
  for (std::string& out : found)
    threads.emplace_back([&objects, &out, mine = std::shared_ptr<Facts>(facts.another())] {
      for (size_t i = 1; i < objects.objects.size(); ++i)
        out += fact(*mine, objects, "services", i);
      out += fact(*mine, objects, "workloads");
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& out : found) EXPECT_EQ(out, found[0]);
  EXPECT_THAT(found[0], testing::StartsWith(R"(["Service/s"]["Service/s"])"));
}

}  // namespace
}  // namespace seawall::model
