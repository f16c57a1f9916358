#include "feed/generation.h"

#include <gtest/gtest.h>

#include "feed/feed_testing.h"

namespace seawall::feed {
namespace {

uint64_t publish_one(const std::string& folder) {
  auto writer = GenerationWriter::lock(folder).value();
  put_file(writer->new_file(), "x");
  return writer->publish().value();
}

TEST(Generation, ThereIsNoneAtFirst) {
  std::string folder = fresh_folder("db");
  EXPECT_EQ(current_generation(folder).error().code(), Code::kNotFound);
  put_file(folder + "/current", "../../etc/passwd\n");
  EXPECT_EQ(current_generation(folder).error().code(), Code::kInvalid);
}

TEST(Generation, TheCurrentAndTheOneBeforeAreKept) {
  std::string folder = fresh_folder("db");
  for (uint64_t i = 1; i <= 4; ++i) {
    EXPECT_EQ(publish_one(folder), i);
    EXPECT_EQ(current_generation(folder).value(), i);
  }
  EXPECT_TRUE(file_exists(generation_file(folder, 4)));
  EXPECT_TRUE(file_exists(generation_file(folder, 3)));
  EXPECT_FALSE(file_exists(generation_file(folder, 2)));
}

TEST(Generation, OneWriterAtATime) {
  std::string folder = fresh_folder("db");
  auto writer = GenerationWriter::lock(folder).value();
  Result<std::unique_ptr<GenerationWriter>> second = GenerationWriter::lock(folder);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), Code::kUnavailable);
  writer.reset();
  EXPECT_TRUE(GenerationWriter::lock(folder).ok());
}

TEST(Generation, GivenUpWorkLeavesNothing) {
  std::string folder = fresh_folder("db");
  publish_one(folder);
  {
    auto writer = GenerationWriter::lock(folder).value();
    put_file(writer->new_file(), "half");
  }
  EXPECT_EQ(current_generation(folder).value(), 1u);
  EXPECT_FALSE(directory_exists(folder + "/generations/2.partial"));
}

TEST(Generation, WhatAKilledWriterLeftIsRemoved) {
  std::string folder = fresh_folder("db");
  publish_one(folder);
  put_file(folder + "/generations/7.partial/index.mdb", "half");
  put_file(folder + "/generations/9/index.mdb", "complete, but never made current");
  EXPECT_EQ(publish_one(folder), 10u);
  EXPECT_FALSE(directory_exists(folder + "/generations/7.partial"));
  EXPECT_FALSE(directory_exists(folder + "/generations/9"));
  EXPECT_TRUE(file_exists(generation_file(folder, 1)));
}

}  // namespace
}  // namespace seawall::feed
