#include "model/calico_selector.h"

#include <gmock/gmock.h>

namespace seawall::model {
namespace {

std::optional<std::string_view> label(std::string_view key) {
  if (key == "app") return "web-1";
  if (key == "tier") return "front";
  if (key == "example.com/a_b-c") return "";
  return std::nullopt;
}

TEST(CalicoSelector, Selects) {
  struct Case {
    const char* text;
    bool selected;
  };
  constexpr Case kCases[] = {
      {"", true},
      {"  ", true},
      {"all()", true},
      {"global()", false},
      {"app == 'web-1'", true},
      {"app==\"web-2\"", false},
      {"absent == 'x'", false},
      {"app != 'web-1'", false},
      {"absent != 'x'", true},
      {"has(example.com/a_b-c)", true},
      {"!has(absent)", true},
      {"tier in {'back', 'front'}", true},
      {"tier in {}", false},
      {"tier not in { \"back\" }", true},
      {"absent not in {'a'}", true},
      {"app contains 'eb'", true},
      {"app starts with 'web'", true},
      {"app ends with '-2'", false},
      {"absent contains ''", false},
      {"has(absent) || tier == 'front' && app == 'web-1'", true},
      {"(has(absent) || tier == 'front') && app == 'x'", false},
      {"!(tier == 'front')", false},
      {"!!has(app)", true},
      {"in == 'x' || has(app)", true},
  };
  for (const Case& c : kCases) {
    Result<CalicoSelector> selector = CalicoSelector::parse(c.text);
    ASSERT_TRUE(selector) << c.text << ": " << selector.error().message();
    EXPECT_EQ(selector->selects(label), c.selected) << c.text;
  }
}

TEST(CalicoSelector, WhatIsNoSelectorIsRefused) {
  for (const char* text : {"app", "app = 'a'", "app == a", "app == 'a", "has(", "has()", "none()",
                           "(all()", "all() &&", "app in {'a'", "app not 'a'", "app startswith 'a'",
                           "all() all()", "app in {'a',}"})
    EXPECT_FALSE(CalicoSelector::parse(text)) << text;
  EXPECT_EQ(CalicoSelector::parse(std::string(1000, '(')).error().code(), Code::kLimit);
  EXPECT_EQ(CalicoSelector::parse(std::string(1000, '!')).error().code(), Code::kLimit);
  EXPECT_EQ(CalicoSelector::parse(std::string(100'000, ' ')).error().code(), Code::kLimit);
}

TEST(CalicoSelector, KnowsWhenItIsEverything) {
  EXPECT_TRUE(CalicoSelector::parse("")->is_all());
  EXPECT_TRUE(CalicoSelector::parse("all()")->is_all());
  EXPECT_FALSE(CalicoSelector::parse("has(a)")->is_all());
}

}  // namespace
}  // namespace seawall::model
