#include "doc/json_schema.h"

#include "doc/test_support.h"

namespace seawall::doc {
namespace {

// A document of its own, as the readers of schemas would have it.
Document copy_of(const Node& node) {
  Result<Document> document = parse_json(to_json(node), Limits{});
  CHECK(document.ok());
  return std::move(document).value();
}

Result<JsonSchema> schema_of(std::string_view text) {
  return JsonSchema::create(TRY(parse_json(text, Limits{})));
}

void run_test(const JsonSchema& schema, const Node& test, std::string_view about) {
  Diagnostics errors = schema.validate(test["data"]);
  EXPECT_EQ(errors.empty(), test["valid"].as_bool()) << about << ": " << to_json(test["data"]);
  const Node* expected = test.find("errors");
  if (expected == nullptr) return;
  ASSERT_EQ(errors.size(), expected->size()) << about << ": " << errors[0].message;
  for (size_t i = 0; i < errors.size(); ++i)
    EXPECT_EQ(errors[i].message, expected->items()[i].as_string()) << about;
}

TEST(JsonSchema, Cases) {
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(case_folder() / "json_schema")) {
    Result<Document> file = parse_json(read_case(entry.path()), Limits{});
    ASSERT_TRUE(file.ok()) << entry.path() << file.error().message();
    for (const Node& group : file->root().items()) {
      std::vector<std::pair<std::string, Document>> others;
      for (const Member& other : group["others"].members())
        others.emplace_back(other.key, copy_of(other.value));
      auto schema = JsonSchema::create(copy_of(group["schema"]), std::move(others));
      ASSERT_TRUE(schema.ok()) << group.text("about") << ": " << schema.error().message();
      for (const Node& test : group["tests"].items()) {
        run_test(*schema, test, group.text("about"));
        ++cases;
      }
    }
  }
  EXPECT_GT(cases, 150u);
}

TEST(JsonSchema, BadSchemasAreErrors) {
  auto message = [](std::string_view text) {
    auto schema = schema_of(text);
    return schema.ok() ? "" : schema.error().message();
  };
  EXPECT_EQ(message(R"({"$ref": "#/nowhere"})"), "$ref #/nowhere: nothing is there");
  EXPECT_EQ(message(R"({"$ref": "http://x/y.json"})"), "$ref http://x/y.json: no such schema");
  EXPECT_EQ(message(R"({"items": 5})"), "line 1: a schema is an object or a boolean, not int");
  EXPECT_EQ(message(R"({"unevaluatedProperties": false})"),
            "line 1: keyword unevaluatedProperties");
  EXPECT_NE(message(R"({"pattern": "("})").find("pattern \"(\""), std::string::npos);
}

TEST(JsonSchema, ErrorsCarryLinesAndStop) {
  auto schema = schema_of(R"({"items": {"type": "string"}})");
  ASSERT_TRUE(schema.ok());
  auto document = parse_json("[\n1,\n2,\n3]", Limits{});
  Diagnostics errors = schema->validate(document->root(), 2);
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].line, 2u);
  EXPECT_EQ(errors[1].line, 3u);
}

TEST(JsonSchema, ExponentialSchemasEnd) {
  std::string text = R"({"definitions": {"n": {"type": ["object", "null"], "anyOf": [)";
  for (int i = 0; i < 8; ++i)
    text += R"({"allOf": [{"properties": {"x": {"$ref": "#/definitions/n"}}}, false]},)";
  text += R"(false]}}, "allOf": [{"$ref": "#/definitions/n"}]})";
  auto schema = schema_of(text);
  ASSERT_TRUE(schema.ok()) << schema.error().message();
  std::string deep;
  for (int i = 0; i < 150; ++i) deep += "{\"x\":";
  deep += "null" + std::string(150, '}');
  auto document = parse_json(deep, Limits{});
  Diagnostics errors = schema->validate(document->root());
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].message, "validation ended: too many steps");
  EXPECT_EQ(errors[0].code, Code::kLimit);
}

}  // namespace
}  // namespace seawall::doc
