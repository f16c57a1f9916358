#include "image/digest.h"

#include <gtest/gtest.h>

namespace seawall::image {
namespace {

Digest digest_of(std::string_view bytes) {
  return parse_digest(sha256_oci(bytes)).value();
}

TEST(Digest, Parse) {
  EXPECT_EQ(parse_digest("sha256:" + std::string(64, 'a'))->blob_path(),
            "blobs/sha256/" + std::string(64, 'a'));
  EXPECT_TRUE(parse_digest("sha512:" + std::string(128, '0')).ok());
  EXPECT_EQ(parse_digest("sha384:" + std::string(96, '0')).error().code(), Code::kUnsupported);
  for (const std::string& bad :
       {std::string(), std::string("sha256:"), "sha256:" + std::string(63, 'a'),
        "sha256:" + std::string(64, 'A'), "sha256:" + std::string(64, 'g'),
        "sha256:../../../../etc/passwd" + std::string(40, 'a'), std::string(64, 'a')})
    EXPECT_FALSE(parse_digest(bad).ok()) << bad;
}

TEST(Digest, BothAlgorithms) {
  EXPECT_TRUE(verify_digest("abc", digest_of("abc")).ok());
  Digest wide =
      parse_digest(
          "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a"
          "274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
          .value();
  EXPECT_TRUE(verify_digest("abc", wide).ok());
  Status wrong = verify_digest("abd", wide);
  EXPECT_EQ(wrong.error().code(), Code::kMismatch);
}

TEST(VerifyingSource, ComparesBytesAndLength) {
  auto check = [](std::string_view bytes, const Digest& digest, uint64_t size) {
    auto source = archive::view_source(bytes);
    VerifyingSource verifying(*source, digest, size);
    return verifying.finish();
  };
  EXPECT_TRUE(check("hello", digest_of("hello"), 5).ok());
  EXPECT_TRUE(check("hello", digest_of("hello"), 0).ok());
  EXPECT_EQ(check("hello", digest_of("hellO"), 5).error().code(), Code::kMismatch);
  EXPECT_EQ(check("hello", digest_of("hello"), 4).error().code(), Code::kMismatch);
  EXPECT_EQ(check("hello", digest_of("hello"), 6).error().code(), Code::kTruncated);
}

}  // namespace
}  // namespace seawall::image
