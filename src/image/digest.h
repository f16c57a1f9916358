// Digests as OCI writes them, and hashing while bytes stream by. Source: OCI image-spec v1.1,
// descriptor.md, "Digests"; sha256 and sha512 are the registered algorithms.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "archive/stream.h"
#include "base/hash.h"
#include "base/result.h"

namespace seawall::image {

struct Digest {
  std::string algorithm;  // "sha256" or "sha512"
  std::string hex;        // lower case, 64 or 128 digits

  std::string text() const { return algorithm + ":" + hex; }
  // Where image layouts keep it: "blobs/sha256/<hex>".
  std::string blob_path() const { return "blobs/" + algorithm + "/" + hex; }
};

// Whether `text` has the form of a digest at all: "algorithm:encoded".
bool looks_like_digest(std::string_view text);
// kInvalid when malformed, kUnsupported for an algorithm other than the two.
Result<Digest> parse_digest(std::string_view text);

// Hashes by one of the two algorithms.
class Hasher {
 public:
  // `algorithm` as in a parsed Digest.
  explicit Hasher(std::string_view algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void update(std::string_view bytes);
  std::string finish();  // hex; call once

 private:
  struct Wide;                    // sha512
  std::optional<Sha256> narrow_;  // sha256
  std::unique_ptr<Wide> wide_;
};

// kMismatch unless the bytes have that digest.
Status verify_digest(std::string_view bytes, const Digest& expected);

// Passes bytes through and hashes them. `size`: how many there must be (0: not known). Holds the
// inner source by reference.
class VerifyingSource final : public archive::ByteSource {
 public:
  VerifyingSource(archive::ByteSource& inner, Digest expected, uint64_t size)
      : inner_(inner), expected_(std::move(expected)), size_(size), hasher_(expected_.algorithm) {}

  // kMismatch when more bytes come than there must be.
  Result<std::string_view> read() override;
  // Reads what is left, then compares: kTruncated or kMismatch, naming both digests.
  Status finish();

 private:
  archive::ByteSource& inner_;
  Digest expected_;
  uint64_t size_;
  uint64_t seen_ = 0;
  Hasher hasher_;
};

// Lends a source that stays with its owner to a function that wants to own one.
class BorrowedSource final : public archive::ByteSource {
 public:
  explicit BorrowedSource(archive::ByteSource& inner) : inner_(inner) {}
  Result<std::string_view> read() override { return inner_.read(); }
  Result<uint64_t> skip(uint64_t count) override { return inner_.skip(count); }

 private:
  archive::ByteSource& inner_;
};

}  // namespace seawall::image
