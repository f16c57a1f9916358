#include "posture/yaml_render.h"

#include <gtest/gtest.h>

#include "doc/parse.h"

namespace seawall::posture {
namespace {

doc::Document yaml(std::string_view text) {
  return std::move(doc::parse_yaml(text, Limits{}).value().at(0));
}

TEST(YamlRender, quotes_what_would_be_read_as_something_else) {
  auto scalar = [](std::string_view text) {
    doc::Document document = yaml(text);
    return yaml_scalar(document.root());
  };
  EXPECT_EQ(scalar("RuntimeDefault"), "RuntimeDefault");
  EXPECT_EQ(scalar("'true'"), "\"true\"");
  EXPECT_EQ(scalar("'on'"), "\"on\"");
  EXPECT_EQ(scalar("'1.5'"), "\"1.5\"");
  EXPECT_EQ(scalar("'0x1f'"), "\"0x1f\"");
  EXPECT_EQ(scalar("'a: b'"), "\"a: b\"");
  EXPECT_EQ(scalar("''"), "\"\"");
  EXPECT_EQ(scalar("true"), "true");
  EXPECT_EQ(scalar("[]"), "[]");
  EXPECT_EQ(yaml_key("a.b/c"), "a.b/c");
}

TEST(YamlRender, writes_blocks) {
  doc::Document document = yaml("{a: {b: [x, {c: 1, d: 2}], e: {}}, f: 1}");
  YamlStyle style;
  style.list_step = 0;
  EXPECT_EQ(yaml_block_members(document.root(), 2, style),
            "a:\n    b:\n    - x\n    - c: 1\n      d: 2\n    e: {}\n  f: 1");
}

TEST(YamlRender, writes_brackets) {
  doc::Document document = yaml("{a: [x, 'y z'], b: {c: null}}");
  EXPECT_EQ(yaml_flow(document.root(), FlowStyle{}), "{a: [x, \"y z\"], b: {c: null}}");
  EXPECT_EQ(yaml_flow(document.root(), FlowStyle{true, false, false, 0, 2, "\n"}),
            R"({"a":["x","y z"],"b":{"c":null}})");
}

TEST(YamlRender, sees_the_style_of_a_file) {
  auto style = [](std::string_view text) {
    return style_of(doc::yaml_spans(text, Limits{}).value().at(0), text);
  };
  YamlStyle four = style("a:\n    b:\n    - c\r\n");
  EXPECT_EQ(four.step, 4u);
  EXPECT_EQ(four.list_step, 0u);
  EXPECT_FALSE(four.flow_lists);
  YamlStyle other = style("a: [x]\r\nb: 1\r\n");
  EXPECT_EQ(other.line, "\r\n");
  EXPECT_TRUE(other.flow_lists);
  EXPECT_EQ(other.step, 2u);
}

}  // namespace
}  // namespace seawall::posture
