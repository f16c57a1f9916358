#include "posture/yaml_patch.h"

#include <gtest/gtest.h>

#include "posture/fix_testing.h"
#include "posture/fix_text.h"

namespace seawall::posture {
namespace {

// Each case also goes through fix_text(), which reads the result again and compares.
std::string patched(std::string_view text, const std::vector<TestEdit>& edits) {
  TestChanges changes(text, edits);
  Result<PatchedText> out = patch_yaml(text, changes.changes, Limits{});
  if (!out) return out.error().message();
  if (!out->refused.empty()) return "refused: " + out->refused[0].why;
  Result<PatchedText> verified = fix_text(text, changes.changes, Limits{});
  if (!verified || !verified->refused.empty() || verified->text != out->text)
    return "spoilt:\n" + out->text;
  return out->text;
}

TEST(YamlPatch, replaces_scalars_in_their_place) {
  EXPECT_EQ(patched("a: true # why\nb: 1\n", {{"a", "false"}}), "a: false # why\nb: 1\n");
  EXPECT_EQ(patched("a: 'x'\nb: \"y\"\n", {{"a", "z"}, {"b", "w"}}), "a: 'z'\nb: \"w\"\n");
  EXPECT_EQ(patched("a: x\n", {{"a", "'true'"}}), "a: \"true\"\n");
  EXPECT_EQ(patched("a:\n", {{"a", "1"}}), "a: 1\n");
  EXPECT_EQ(patched("a: # why\n", {{"a", "1"}}), "a: 1 # why\n");
  EXPECT_EQ(patched("a: ~\nb: 1", {{"a", "x"}}), "a: x\nb: 1");
  EXPECT_EQ(patched("a: |\n  text\n  more\n\nb: 1\n", {{"a", "x"}}), "a: x\n\nb: 1\n");
  EXPECT_EQ(patched("a: &x 1\nb: 2\n", {{"a", "3"}}), "a: 3\nb: 2\n");
}

TEST(YamlPatch, adds_members_behind_the_last) {
  EXPECT_EQ(patched("a:\n  b: 1\n# end\nc: 2\n", {{"a.d", "2"}}),
            "a:\n  b: 1\n  d: 2\n# end\nc: 2\n");
  EXPECT_EQ(patched("a: 1", {{"b", "2"}}), "a: 1\nb: 2");
  EXPECT_EQ(patched("a: 1 # why\r\nc:\r\n    d: 1\r\n", {{"c.e.f", "true"}}),
            "a: 1 # why\r\nc:\r\n    d: 1\r\n    e:\r\n        f: true\r\n");
  EXPECT_EQ(patched("l:\n- name: a\n  image: b\n- name: c\n", {{"l[0].s.p", "false"}}),
            "l:\n- name: a\n  image: b\n  s:\n    p: false\n- name: c\n");
  EXPECT_EQ(patched("a: |+\n  x\n\n", {{"b", "1"}}), "a: |+\n  x\n\nb: 1\n");
  EXPECT_EQ(patched("a:\n  b: |\n    x\n\n\n# c\n", {{"a.d", "1"}}),
            "a:\n  b: |\n    x\n  d: 1\n\n\n# c\n");
}

TEST(YamlPatch, joins_what_goes_into_one_place) {
  EXPECT_EQ(
      patched("c:\n  name: a\n",
              {{"c.s.p", "false"}, {"c.s.cap.drop", "[ALL]"}, {"c.s.r", "true"}}),
      "c:\n  name: a\n  s:\n    p: false\n    cap:\n      drop:\n        - ALL\n    r: true\n");
}

TEST(YamlPatch, writes_lists_as_the_file_does) {
  EXPECT_EQ(patched("l:\n- x\nc:\n  n: 1\n", {{"c.drop", "[ALL]"}}),
            "l:\n- x\nc:\n  n: 1\n  drop:\n  - ALL\n");
  EXPECT_EQ(patched("l: [x]\nc:\n  n: 1\n", {{"c.drop", "[ALL]"}}),
            "l: [x]\nc:\n  n: 1\n  drop: [ALL]\n");
  EXPECT_EQ(patched("drop:\n  # why\n  - NET_RAW\n  - KILL\nb: 1\n", {{"drop", "[ALL]"}}),
            "drop:\n  # why\n  - ALL\nb: 1\n");
  EXPECT_EQ(patched("drop: [\"NET_RAW\"]\n", {{"drop", "[ALL]"}}), "drop: [ALL]\n");
}

TEST(YamlPatch, fills_what_is_null_or_empty) {
  EXPECT_EQ(patched("s:\nb: 1\n", {{"s.p", "false"}}), "s:\n  p: false\nb: 1\n");
  EXPECT_EQ(patched("s: # todo\nb: 1\n", {{"s.p", "false"}}), "s:\n  p: false # todo\nb: 1\n");
  EXPECT_EQ(patched("s: {}\nb: 1\n", {{"s.p", "false"}}), "s: {p: false}\nb: 1\n");
  EXPECT_EQ(patched("s: null\n", {{"s.p.q", "x"}}), "s:\n  p:\n    q: x\n");
}

TEST(YamlPatch, works_within_brackets) {
  EXPECT_EQ(patched("c: {a: 1, b: 2}\n", {{"c.d", "3"}}), "c: {a: 1, b: 2, d: 3}\n");
  EXPECT_EQ(patched("c: { a: true }\n", {{"c.a", "false"}, {"c.s.p", "[x, z]"}}),
            "c: { a: false, s: {p: [x, z]} }\n");
  EXPECT_EQ(patched("c: {a: 1, b: 2, d: 3}\n", {{"c.a", {}}}), "c: {b: 2, d: 3}\n");
  EXPECT_EQ(patched("c: {a: 1, b: 2, d: 3}\n", {{"c.b", {}}, {"c.d", {}}}), "c: {a: 1}\n");
  EXPECT_EQ(patched("c: {a: 1}\n", {{"c.a", {}}}), "c: {}\n");
  EXPECT_EQ(patched("c: {a: 1,}\n", {{"c.a", {}}, {"c.b", "2"}}), "c: {b: 2}\n");
  EXPECT_EQ(patched("c: {a: 1,}\n", {{"c.b", "2"}}), "c: {a: 1, b: 2}\n");
  EXPECT_EQ(patched("c: [a, b, c]\n", {{"c[1]", {}}}), "c: [a, c]\n");
  EXPECT_EQ(patched("c: {\n  a: 1 # why\n}\n", {{"c.b", "2"}}), "c: {\n  a: 1, # why\n  b: 2\n}\n");
}

TEST(YamlPatch, keeps_json_json) {
  EXPECT_EQ(patched(R"({"a":{"b":1}})", {{"a.c.d", "x"}, {"a.e", "[ALL]"}}),
            R"({"a":{"b":1,"c":{"d":"x"},"e":["ALL"]}})");
  EXPECT_EQ(patched("{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", {{"a.c.d", "true"}}),
            "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": {\n      \"d\": true\n    }\n  }\n}\n");
  EXPECT_EQ(patched("{\n  \"a\": {},\n  \"b\": 1\n}", {{"a.c", "x"}}),
            "{\n  \"a\": {\"c\": \"x\"},\n  \"b\": 1\n}");
}

TEST(YamlPatch, removes_members_with_their_lines) {
  EXPECT_EQ(patched("a: 1\nb: 2 # why\nc: 3\n", {{"b", {}}}), "a: 1\nc: 3\n");
  EXPECT_EQ(patched("a: 1\nb:\n  c: 1\n  # note\n  d: 2\n", {{"b", {}}}), "a: 1\n");
  EXPECT_EQ(patched("a: 1\nb: 2", {{"b", {}}}), "a: 1");
  EXPECT_EQ(patched("a:\n  b: 1\nc: 2\n", {{"a.b", {}}}), "a: {}\nc: 2\n");
  EXPECT_EQ(patched("l:\n  - h: 80\n    c: 81\n  - c: 82\n", {{"l[0].h", {}}}),
            "l:\n  - c: 81\n  - c: 82\n");
  EXPECT_EQ(patched("l:\n  - c: 81\n    h: 80\n", {{"l[0].h", {}}}), "l:\n  - c: 81\n");
  EXPECT_EQ(patched("l:\n  - h: 80\n    # why\n    c: 81\n", {{"l[0].h", {}}}),
            "l:\n  - \n    # why\n    c: 81\n");
}

TEST(YamlPatch, removes_items_with_their_lines) {
  EXPECT_EQ(patched("l:\n  - a\n  - b # why\n  - c\n", {{"l[1]", {}}}), "l:\n  - a\n  - c\n");
  EXPECT_EQ(patched("l:\n- a\nb: 1\n", {{"l[0]", {}}}), "l: []\nb: 1\n");
  EXPECT_EQ(patched("l:\n- a: 1\n  b: 2\n- c\n", {{"l[0]", {}}}), "l:\n- c\n");
}

TEST(YamlPatch, finds_the_document) {
  EXPECT_EQ(patched("a: 1\n---\n# two\na: 1\n---\na: 1\n", {{"a", "2", 4, 1}}),
            "a: 1\n---\n# two\na: 2\n---\na: 1\n");
}

TEST(YamlPatch, refuses_what_is_elsewhere) {
  EXPECT_EQ(patched("x: &x {p: 1}\na: *x\n", {{"a.p", "2"}}),
            "refused: it is an alias, *x, of what stands elsewhere");
  EXPECT_EQ(patched("x: &x {p: {q: 1}}\na:\n  <<: *x\n", {{"a.p.q", "2"}}),
            "refused: it comes from a merge key (<<)");
}

TEST(YamlPatch, adds_beside_a_merge_key) {
  EXPECT_EQ(patched("x: &x\n  p: 1\na:\n  <<: *x\n  r: 1\n", {{"a.q", "2"}}),
            "x: &x\n  p: 1\na:\n  <<: *x\n  r: 1\n  q: 2\n");
}

}  // namespace
}  // namespace seawall::posture
