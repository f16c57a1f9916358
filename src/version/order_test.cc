// Replays tests/cases/version/NAME.txt, the cases of the order NAME: `a < b`, `a = b`, `a > b`.
#include "version/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace seawall::version {
namespace {

struct Case {
  std::string a, sign, b, line;
};

std::string case_path(const Order& order) {
  return std::string(SEAWALL_SOURCE_DIR "/tests/cases/version/").append(order.name).append(".txt");
}

std::vector<Case> read_cases(const Order& order) {
  std::vector<Case> cases;
  auto text = read_file(case_path(order), 1 << 20);
  if (!text) return cases;
  for_each_line(*text, [&](std::string_view line, uint32_t) {
    line = trim(line);
    if (line.empty() || line.starts_with('#')) return;
    std::vector<std::string_view> words = split(line, ' ');
    ASSERT_EQ(words.size(), 3u) << line;
    cases.push_back(
        {std::string(words[0]), std::string(words[1]), std::string(words[2]), std::string(line)});
  });
  return cases;
}

std::string sign(std::weak_ordering ordering) {
  if (std::is_eq(ordering)) return "=";
  return std::is_lt(ordering) ? "<" : ">";
}

std::string opposite(const std::string& sign) {
  if (sign == "=") return sign;
  return sign == "<" ? ">" : "<";
}

class OrderTest : public testing::TestWithParam<const Order*> {};

TEST_P(OrderTest, FollowsItsCases) {
  const Order& order = *GetParam();
  std::vector<Case> cases = read_cases(order);
  EXPECT_FALSE(cases.empty()) << case_path(order) << " holds no case";
  for (const Case& c : cases) {
    EXPECT_EQ(sign(order.compare(c.a, c.b)), c.sign) << c.line;
    EXPECT_EQ(sign(order.compare(c.b, c.a)), opposite(c.sign)) << c.line << " (mirrored)";
  }
}

// A binary search needs a weak order: what is equivalent is so to all, and `less` is transitive.
TEST_P(OrderTest, IsAWeakOrder) {
  const Order& order = *GetParam();
  std::set<std::string> unique = {"",  "0",    "1", "-",    ".",   "~",
                                  "v", "1.0-", "+", "\xff", "a.b", "1..2"};
  for (const Case& c : read_cases(order)) {
    unique.insert(c.a);
    unique.insert(c.b);
  }
  std::vector<std::string> versions(unique.begin(), unique.end());
  std::stable_sort(
      versions.begin(), versions.end(),
      [&](const std::string& a, const std::string& b) { return std::is_lt(order.compare(a, b)); });
  // In a sorted list of a weak order, neighbours decide for all: the rank counts the steps up.
  std::vector<size_t> rank(versions.size(), 0);
  for (size_t i = 1; i < versions.size(); ++i)
    rank[i] = rank[i - 1] + (std::is_lt(order.compare(versions[i - 1], versions[i])) ? 1 : 0);
  for (size_t i = 0; i < versions.size(); ++i)
    for (size_t j = 0; j < versions.size(); ++j)
      EXPECT_EQ(sign(order.compare(versions[i], versions[j])), sign(rank[i] <=> rank[j]))
          << versions[i] << " and " << versions[j];
}

std::vector<const Order*> all_orders() {
  return {orders().begin(), orders().end()};
}

std::string order_name(const testing::TestParamInfo<const Order*>& info) {
  return replace_all(info.param->name, "-", "_");
}

INSTANTIATE_TEST_SUITE_P(All, OrderTest, testing::ValuesIn(all_orders()), order_name);

TEST(Orders, EveryCaseFileHasAnOrder) {
  for (const auto& entry :
       std::filesystem::directory_iterator(SEAWALL_SOURCE_DIR "/tests/cases/version"))
    EXPECT_NE(find_order(entry.path().stem().native()), nullptr) << entry.path();
}

TEST(Orders, NoNameIsServedTwice) {
  std::set<std::string> seen;
  for (const Order* order : orders()) {
    EXPECT_TRUE(seen.insert(std::string("order ").append(order->name)).second);
    for (std::string_view name : order->ecosystems)
      EXPECT_TRUE(seen.insert(std::string("ecosystem ").append(to_lower(name))).second) << name;
    for (std::string_view type : order->purl_types)
      EXPECT_TRUE(seen.insert(std::string("purl ").append(type)).second) << type;
  }
}

std::string_view order_of(std::string_view ecosystem) {
  const Order* order = order_for_ecosystem(ecosystem);
  return order == nullptr ? "none" : order->name;
}

TEST(OrderForEcosystem, IgnoresTheRelease) {
  EXPECT_EQ(order_of("Debian:12"), "debian");
  EXPECT_EQ(order_of("Ubuntu:Pro:18.04:LTS"), "debian");
  EXPECT_EQ(order_of("Red Hat:rhel_aus:8.4::appstream"), "redhat");
  EXPECT_EQ(order_of("Maven:https://maven.google.com"), "maven");
  EXPECT_EQ(order_of("Alpine:v3.19"), "alpine");
}

TEST(OrderForEcosystem, LooksThroughVendors) {
  EXPECT_EQ(order_of("Echo"), "debian");
  EXPECT_EQ(order_of("Echo:npm"), "echo-npm");
  EXPECT_EQ(order_of("Echo:PyPI"), "pypi");
  EXPECT_EQ(order_of("Root:Alpine:3.18"), "alpine");
  EXPECT_EQ(order_of("TuxCare:Maven"), "maven");
  EXPECT_EQ(order_of("Docker Hardened Images:Debian:trixie"), "debian");
}

TEST(OrderForEcosystem, SaysWhenItKnowsNone) {
  EXPECT_EQ(order_of("OSS-Fuzz"), "none");
  EXPECT_EQ(order_of("Android"), "none");
  EXPECT_EQ(order_of(""), "none");
  EXPECT_EQ(order_of(":"), "none");
  EXPECT_EQ(order_of("TuxCare"), "none");
  EXPECT_EQ(order_of("TuxCare:TuxCare:npm"), "none");
}

TEST(OrderForPurlType, Finds) {
  EXPECT_EQ(order_for_purl_type("deb")->name, "debian");
  EXPECT_EQ(order_for_purl_type("gem")->name, "rubygems");
  EXPECT_EQ(order_for_purl_type("golang")->name, "go");
  EXPECT_EQ(order_for_purl_type("nothing"), nullptr);
}

struct Validity {
  std::string_view order, version;
  bool valid;
};

TEST(Valid, IsWhatTheToolAccepts) {
  const Validity cases[] = {
      {"debian", "1:2.3-4~deb12u1", true},
      {"debian", "a1", false},
      {"debian", "1.0-", false},
      {"debian", "x:1", false},
      {"alpine", "1.2.3_p1-r0", true},
      {"alpine", "1.2.", false},
      {"alpine", "1.0bc", false},
      {"redhat", "1:2.0~rc1^git1-3.el9", true},
      {"redhat", "1.0-", false},
      {"semver", "1.2.3-rc.1+b.01", true},
      {"semver", "1.2", false},
      {"semver", "1.2.3-01", false},
      {"go", "v1.2.3+incompatible", true},
      {"go", "v1.2", false},
      {"go", "1.20", true},
      {"go", "go1.21rc2", true},
      {"go", "1.21x", false},
      {"pypi", "1!2.0rc1.post2.dev3+local.1", true},
      {"pypi", "2019-09-12", false},
      {"rubygems", "1.0.0.rc1", true},
      {"rubygems", "1..0", false},
      {"nuget", "1.2.3.4-beta", true},
      {"nuget", "1.2.3.4.5", false},
      {"packagist", "v1.0.0-RC1", true},
      {"packagist", "dev-master", true},
      {"packagist", "foo", false},
      {"cran", "1.0-2", true},
      {"cran", "1", false},
      {"hackage", "1.0.0.1", true},
      {"hackage", "1.00", false},
      {"gentoo", "1.2b_rc1-r3", true},
      {"gentoo", "1.2-r", false},
      {"julia", "1.2.3+0", true},
      {"julia", "1.2.3.4", false},
      {"arch", "1:1.0-1", true},
      {"arch", "1-0-1", false},
      {"conan", "1.1.1w", true},
      {"conan", "", false},
      {"maven", "anything", true},
      {"cocoapods", "1.2.3.4", true},
  };
  for (const Validity& c : cases) {
    const Order* order = find_order(c.order);
    ASSERT_NE(order, nullptr) << c.order;
    EXPECT_EQ(order->valid(c.version), c.valid) << c.order << ' ' << c.version;
  }
}

TEST(Compare, TakesLinearTimeOnHostileText) {
  for (std::string_view unit : {"1", ".", "-", "a", "a1", "1-", "-.", "~", "_p", ".0", "1.a-"}) {
    std::string a;
    while (a.size() < (1 << 16)) a.append(unit);
    for (const Order* order : orders()) {
      EXPECT_TRUE(std::is_eq(order->compare(a, a))) << order->name;
      EXPECT_EQ(std::is_lt(order->compare(a, a + "1")), std::is_gt(order->compare(a + "1", a)))
          << order->name;
    }
  }
}

}  // namespace
}  // namespace seawall::version
