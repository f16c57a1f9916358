#include "cel/environment.h"

#include <gtest/gtest.h>

namespace seawall::cel {
namespace {

Value one(Call&) {
  return Value::integer(1);
}

TEST(Environment, NamesMistakes) {
  EnvironmentOptions options;
  options.variables = {{"x", int_type()}};
  Environment env = std::move(Environment::create(std::move(options))).value();
  Result<Program> program = env.compile("x + 'a'");
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().code(), Code::kInvalid);
  EXPECT_EQ(program.error().message().substr(0, 4), "1:3:");
  EXPECT_FALSE(env.compile("x", string_type()));
  EXPECT_TRUE(env.compile("x", int_type()));
  EXPECT_FALSE(env.compile("x +"));
  EXPECT_FALSE(env.compile_unchecked("x +"));
  EXPECT_TRUE(env.compile_unchecked("x + 'a'"));
  EXPECT_EQ(type_name(*env.compile("[x]").value().type()), "list(int)");
}

TEST(Environment, RefusesWhatContradictsItself) {
  EnvironmentOptions twice;
  twice.variables = {{"x", int_type()}, {"x", int_type()}};
  EXPECT_FALSE(Environment::create(std::move(twice)));
  EnvironmentOptions unknown;
  unknown.libraries = {"there is none"};
  EXPECT_FALSE(Environment::create(std::move(unknown)));
}

TEST(Environment, NamesAreResolvedInTheContainer) {
  EnvironmentOptions options;
  options.container = "a.b";
  options.variables = {{"a.b.x", int_type()}, {"a.y", int_type()}, {"y.z", int_type()}};
  options.functions = {{"a.f", "a_f", false, {}, int_type(), one, nullptr}};
  Environment env = std::move(Environment::create(std::move(options))).value();
  Evaluation evaluation(env);
  for (uint32_t slot = 0; slot < 3; ++slot)
    evaluation.bind(slot, Value::integer(static_cast<int64_t>(slot)));
  auto value = [&](std::string_view source) {
    Program program = std::move(env.compile(source)).value();
    return evaluation.run(program).as_int();
  };
  EXPECT_EQ(value("x"), 0);
  EXPECT_EQ(value("y"), 1);
  EXPECT_EQ(value(".y.z"), 2);
  EXPECT_EQ(value("f()"), 1);
}

TEST(Environment, LibrariesAreChosen) {
  EnvironmentOptions options;
  options.libraries = {"operators"};
  Environment few = std::move(Environment::create(std::move(options))).value();
  Environment kubernetes = std::move(Environment::create({})).value();
  EXPECT_FALSE(few.overloads("_+_", false).empty());
  EXPECT_FALSE(kubernetes.overloads("_+_", false).empty());
  EXPECT_TRUE(few.overloads("no such function", false).empty());
}

}  // namespace
}  // namespace seawall::cel
