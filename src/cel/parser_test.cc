#include "cel/parser.h"

#include <gtest/gtest.h>

#include "cel/ast_text.h"
#include "cel/test_cases.h"

namespace seawall::cel {
namespace {

std::string parsed(std::string_view source, const ParseLimits& limits = {}) {
  Result<Ast> ast = parse(source, limits);
  return ast ? ast_text(*ast) : "!" + ast.error().message();
}
std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Parser, Cases) {
  std::vector<Case> cases = read_cases("parse.txt");
  EXPECT_GT(cases.size(), 100u);
  for (const Case& c : cases) EXPECT_EQ(parsed(c.expression), c.expected) << "line " << c.line;
}

TEST(Parser, WhiteSpaceAndComments) {
  EXPECT_EQ(parsed("a\t.\fb // c\r\n+ // d\n c"), "_+_(a.b, c)");
  EXPECT_EQ(parsed("// only"), "!1:8: Syntax error: an expression expected, not the end");
  EXPECT_EQ(parsed(""), "!1:1: Syntax error: an expression expected, not the end");
  EXPECT_EQ(parsed("'é' +\r\n  'ü' ]"), "!2:7: Syntax error: the end expected, not ']'");
}

TEST(Parser, StringsOfManyLines) {
  EXPECT_EQ(parsed("'''a\r\nb\rc'''"), "\"a\\x0ab\\x0ac\"");
  EXPECT_EQ(parsed("r'''a\r\n\\b'''"), "\"a\\x0a\\\\b\"");
  EXPECT_EQ(parsed("'a\nb'"), "!1:1: Syntax error: string literal without an end");
}

TEST(Parser, OptionalSyntaxCanBeOff) {
  ParseLimits off{.optionals = false};
  EXPECT_EQ(parsed("a.?b", off), "!1:3: unsupported syntax '.?'");
  EXPECT_EQ(parsed("a[?b]", off), "!1:3: unsupported syntax '[?'");
  EXPECT_EQ(parsed("[?b]", off), "!1:2: unsupported syntax '?'");
  EXPECT_EQ(parsed("{?b: 1}", off), "!1:2: unsupported syntax '?'");
  EXPECT_EQ(parsed("a.optMap(b, c)", off), "a.optMap(b, c)");
}

TEST(Parser, TextsOutliveTheSourceAndMoves) {
  Result<Ast> ast = parse(std::string("a.b('c')"));
  ASSERT_TRUE(ast);
  Ast moved = std::move(ast).value();
  Ast again = std::move(moved);
  EXPECT_EQ(ast_text(again), "a.b(\"c\")");
}

TEST(Parser, HoldsItsLimits) {
  EXPECT_EQ(parse(repeat("(", 100000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse(repeat("[", 100000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse(repeat("{a:", 100000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse(repeat("f(", 100000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse(repeat("a?b:", 100000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse("a" + repeat("+a", 2000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse("a" + repeat(".a", 2000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse("a" + repeat(" ", 600000)).error().code(), Code::kLimit);
  EXPECT_EQ(parse("[" + repeat("1,", 210000) + "]").error().code(), Code::kLimit);
  EXPECT_EQ(parse("\xff").error().code(), Code::kInvalid);
}

TEST(Parser, LongIsNotDeep) {
  EXPECT_TRUE(parse(repeat("!", 100001) + "a"));
  EXPECT_TRUE(parse("a" + repeat("&&a", 100000)));
  EXPECT_TRUE(parse("a" + repeat("||a", 100000)));
  EXPECT_TRUE(parse("a" + repeat("+a", 900)));
  EXPECT_TRUE(parse(repeat("(", 200) + "a" + repeat(")", 200)));
}

}  // namespace
}  // namespace seawall::cel
