#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "license/expression.h"
#include "license/spdx.h"

namespace seawall::license {

namespace {

TEST(Normalise, Cases) {
  Result<std::string> text =
      read_file(SEAWALL_SOURCE_DIR "/tests/cases/license/names.txt", 1 << 20);
  ASSERT_TRUE(text);
  size_t count = 0;
  for_each_line(*text, [&](std::string_view line, uint32_t) {
    if (line.empty() || line[0] == '#') return;
    std::optional<Halves> halves = split_once(line, "=>");
    ASSERT_TRUE(halves) << line;
    std::string wanted(trim(halves->second));
    EXPECT_EQ(normalise(trim(halves->first)), wanted) << line;
    EXPECT_EQ(normalise(wanted), wanted) << line;
    ++count;
  });
  EXPECT_GT(count, 80u);
}

// Every id of SPDX is itself, but for the deprecated ones.
TEST(Normalise, IdsOfSpdx) {
  for (std::string_view id : spdx_license_ids()) {
    std::string wanted = format_expression(simplify(parse_expression(id).value()));
    EXPECT_EQ(normalise(id), wanted);
    EXPECT_EQ(normalise(wanted), wanted);
  }
}

struct Row {
  std::string_view name, expression;
};

TEST(Normalise, RowsHoldExpressions) {
  constexpr Row kRows[] = {
#include "license/names.inc"
#include "license/urls.inc"
  };
  for (const Row& row : kRows) {
    Result<Expression> expression = parse_expression(row.expression);
    ASSERT_TRUE(expression) << row.name;
    EXPECT_EQ(format_expression(simplify(*expression)), row.expression) << row.name;
  }
}

TEST(Normalise, OddTexts) {
  EXPECT_EQ(normalise(""), "");
  EXPECT_EQ(normalise("()"), "");
  EXPECT_EQ(normalise("or or"), "");
  EXPECT_EQ(normalise("with"), "");
  EXPECT_EQ(normalise("MIT with with GCC exception"), "");
  EXPECT_EQ(normalise(std::string(100000, '(')), "");
  EXPECT_EQ(normalise("\"MIT\""), "MIT");
  EXPECT_EQ(normalise("MIT."), "MIT");
  EXPECT_EQ(normalise("MIT or Quux"), "");
}

}  // namespace

}  // namespace seawall::license
