#include "license/expression.h"

#include <gtest/gtest.h>

#include <random>

#include "license/spdx.h"

namespace seawall::license {

namespace {

// Canonical text, or the error's code.
std::string read(std::string_view text) {
  Result<Expression> out = parse_expression(text);
  return out ? format_expression(*out) : std::string(code_name(out.error().code()));
}

TEST(Expression, Grammar) {
  EXPECT_EQ(read("mit"), "MIT");
  EXPECT_EQ(read("apache-2.0+"), "Apache-2.0+");
  EXPECT_EQ(read("MIT or ISC and Zlib"), "MIT OR ISC AND Zlib");
  EXPECT_EQ(read("(MIT OR ISC) AND Zlib"), "(MIT OR ISC) AND Zlib");
  EXPECT_EQ(read("((MIT) OR ((ISC)))"), "MIT OR ISC");
  EXPECT_EQ(read("MIT OR (ISC OR Zlib)"), "MIT OR ISC OR Zlib");
  EXPECT_EQ(read("gpl-2.0-only with classpath-exception-2.0"),
            "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(read("LicenseRef-My.1 AND DocumentRef-x:LicenseRef-y"),
            "LicenseRef-My.1 AND DocumentRef-x:LicenseRef-y");
  EXPECT_EQ(read("GPL-2.0-only WITH AdditionRef-mine"), "GPL-2.0-only WITH AdditionRef-mine");
}

TEST(Expression, WhatIsNone) {
  for (const char* text : {"",
                           " ",
                           "MIT AND",
                           "AND MIT",
                           "MIT MIT",
                           "(MIT",
                           "MIT)",
                           "()",
                           "MIT WITH",
                           "MIT WITH MIT",
                           "MIT ++",
                           "+",
                           "NONE",
                           "NOASSERTION",
                           "LicenseRef-",
                           "LicenseRef-a_b",
                           "MIT/Apache-2.0",
                           "MIT AND OR ISC",
                           "not-a-license",
                           "DocumentRef-x:MIT"})
    EXPECT_EQ(read(text), "invalid") << text;
  EXPECT_EQ(read(std::string(100, '(') + "MIT" + std::string(100, ')')), "limit");
  EXPECT_EQ(read(std::string(70000, ' ')), "limit");
  std::string many = "MIT";
  for (int i = 0; i < 5000; ++i) many += " OR MIT";
  EXPECT_EQ(read(many), "limit");
}

TEST(Expression, Simplify) {
  auto simple = [](std::string_view text) {
    return format_expression(simplify(parse_expression(text).value()));
  };
  EXPECT_EQ(simple("GPL-2.0"), "GPL-2.0-only");
  EXPECT_EQ(simple("GPL-2.0+"), "GPL-2.0-or-later");
  EXPECT_EQ(simple("GPL-2.0-only+"), "GPL-2.0-or-later");
  EXPECT_EQ(simple("GPL-2.0-or-later+"), "GPL-2.0-or-later");
  EXPECT_EQ(simple("GFDL-1.3"), "GFDL-1.3-only");
  EXPECT_EQ(simple("Apache-2.0+"), "Apache-2.0+");
  EXPECT_EQ(simple("GPL-3.0-with-GCC-exception"), "GPL-3.0-only WITH GCC-exception-3.1");
  EXPECT_EQ(simple("MIT OR MIT"), "MIT");
  EXPECT_EQ(simple("GPL-2.0 AND (GPL-2.0-only OR GPL-2.0) AND ISC"), "GPL-2.0-only AND ISC");
}

TEST(Expression, FormatIsAFixedPoint) {
  std::mt19937 random(3);
  const std::string_view pieces[] = {"MIT", "GPL-2.0",      "ISC+", "AND",
                                     "OR",  "WITH",         "(",    ")",
                                     "and", "LicenseRef-x", "Zlib", "Classpath-exception-2.0"};
  size_t accepted = 0;
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (unsigned n = 1 + random() % 8; n > 0; --n) {
      text += pieces[random() % std::size(pieces)];
      text += ' ';
    }
    Result<Expression> first = parse_expression(text);
    if (!first) continue;
    ++accepted;
    Result<Expression> second = parse_expression(format_expression(*first));
    ASSERT_TRUE(second) << text;
    EXPECT_EQ(*second, *first) << text;
    Expression simple = simplify(*first);
    EXPECT_EQ(simplify(simple), simple) << text;
  }
  EXPECT_GT(accepted, 500u);
}

TEST(Spdx, Ids) {
  EXPECT_EQ(spdx_license_id("APACHE-2.0"), "Apache-2.0");
  EXPECT_EQ(spdx_license_id("Apache"), "");
  EXPECT_EQ(spdx_exception_id("llvm-EXCEPTION"), "LLVM-exception");
  EXPECT_FALSE(is_spdx_exception_id("MIT"));
  EXPECT_GT(spdx_license_ids().size(), 600u);
  for (std::string_view id : spdx_license_ids()) EXPECT_EQ(spdx_license_id(id), id);
  for (std::string_view id : spdx_exception_ids()) EXPECT_EQ(spdx_exception_id(id), id);
}

}  // namespace

}  // namespace seawall::license
