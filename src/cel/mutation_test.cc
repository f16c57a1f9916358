#include "cel/mutation.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

class Mutation : public testing::Test {
 protected:
  Mutation() : environment_(make()), evaluation_(environment_) {}

  static Environment make() {
    EnvironmentOptions options;
    allow_mutation(options);
    return Environment::create(std::move(options)).value();
  }

  Value run(const std::string& source, const Type* expected = nullptr) {
    Result<Program> program = environment_.compile(source, expected);
    if (!program) return invalid_text(program.error().message());
    programs_.push_back(std::move(*program));
    return evaluation_.run(programs_.back());
  }
  std::string text(const std::string& source, const Type* expected = nullptr) {
    Value value = run(source, expected);
    if (value.is_error()) return "!" + error_text(value.as_error());
    return to_text(value, evaluation_.memory());
  }
  std::string name_mistake(const std::string& source) {
    Result<void> checked = check_object_names(run(source));
    return checked ? "" : checked.error().message();
  }

 private:
  Value invalid_text(const std::string& message) {
    return make_error(ErrorCode::kInvalid, message, evaluation_.memory());
  }
  Environment environment_;
  Evaluation evaluation_;
  std::vector<Program> programs_;
};

TEST_F(Mutation, ApplyConfigurationsAreMapsOfTheirFields) {
  EXPECT_EQ(text("Object{metadata: Object.metadata{labels: {'a': 'b'}}}", object_type()),
            R"({"metadata": {"labels": {"a": "b"}}})");
  EXPECT_EQ(text("Object{}", object_type()), "{}");
  EXPECT_EQ(text("Object{spec: Object.spec{replicas: 3}}.spec.replicas"), "3");
  EXPECT_EQ(text("has(Object{spec: 1}.spec) && !has(Object{}.spec)"), "true");
  EXPECT_EQ(text("Object{?spec: optional.none(), ?kind: optional.of('Pod')}"),
            R"({"kind": "Pod"})");
}

TEST_F(Mutation, MessagesOfDifferentTypesAreNotEqual) {
  EXPECT_EQ(text("dyn(Object.a{x: 1}) == dyn(Object.b{x: 1})"), "false");
  EXPECT_EQ(text("Object.a{x: 1} == Object.a{x: 1}"), "true");
  EXPECT_EQ(text("dyn(Object.a{x: 1}) == dyn({'x': 1})"), "false");
}

TEST_F(Mutation, TheResultMustBeOfTheType) {
  EXPECT_TRUE(text("{'spec': 1}", object_type()).starts_with("!"));
  EXPECT_TRUE(text("Object.spec{}", object_type()).starts_with("!"));
  EXPECT_TRUE(text("Subject{}").starts_with("!1:8: undeclared reference"));
  EXPECT_TRUE(text("Objects.x{}").starts_with("!"));
}

TEST_F(Mutation, JsonPatches) {
  EXPECT_EQ(text("[JSONPatch{op: 'add', path: '/a/' + jsonpatch.escapeKey('b/c~d'), value: [1]}]",
                 json_patch_list_type()),
            R"([{"op": "add", "path": "/a/b~1c~0d", "value": [1]}])");
  EXPECT_EQ(text("[]", json_patch_list_type()), "[]");
  EXPECT_EQ(text("JSONPatch{op: 1}"),
            "!1:15: expected type of field 'op' is 'string' but provided type is 'int'");
  EXPECT_TRUE(text("JSONPatch{oops: 1}").starts_with("!"));
}

TEST_F(Mutation, NamesFollowTheFields) {
  EXPECT_EQ(name_mistake("Object{spec: Object.spec{containers: [Object.spec.containers{}]}}"), "");
  EXPECT_EQ(name_mistake("Object{metadata: {'a': Object.metadata{}}}"), "");
  EXPECT_EQ(name_mistake("Object{spec: Object.status{}}"),
            "unexpected type name \"Object.status\", expected \"Object.spec\", which matches field "
            "name path from root Object type");
  EXPECT_NE(name_mistake("Object{spec: [[Object{}]]}"), "");
}

TEST_F(Mutation, OthersHaveNoSuchTypes) {
  Environment plain = Environment::create({}).value();
  EXPECT_FALSE(plain.compile("Object{}"));
  EXPECT_FALSE(plain.compile("jsonpatch.escapeKey('a')"));
}

}  // namespace
}  // namespace seawall::cel
