// For tests only: what tests of stored images share.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "image/source.h"
#include "image/test_images.h"

namespace seawall::image {

// Three layers that every stored test image has.
inline const std::vector<std::string>& tars() {
  static const std::vector<std::string> list = {
      test_tar({{"etc/os-release", "ID=debian\n"}}),
      test_tar({{"usr/bin/tool", std::string(200'000, 'x')}, {"sbin", "", '2', "usr/bin"}}),
      test_tar({{"app/.wh.old", ""}})};
  return list;
}

inline std::map<std::string, std::string> walk_all(OpenImage& image) {
  CollectingVisitor visitor;
  for (size_t i = 0; i < image.image().layers.size(); ++i) {
    Status walked = image.walk_layer(i, visitor, Limits{});
    EXPECT_TRUE(walked.ok()) << (walked.ok() ? "" : walked.error().message());
    if (!image.verifies_apart()) continue;
    Status verified = image.verify_layer(i);
    EXPECT_TRUE(verified.ok()) << (verified.ok() ? "" : verified.error().message());
  }
  return visitor.files;
}

inline void expect_whole(const std::string& target, size_t layers) {
  auto opened = open_image(target, OpenOptions{});
  ASSERT_TRUE(opened.ok()) << opened.error().message();
  EXPECT_EQ((*opened)->image().layers.size(), layers);
  std::map<std::string, std::string> files = walk_all(**opened);
  EXPECT_EQ(files.size(), 4u) << target;
  EXPECT_EQ(files["usr/bin/tool"].size(), 200'000u);
  EXPECT_EQ(files["sbin"], "-> usr/bin");
  EXPECT_EQ((*opened)->diagnostics().size(), layers == 3 ? 0u : 1u) << target;
}

inline Error failure(const std::string& target, const OpenOptions& options = {}) {
  auto opened = open_image(target, options);
  if (!opened.ok()) return opened.error();
  CollectingVisitor visitor;
  for (size_t i = 0; i < (*opened)->image().layers.size(); ++i) {
    Status walked = (*opened)->walk_layer(i, visitor, Limits{});
    if (!walked.ok()) return walked.error();
    Status verified = (*opened)->verify_layer(i);
    if (!verified.ok()) return verified.error();
  }
  return {Code::kUsage, "it worked"};
}

}  // namespace seawall::image
