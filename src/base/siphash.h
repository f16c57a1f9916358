// SipHash-2-4 (Aumasson, Bernstein 2012): a keyed 64-bit hash for keys that an attacker chooses.
#pragma once

#include <cstdint>
#include <string_view>

namespace seawall {

uint64_t siphash(uint64_t key0, uint64_t key1, std::string_view bytes);

}  // namespace seawall
