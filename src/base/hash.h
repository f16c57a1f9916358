// SHA-256 (FIPS 180-4) through OpenSSL, which uses the CPU's instructions for it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace seawall {

using Sha256Digest = std::array<uint8_t, 32>;

std::string to_hex(std::string_view bytes);
std::string to_hex(const Sha256Digest& digest);

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // Ends the computation; call once.
  Sha256Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Sha256Digest sha256(std::string_view bytes);
// "sha256:<64 hex digits>", as OCI writes digests.
std::string sha256_oci(std::string_view bytes);

// SHA-1, SHA-512 in hex: identities in package files only (never for trust).
std::string sha1_hex(std::string_view bytes);
std::string sha512_hex(std::string_view bytes);

}  // namespace seawall
