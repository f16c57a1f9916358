#include "image/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace seawall::image {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

}  // namespace

struct Hasher::Wide {
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

bool looks_like_digest(std::string_view text) {
  std::optional<Halves> halves = split_once(text, ":");
  if (!halves || halves->first.empty() || halves->second.size() < 32) return false;
  auto is_encoded = [](char c) { return is_alnum(c) || c == '=' || c == '_' || c == '-'; };
  auto is_algorithm = [](char c) {
    return is_digit(c) || is_lower(c) || c == '+' || c == '.' || c == '_' || c == '-';
  };
  return std::all_of(halves->first.begin(), halves->first.end(), is_algorithm) &&
         std::all_of(halves->second.begin(), halves->second.end(), is_encoded);
}

Result<Digest> parse_digest(std::string_view text) {
  if (!looks_like_digest(text))
    return Error::make(Code::kInvalid, "\"{}\" is not a digest", printable(text, 200));
  Halves halves = *split_once(text, ":");
  size_t digits = halves.first == "sha256" ? 64 : halves.first == "sha512" ? 128 : 0;
  if (digits == 0)
    return Error::make(Code::kUnsupported, "digest algorithm {}", printable(halves.first, 40));
  if (halves.second.size() != digits || !is_hex(halves.second))
    return Error::make(Code::kInvalid, "\"{}\" is not a digest", printable(text, 200));
  return Digest{std::string(halves.first), std::string(halves.second)};
}

Hasher::Hasher(std::string_view algorithm) {
  if (algorithm != "sha512") {
    narrow_.emplace();
    return;
  }
  wide_ = std::make_unique<Wide>();
  CHECK(wide_->context && EVP_DigestInit_ex(wide_->context.get(), EVP_sha512(), nullptr) == 1);
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
  if (narrow_) {
    narrow_->update(bytes);
  } else {
    CHECK(EVP_DigestUpdate(wide_->context.get(), bytes.data(), bytes.size()) == 1);
  }
}

std::string Hasher::finish() {
  if (narrow_) return to_hex(narrow_->finish());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  CHECK(EVP_DigestFinal_ex(wide_->context.get(), digest, &size) == 1);
  return to_hex(std::string_view(reinterpret_cast<const char*>(digest), size));
}

Status verify_digest(std::string_view bytes, const Digest& expected) {
  Hasher hasher(expected.algorithm);
  hasher.update(bytes);
  std::string actual = hasher.finish();
  if (actual == expected.hex) return {};
  return Error::make(Code::kMismatch, "digest mismatch: expected {}, the content has {}:{}",
                     expected.text(), expected.algorithm, actual);
}

Result<std::string_view> VerifyingSource::read() {
  std::string_view chunk = TRY(inner_.read());
  seen_ += chunk.size();
  if (size_ > 0 && seen_ > size_)
    return Error::make(Code::kMismatch, "{} is larger than the {} bytes its manifest states",
                       expected_.text(), size_);
  hasher_.update(chunk);
  return chunk;
}

Status VerifyingSource::finish() {
  while (!TRY(read()).empty()) {
  }
  if (size_ > 0 && seen_ < size_)
    return Error::make(Code::kTruncated, "{} has {} bytes of the {} its manifest states",
                       expected_.text(), seen_, size_);
  std::string actual = hasher_.finish();
  if (actual == expected_.hex) return {};
  return Error::make(Code::kMismatch, "digest mismatch: expected {}, the content has {}:{}",
                     expected_.text(), expected_.algorithm, actual);
}

}  // namespace seawall::image
