#include "package/purl.h"

#include <gtest/gtest.h>

#include <random>

#include "base/file.h"
#include "base/text.h"

namespace seawall::package {

namespace {

// Lines of a case file without comments.
std::vector<std::string> lines_of(const std::string& name) {
  Result<std::string> text =
      read_file(std::string(SEAWALL_SOURCE_DIR "/tests/cases/purl/") + name, 1 << 20);
  std::vector<std::string> out;
  if (!text) return out;
  for_each_line(*text, [&](std::string_view line, uint32_t) {
    if (!line.empty() && line[0] != '#') out.emplace_back(line);
  });
  return out;
}

TEST(Purl, ReadsAndNormalises) {
  std::vector<std::string> lines = lines_of("accepted.txt");
  EXPECT_GT(lines.size(), 20u);
  for (const std::string& line : lines) {
    std::optional<Halves> halves = split_once(line, " ");
    ASSERT_TRUE(halves) << line;
    Result<Purl> purl = parse_purl(halves->first);
    ASSERT_TRUE(purl) << line << ": " << purl.error().message();
    EXPECT_EQ(format_purl(*purl), halves->second);
  }
}

TEST(Purl, RejectsWhatIsNone) {
  std::vector<std::string> lines = lines_of("rejected.txt");
  EXPECT_GT(lines.size(), 20u);
  for (const std::string& line : lines) {
    Result<Purl> purl = parse_purl(line);
    EXPECT_FALSE(purl) << line << " became " << format_purl(*purl);
  }
  EXPECT_EQ(parse_purl("pkg:npm/" + std::string(70000, 'a')).error().code(), Code::kLimit);
}

// format(parse(x)) is a fixed point for whatever is accepted.
TEST(Purl, CanonicalTextStaysAsItIs) {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"pkg:", "npm/", "git/", "pypi/", "swift/", "a",   "%40", "@",
                                     "/",    "?",    "k=v",  "&",     "#",      "%2F", "..",  "Ü",
                                     "_-.",  "%25",  ":",    "=",     "+",      " ",   "Z9"};
  size_t accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = "pkg:";
    for (unsigned n = 2 + random() % 9; n > 0; --n) text += pieces[random() % std::size(pieces)];
    Result<Purl> first = parse_purl(text);
    if (!first) continue;
    ++accepted;
    std::string canonical = format_purl(*first);
    Result<Purl> second = parse_purl(canonical);
    ASSERT_TRUE(second) << text << " -> " << canonical << ": " << second.error().message();
    EXPECT_EQ(*second, *first) << text << " -> " << canonical;
    EXPECT_EQ(format_purl(*second), canonical) << text;
  }
  EXPECT_GT(accepted, 1000u);
}

}  // namespace

}  // namespace seawall::package
