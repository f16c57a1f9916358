#include <gtest/gtest.h>

#include "base/file.h"
#include "base/test_folder.h"
#include "conformance/suite.h"

namespace seawall::conformance {

const Suite& cel_spec_suite();

namespace {

Outcomes run(const std::string& name, const std::string& tests) {
  std::string folder = test_folder() + "cel_spec_suite_" + name;
  EXPECT_TRUE(make_directories(folder).ok());
  std::string text = "name: 'x' section { name: 's' " + tests + " }";
  EXPECT_TRUE(write_file_atomically(folder + "/x.textproto", text).ok());
  Outcomes outcomes;
  EXPECT_TRUE(cel_spec_suite().run(folder, outcomes).ok());
  return outcomes;
}

constexpr const char* kInt = "type_env { name: 'x' ident { type { primitive: INT64 } } } ";

TEST(CelSpecSuite, passes_what_agrees) {
  Outcomes outcomes =
      run("good", std::string(R"(
      test { expr: '1 < 2' }
      test { expr: '1 + 1' value { int64_value: 2 } }
      test { expr: '1 / 0' eval_error { errors { message: 'any' } } }
      test { expr: '1 / 0' any_eval_errors { errors { errors { message: 'any' } } } }
      test { expr: '1 + true' eval_error { errors { message: 'no matching overload' } } }
      test { expr: 'y' disable_check: true bindings { key: 'y' value { value { int64_value: 1 } } }
             value { int64_value: 1 } }
      test { expr: 'f(1)' disable_check: true eval_error { errors { message: 'unbound' } } }
      test { expr: 'y' container: 'a.b' value { bool_value: true }
             type_env { name: 'a.y' ident { type { primitive: BOOL } } }
             bindings { key: 'a.y' value { value { bool_value: true } } } }
      test { expr: 'f(1)' check_only: true
             type_env { name: 'f' function { overloads { overload_id: 'f_int'
                        params { primitive: INT64 } result_type { primitive: STRING } } } }
             typed_result { deduced_type { primitive: STRING } } }
      test { expr: '[1]' typed_result {
             result { list_value { values { int64_value: 1 } } }
             deduced_type { list_type { elem_type { primitive: INT64 } } } } }
      test { expr: 'x' value { int64_value: 3 } )") +
                      kInt + "bindings { key: 'x' value { value { int64_value: 3 } } } }");
  EXPECT_EQ(outcomes.passed(), 11u);
  EXPECT_EQ(outcomes.failed() + outcomes.skipped(), 0u);
}

TEST(CelSpecSuite, fails_what_differs) {
  Outcomes outcomes = run("bad", R"(
      test { expr: '1 == 2' }
      test { expr: '1 + 1' value { uint64_value: 2 } }
      test { expr: '1' eval_error { errors { message: 'any' } } }
      test { expr: '1 +' eval_error { errors { message: 'any' } } }
      test { expr: 'has({}.a)' disable_macros: true value { bool_value: false } }
      test { expr: '1' typed_result { deduced_type { primitive: UINT64 } } }
      test { expr: '1' value { odd_value: 1 } })");
  EXPECT_EQ(outcomes.passed(), 0u);
  EXPECT_EQ(outcomes.failed(), 7u);
}

TEST(CelSpecSuite, skips_what_needs_messages_or_unknown_values) {
  Outcomes outcomes = run("skip", R"(
      test { expr: 'TestAllTypes{}' container: 'cel.expr.conformance.proto3' }
      test { expr: 'GlobalEnum.GAZ' container: 'cel.expr.conformance.proto3' }
      test { expr: 'proto2.GlobalEnum.GAZ' container: 'cel.expr.conformance' }
      test { expr: '.cel.expr.conformance.proto2.int32_ext' }
      test { expr: 'x' type_env { name: 'x' ident { type { message_type: 'a.B' } } } }
      test { expr: '1' value { object_value { [type.googleapis.com/a.B] {} } } }
      test { expr: '1' unknown { exprs: 1 } })");
  EXPECT_EQ(outcomes.skipped(), 7u);
  EXPECT_EQ(outcomes.passed() + outcomes.failed(), 0u);
}

TEST(CelSpecSuite, says_when_it_is_not_there) {
  std::string folder = test_folder() + "cel_spec_suite_empty";
  ASSERT_TRUE(make_directories(folder).ok());
  Outcomes outcomes;
  EXPECT_FALSE(cel_spec_suite().run(folder, outcomes).ok());
}

}  // namespace
}  // namespace seawall::conformance
