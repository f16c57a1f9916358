#include "package/listing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace seawall::package {

namespace {

TEST(Listing, RepetitionsAreOnePackage) {
  Limits limits;
  Facts facts;
  Listing listing("npm", limits, facts);
  listing.add("a", "1", 3, Scope::kTest);
  listing.add(" a ", "1", 9, Scope::kOptional);
  listing.add("a", "2", 10);
  ASSERT_EQ(facts.packages.size(), 2u);
  EXPECT_EQ(facts.packages[0].scope, Scope::kOptional);
  EXPECT_EQ(facts.packages[0].line, 3u);
}

// What is exact somewhere in the file is matched, in whatever order it comes.
TEST(Listing, ARequirementHidesNoVersion) {
  Limits limits;
  Facts facts;
  Listing listing("pypi", limits, facts);
  listing.add("a", "1", 1);
  listing.add_range("a", "1", 2);
  listing.add_range("b", "1", 3);
  listing.add("b", "1", 4);
  listing.add_range("c", "", 5);
  ASSERT_EQ(facts.packages.size(), 3u);
  EXPECT_FALSE(facts.packages[0].range);
  EXPECT_FALSE(facts.packages[1].range);
  EXPECT_TRUE(facts.packages[2].range);
  EXPECT_EQ(facts.packages[2].version, kAnyVersion);
}

TEST(Listing, WhatIsNoPackageIsTold) {
  Limits limits;
  Facts facts;
  Listing listing("npm", limits, facts);
  listing.add("", "1", 1);
  listing.add("a", " ", 2);
  listing.add("a\nb", "1", 3);
  listing.add(std::string(3000, 'a'), "1", 4);
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 4u);
  EXPECT_FALSE(facts.diagnostics[0].incomplete);
  EXPECT_FALSE(facts.diagnostics[1].incomplete);
  EXPECT_TRUE(facts.diagnostics[2].incomplete);
  EXPECT_TRUE(facts.diagnostics[3].incomplete);
}

TEST(Listing, EverythingIsBounded) {
  Limits limits;
  limits.packages = 3;
  Facts facts;
  Listing listing("npm", limits, facts);
  for (int i = 0; i < 10; ++i) listing.add(fmt::format("a{}", i), "1", 1);
  EXPECT_EQ(facts.packages.size(), 3u);
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
  for (int i = 0; i < 1000; ++i) listing.problem(Code::kInvalid, 1, "x");
  for (int i = 0; i < 1000; ++i) listing.remark(1, "y");
  EXPECT_EQ(facts.diagnostics.size(), 120u);
}

std::string split_name(std::string type, std::string_view name) {
  Package package;
  package.type = std::move(type);
  set_name(package, name);
  return package.name_space + " | " + package.name;
}

TEST(SetName, NamespacesByType) {
  EXPECT_EQ(split_name("npm", "@s/a"), "@s | a");
  EXPECT_EQ(split_name("npm", "a/b"), " | a/b");
  EXPECT_EQ(split_name("composer", "v/p"), "v | p");
  EXPECT_EQ(split_name("maven", "g.h:a"), "g.h | a");
  EXPECT_EQ(split_name("golang", "example.com/a/b/v2"), "example.com/a/b | v2");
  EXPECT_EQ(split_name("golang", "stdlib"), " | stdlib");
  EXPECT_EQ(split_name("maven", ":a"), " | :a");
  EXPECT_EQ(split_name("cargo", "a/b"), " | a/b");
}

TEST(Digests, OnlyWholeOnesAndOnce) {
  Package package;
  add_digest(package, "md5", "D41D8CD98F00B204E9800998ECF8427E");
  add_digest(package, "md5", "d41d8cd98f00b204e9800998ecf8427e");
  add_digest(package, "md5", "d41d");
  add_digest(package, "crc", "00000000");
  add_integrity(package, "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= sha1-AAAA sha512-?x nothing");
  EXPECT_EQ(package.digests,
            (std::vector<std::string>{"md5:d41d8cd98f00b204e9800998ecf8427e",
                                      "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"}));
}

TEST(Needs, TheStrongestScopeWins) {
  Needs needs(7);
  needs.root(0, Scope::kRuntime);
  needs.root(1, Scope::kDevelopment);
  needs.edge(0, 2);
  needs.edge(1, 2);
  needs.edge(1, 3);
  needs.edge(0, 4, true);
  needs.edge(4, 5);
  needs.edge(5, 0);                 // a circle
  needs.edge(9, 0);                 // no such node
  needs.root(12, Scope::kRuntime);  // neither
  EXPECT_EQ(
      needs.scopes(Scope::kTest),
      (std::vector<Scope>{Scope::kRuntime, Scope::kDevelopment, Scope::kRuntime,
                          Scope::kDevelopment, Scope::kOptional, Scope::kOptional, Scope::kTest}));
}

}  // namespace

}  // namespace seawall::package
