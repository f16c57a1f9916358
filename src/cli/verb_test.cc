#include "cli/verb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace seawall::cli {
namespace {

struct Words {
  explicit Words(std::vector<std::string> words) : texts(std::move(words)) {
    for (std::string& text : texts) argv.push_back(text.data());
  }
  int count() const { return static_cast<int>(argv.size()); }
  std::vector<std::string> texts;
  std::vector<char*> argv;
};

struct Parsed {
  bool go_on = false;
  int code = -1;
  std::vector<std::string> list, targets;
};
Parsed parsed(std::vector<std::string> words) {
  Parsed out;
  CLI::App app("", "seawall test");
  app.add_option("TARGET", out.targets)->required();
  repeatable(app.add_option("--list,-l", out.list));
  words.insert(words.begin(), "seawall test");
  Words argv(std::move(words));
  out.go_on = parse(app, argv.count(), argv.argv.data(), out.code);
  return out;
}

TEST(Verbs, are_listed_with_what_they_do) {
  std::vector<std::string> names;
  for (const Verb* verb : verbs()) {
    names.emplace_back(verb->name);
    EXPECT_FALSE(verb->description.empty()) << verb->name;
  }
  EXPECT_THAT(names, testing::IsSupersetOf({"db", "dev", "sbom", "scan"}));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST(Parse, list_options_leave_the_targets_alone) {
  Parsed out = parsed({"-l", "a", "x", "--list", "b", "y"});
  EXPECT_TRUE(out.go_on);
  EXPECT_THAT(out.list, testing::ElementsAre("a", "b"));
  EXPECT_THAT(out.targets, testing::ElementsAre("x", "y"));
}

TEST(Parse, tells_help_from_wrong_words) {
  Parsed help = parsed({"--help"});
  EXPECT_FALSE(help.go_on);
  EXPECT_EQ(help.code, kClean);
  for (const char* word : {"--nope", "--list"}) {
    Parsed wrong = parsed({"x", word});
    EXPECT_FALSE(wrong.go_on);
    EXPECT_EQ(wrong.code, kUsage);
  }
  EXPECT_EQ(parsed({}).code, kUsage);
}

}  // namespace
}  // namespace seawall::cli
