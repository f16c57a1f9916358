#include "cel/compile.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "cel/environment.h"

namespace seawall::cel {
namespace {

Environment environment() {
  EnvironmentOptions options;
  options.variables = {{"object", dyn_type()}, {"params", dyn_type()}};
  return std::move(Environment::create(std::move(options))).value();
}

Op root_of(const Program& program) {
  return program.compiled().nodes[program.compiled().root].op;
}
Program compile(const Environment& environment, std::string_view source) {
  return std::move(environment.compile(source)).value();
}

TEST(Compile, ProgramsShareTheirPaths) {
  Environment env = environment();
  Program first = compile(env, "object.spec.containers");
  uint32_t paths = env.paths().size();
  Program second = compile(env, "has(object.spec.containers) && object.spec['containers'] == []");
  EXPECT_EQ(env.paths().size(), paths);
  EXPECT_EQ(root_of(first), Op::kPath);
}

TEST(Compile, ConstantsAreMadeOnce) {
  Environment env = environment();
  for (const char* source : {"[1, -2, 'a', [true]]", "{'a': [1], 2: null}", "-(1)"}) {
    Program program = compile(env, source);
    EXPECT_EQ(root_of(program), Op::kConstant) << source;
    EXPECT_EQ(program.cost().most, 0u) << source;
  }
  EXPECT_EQ(root_of(compile(env, "[1, object]")), Op::kList);
}

TEST(Compile, Specialises) {
  Environment env = environment();
  EXPECT_EQ(root_of(compile(env, "has(object.spec.a)")), Op::kHasPath);
  EXPECT_EQ(root_of(compile(env, "object.a == 'b'")), Op::kEqualConstant);
  EXPECT_EQ(root_of(compile(env, "'b' != object.a")), Op::kNotEqualConstant);
  EXPECT_EQ(root_of(compile(env, "object.a in ['a', 'b']")), Op::kInConstant);
  EXPECT_EQ(root_of(compile(env, "object.a in [1.5]")), Op::kIn);
  EXPECT_EQ(root_of(compile(env, "object.a in params.b")), Op::kIn);
}

TEST(Compile, SaysWhichVariablesItReads) {
  Environment env = environment();
  EXPECT_EQ(compile(env, "params.x + params.y").variables(), std::vector<uint32_t>{1});
  EXPECT_EQ(compile(env, "params.x == object").variables(), (std::vector<uint32_t>{0, 1}));
  EXPECT_TRUE(compile(env, "[1].all(object, object == 1)").variables().empty());
}

// What cel.bind() delays must not disturb variables in use where it is asked for.
TEST(Compile, LocalsNeverShareASlot) {
  Environment env = environment();
  Program program = compile(env, "cel.bind(a, [1].map(i, i), [2].map(j, j + a[0]))");
  EXPECT_EQ(program.compiled().locals, 3u);
}

}  // namespace
}  // namespace seawall::cel
