#include "image/walk.h"

#include <memory>
#include <optional>
#include <utility>

namespace seawall::image {
namespace {

// Remembers whether the visitor stopped the walk: its own errors are not the blob's fault.
class Watched final : public archive::TarVisitor {
 public:
  explicit Watched(archive::TarVisitor& inner) : inner_(inner) {}
  Result<bool> entry(const archive::TarEntry& entry) override {
    Result<bool> result = inner_.entry(entry);
    stopped_ |= !result.ok();
    return result;
  }
  Status data(std::string_view bytes) override { return watch(inner_.data(bytes)); }
  Status end_of_file() override { return watch(inner_.end_of_file()); }
  bool stopped() const { return stopped_; }

 private:
  Status watch(Status status) {
    stopped_ |= !status.ok();
    return status;
  }
  archive::TarVisitor& inner_;
  bool stopped_ = false;
};

}  // namespace

Status walk_blob(archive::ByteSource& blob, const Digest* blob_digest, uint64_t size,
                 const Digest* diff_id, archive::TarVisitor& visitor, const Limits& limits) {
  std::optional<VerifyingSource> stored;
  if (blob_digest != nullptr) stored.emplace(blob, *blob_digest, size);
  archive::ByteSource& raw = stored ? static_cast<archive::ByteSource&>(*stored) : blob;
  std::unique_ptr<archive::ByteSource> tar =
      archive::decompress(std::make_unique<BorrowedSource>(raw), limits);
  std::optional<VerifyingSource> unpacked;
  if (diff_id != nullptr) unpacked.emplace(*tar, *diff_id, 0);
  Watched watched(visitor);
  Status walked = archive::walk_tar(unpacked ? static_cast<archive::ByteSource&>(*unpacked) : *tar,
                                    watched, limits);
  bool suspect =
      !walked.ok() && !watched.stopped() &&
      (walked.error().code() == Code::kInvalid || walked.error().code() == Code::kTruncated);
  if (!walked.ok() && !suspect) return walked;
  if (stored) TRY(stored->finish());
  if (unpacked && walked.ok()) TRY(unpacked->finish());
  return walked;
}

}  // namespace seawall::image
