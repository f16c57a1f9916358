#include "doc/yaml_spans.h"

#include <gtest/gtest.h>

#include "doc/parse.h"

namespace seawall::doc {
namespace {

// The bytes that the value behind a path of keys and places covers.
std::string slice(std::string_view text, std::initializer_list<std::string_view> path) {
  std::vector<Span> documents = yaml_spans(text, Limits{}).value();
  const Span* at = &documents.at(0);
  for (std::string_view step : path) {
    const Span* next = nullptr;
    if (at->kind == Span::Kind::kSequence) next = &at->items.at(std::stoul(std::string(step)));
    for (const SpanMember& member : at->members)
      if (member.key.text == step) next = &member.value;
    if (!next) return "(nothing)";
    at = next;
  }
  return std::string(text.substr(at->begin, at->end - at->begin));
}

TEST(YamlSpans, are_the_bytes_of_values) {
  std::string_view text =
      "# head\n"
      "a: 'x'  # why\n"
      "ü: {b: \"ä\", c: [1, 2 ]}\n"
      "list:\n"
      "- one\n"
      "- two: 3\n"
      "\n"
      "# tail\n"
      "empty:\n"
      "last: &x {y: 1}\n";
  EXPECT_EQ(slice(text, {"a"}), "'x'");
  EXPECT_EQ(slice(text, {"ü", "b"}), "\"ä\"");
  EXPECT_EQ(slice(text, {"ü", "c"}), "[1, 2 ]");
  EXPECT_EQ(slice(text, {"list"}), "- one\n- two: 3");
  EXPECT_EQ(slice(text, {"list", "1"}), "two: 3");
  EXPECT_EQ(slice(text, {"empty"}), "");
  EXPECT_EQ(slice(text, {"last"}), "&x {y: 1}");
}

TEST(YamlSpans, block_texts_end_with_their_content) {
  EXPECT_EQ(slice("a: |\n  one\n  two\n\n\n# c\nb: 1\n", {"a"}), "|\n  one\n  two");
  EXPECT_EQ(slice("a: |+\n  one\n\nb: 1\n", {"a"}), "|+\n  one\n");
  EXPECT_EQ(slice("a: >-\r\n  one\r\n\r\nb: 1\r\n", {"a"}), ">-\r\n  one");
}

TEST(YamlSpans, count_lines_as_libyaml_does) {
  EXPECT_EQ(slice("a: 1\r\nb: 2\rc: 3\n", {"c"}), "3");
  EXPECT_EQ(slice("\xef\xbb\xbf"
                  "a: 1\nb: 2\n",
                  {"a"}),
            "1");
  EXPECT_EQ(slice("\xef\xbb\xbf"
                  "a: 1\nb: 2\n",
                  {"b"}),
            "2");
}

TEST(YamlSpans, positions_are_those_of_the_tree) {
  std::string_view text = "---\nkind: A\n---\n- &x\n  kind: B\n- {kind: C}\n";
  std::vector<Span> spans = yaml_spans(text, Limits{}).value();
  std::vector<Document> trees = parse_yaml(text, Limits{}).value();
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0].position, trees[0].root().position());
  for (size_t i = 0; i < 2; ++i)
    EXPECT_EQ(spans[1].items[i].position, trees[1].root().items()[i].position()) << i;
}

TEST(YamlSpans, tell_styles_and_anchors) {
  std::vector<Span> spans = yaml_spans("a: &x 'q'\nb: *x\nc: {}\nd: |\n  t\n", Limits{}).value();
  const std::vector<SpanMember>& members = spans.at(0).members;
  EXPECT_EQ(members[0].value.anchor, "x");
  EXPECT_EQ(members[0].value.style, Span::Style::kSingleQuoted);
  EXPECT_EQ(members[1].value.kind, Span::Kind::kAlias);
  EXPECT_EQ(members[1].value.anchor, "x");
  EXPECT_TRUE(members[2].value.flow);
  EXPECT_EQ(members[3].value.style, Span::Style::kBlockText);
}

TEST(YamlSpans, refuse_what_they_cannot_place) {
  EXPECT_FALSE(yaml_spans("a: [", Limits{}));
  EXPECT_FALSE(yaml_spans(std::string_view("\xff\xfe"
                                           "a\0",
                                           4),
                          Limits{}));
  std::string deep(1000, '[');
  EXPECT_FALSE(yaml_spans(deep, Limits{}));
}

}  // namespace
}  // namespace seawall::doc
