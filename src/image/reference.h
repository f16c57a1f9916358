// Names of images: "alpine", "ghcr.io/org/app:1.2", "localhost:5000/app@sha256:...". Source: the
// grammar of the distribution project (reference.go), with Docker's defaults: registry docker.io,
// namespace library, tag latest.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::image {

struct Reference {
  std::string registry;    // "docker.io", "localhost:5000", "[::1]:5000"
  std::string repository;  // "library/alpine"
  std::string tag;         // "" only when there is a digest
  std::string digest;      // "sha256:..." or ""; wins over the tag

  // What the registry is asked for: the digest, else the tag.
  const std::string& wanted() const { return digest.empty() ? tag : digest; }
  // In full: "docker.io/library/alpine:latest".
  std::string text() const;
  // As Docker shows it: "alpine:latest".
  std::string familiar() const;
  // The host that serves the registry's API; docker.io's is registry-1.docker.io.
  std::string api_host() const;
};

// kUsage with what is wrong with the name.
Result<Reference> parse_reference(std::string_view text);

// Whether two names mean the same image; also true for equal text that is no reference.
bool same_image_name(std::string_view a, std::string_view b);

}  // namespace seawall::image
