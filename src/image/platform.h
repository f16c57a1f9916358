// Which image of a multi-platform index runs here. Platforms are compared as containerd does:
// architecture names are normalised, a missing variant means the common one (arm: v7, arm64: v8,
// amd64: v1), and a CPU runs images made for lower variants of arm and amd64. Unlike a runtime, a
// scanner takes any variant when none was asked for.
#pragma once

#include <string>
#include <vector>

#include "image/source.h"

namespace seawall::image {

// Aliases resolved: x86_64 -> amd64, aarch64 -> arm64, armhf -> arm/v7 ...; empty fields as this
// machine has them.
Platform normalize_platform(const Platform& platform);

// "linux/arm64/v8": for people.
std::string platform_text(const Platform& platform);

// How well an image made for `offered` serves `wanted` (both normalised): 0 not at all, else the
// higher the better.
int platform_score(const Platform& wanted, const Platform& offered);

}  // namespace seawall::image
