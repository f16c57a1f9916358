// Names of images in containerd's metadata database. Source: the schema in containerd's
// metadata/buckets.go, version 1.
#pragma once

#include <string>
#include <vector>

#include "image/bolt.h"
#include "image/image_json.h"

namespace seawall::image {

struct ContainerdImage {
  std::string space;  // containerd's namespace: "k8s.io", "default", "moby"
  std::string name;   // "docker.io/library/alpine:3.19"
  Descriptor target;
};

// The images named `name` (any of several spellings), in all namespaces or in `space` alone.
Result<std::vector<ContainerdImage>> find_containerd_images(const BoltDatabase& database,
                                                            const std::vector<std::string>& names,
                                                            const std::string& space);

}  // namespace seawall::image
