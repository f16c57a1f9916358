#include "image/source.h"

#include <gtest/gtest.h>

#include <set>

#include "base/file.h"
#include "image/test_images.h"

namespace seawall::image {
namespace {

TEST(Sources, AllAreListed) {
  std::set<std::string_view> names;
  std::set<int> ranks;
  for (const Source* source : sources()) {
    names.insert(source->name);
    ranks.insert(source->rank);
    EXPECT_FALSE(source->description.empty());
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"containerd", "docker", "docker-archive",
                                               "oci-layout", "podman", "registry", "rootfs"}));
  EXPECT_EQ(ranks.size(), names.size());
}

Error failure(const std::string& target) {
  auto opened = open_image(target, OpenOptions{.docker_config = "/nonexistent", .retries = 0});
  return opened.ok() ? Error(Code::kUsage, "it worked") : opened.error();
}

TEST(OpenImage, SaysWhatTheTargetIsNot) {
  EXPECT_EQ(failure("").code(), Code::kUsage);
  EXPECT_NE(failure("./no/such/file").message().find("prefixes: oci-layout:"), std::string::npos);
  std::string folder = test_path("empty-folder");
  std::filesystem::create_directories(folder);
  EXPECT_NE(failure(folder).message().find("rootfs:"), std::string::npos);
  std::string text = write_test_file(test_path("plain.txt"), "hello");
  EXPECT_NE(failure(text).message().find("not an image archive"), std::string::npos);
  std::string other = write_test_file(test_path("other.tar"), test_tar({{"a", "b"}}));
  EXPECT_NE(failure(other).message().find("neither manifest.json"), std::string::npos);
  std::string empty_gzip = write_test_file(test_path("bad.tar.gz"), "\x1f\x8b\x08");
  EXPECT_EQ(failure(empty_gzip).code(), Code::kTruncated);
  EXPECT_EQ(failure("docker-archive:/no/such").code(), Code::kNotFound);
  EXPECT_EQ(failure("oci:/no/such").code(), Code::kNotFound);
}

TEST(OpenImage, AFileIsNeverLookedUpElsewhere) {
  // A file with the name of an image, in the working folder.
  std::string name = "seawall-test-image";
  write_test_file(std::filesystem::current_path().native() + "/" + name, "hello");
  EXPECT_NE(failure(name).message().find("not an image archive"), std::string::npos);
  std::filesystem::remove(name);
}

TEST(OpenImage, PrefixThatIsAlsoAName) {
  Error error = failure("docker:dind");
  EXPECT_NE(error.message().find("\"docker:docker:dind\""), std::string::npos) << error.message();
}

}  // namespace
}  // namespace seawall::image
