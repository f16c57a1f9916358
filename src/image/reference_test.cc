#include "image/reference.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"

namespace seawall::image {
namespace {

TEST(Reference, Cases) {
  std::string text =
      read_file(SEAWALL_SOURCE_DIR "/tests/cases/image/references.txt", 1 << 20).value();
  int cases = 0;
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    std::optional<Halves> halves = split_once(line, " => ");
    if (line.substr(0, 1) == "#" || !halves) return;
    Result<Reference> reference = parse_reference(halves->first);
    EXPECT_EQ(reference.ok() ? reference->text() : "error", halves->second) << "line " << number;
    // What was printed means the same.
    if (reference.ok()) {
      EXPECT_EQ(parse_reference(reference->text())->text(), reference->text());
    }
    ++cases;
  });
  EXPECT_GT(cases, 60);
}

TEST(Reference, LongNames) {
  EXPECT_TRUE(parse_reference("r.io/" + std::string(250, 'a')).ok());
  EXPECT_FALSE(parse_reference("r.io/" + std::string(251, 'a')).ok());
  EXPECT_TRUE(parse_reference("a:" + std::string(128, 't')).ok());
  EXPECT_FALSE(parse_reference("a:" + std::string(129, 't')).ok());
  EXPECT_FALSE(parse_reference(std::string(100'000, 'a')).ok());
  EXPECT_FALSE(parse_reference("").ok());
}

TEST(Reference, Shown) {
  EXPECT_EQ(parse_reference("docker.io/library/alpine")->familiar(), "alpine:latest");
  EXPECT_EQ(parse_reference("ghcr.io/a/b:1")->familiar(), "ghcr.io/a/b:1");
  EXPECT_EQ(parse_reference("alpine")->api_host(), "registry-1.docker.io");
  EXPECT_EQ(parse_reference("a:1@sha256:" + std::string(64, 'b'))->wanted(),
            "sha256:" + std::string(64, 'b'));
  EXPECT_TRUE(same_image_name("alpine", "docker.io/library/alpine:latest"));
  EXPECT_TRUE(same_image_name("Not A Name", "Not A Name"));
  EXPECT_FALSE(same_image_name("alpine:1", "alpine:2"));
}

}  // namespace
}  // namespace seawall::image
