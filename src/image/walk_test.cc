#include "image/walk.h"

#include <gtest/gtest.h>

#include "image/test_images.h"

namespace seawall::image {
namespace {

class Refusing final : public archive::TarVisitor {
 public:
  Result<bool> entry(const archive::TarEntry&) override {
    return Error::make(Code::kInvalid, "I do not want this");
  }
  Status data(std::string_view) override { return {}; }
  Status end_of_file() override { return {}; }
};

Status walk(const std::string& blob, const std::string& of_blob, const std::string& of_tar,
            archive::TarVisitor& visitor) {
  auto source = archive::view_source(blob);
  Result<Digest> stored = parse_digest(of_blob);
  Result<Digest> diff_id = parse_digest(of_tar);
  return walk_blob(*source, stored.ok() ? &*stored : nullptr, 0, diff_id.ok() ? &*diff_id : nullptr,
                   visitor, Limits{});
}

TEST(WalkBlob, VerifiesWhatItIsTold) {
  std::string tar = test_tar({{"f", std::string(100'000, 'x')}});
  std::string blob = test_gzip(tar);
  CollectingVisitor visitor;
  EXPECT_TRUE(walk(blob, sha256_oci(blob), sha256_oci(tar), visitor).ok());
  EXPECT_TRUE(walk(blob, "", "", visitor).ok());
  EXPECT_FALSE(walk(blob, sha256_oci(tar), "", visitor).ok());
  EXPECT_FALSE(walk(blob, "", sha256_oci(blob), visitor).ok());
}

TEST(WalkBlob, ACorruptBlobIsADigestMismatch) {
  std::string blob = test_gzip(test_tar({{"f", std::string(100'000, 'x')}}));
  std::string corrupt = blob;
  corrupt[40] = '!';
  CollectingVisitor visitor;
  Status walked = walk(corrupt, sha256_oci(blob), "", visitor);
  EXPECT_EQ(walked.error().code(), Code::kMismatch) << walked.error().message();
  // Corrupt, and so it was pushed.
  walked = walk(corrupt, sha256_oci(corrupt), "", visitor);
  EXPECT_EQ(walked.error().code(), Code::kInvalid) << walked.error().message();
}

TEST(WalkBlob, TheVisitorsErrorsAreItsOwn) {
  std::string tar = test_tar({{"f", "x"}});
  Refusing visitor;
  Status walked = walk(tar, sha256_oci("other"), "", visitor);
  EXPECT_NE(walked.error().message().find("I do not want this"), std::string::npos);
}

}  // namespace
}  // namespace seawall::image
