// The bounds that hold for everything read from outside. One place, so that a reader can see what
// Seawall accepts; each parser takes the part it needs. All sizes are bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace seawall {

struct Limits {
  // Documents (YAML, JSON, TOML, XML).
  size_t document_bytes = 256u << 20;  // one document file
  size_t document_depth = 200;         // nesting
  size_t document_nodes = 32u << 20;   // nodes after aliases are expanded
  size_t alias_expansion = 1u << 20;   // nodes that aliases may add

  // Images and archives.
  uint64_t layer_bytes = 64ull << 30;   // one uncompressed layer
  uint64_t layer_entries = 20'000'000;  // tar entries of one layer
  // A stream that has given expansion_floor bytes and more than expansion_ratio for each byte it
  // took is a bomb. Whole tars of zeros reach 1000, layers of real files stay below 100.
  uint64_t expansion_ratio = 250;
  uint64_t expansion_floor = 1ull << 30;
  size_t kept_file_bytes = 256u << 20;  // one file that a package reader asks for
  size_t kept_layer_bytes = 1u << 30;   // all kept files of a layer that are alive at one time
  size_t path_bytes = 4096;             // PATH_MAX
  size_t link_hops = 40;                // symbolic links followed while resolving one path
  size_t archive_nesting = 8;           // jar in jar in war ...
  size_t manifest_bytes = 8u << 20;     // OCI manifest, index, config
  size_t image_layers = 1024;

  // Packages.
  size_t packages = 5'000'000;  // of one image or project
};

}  // namespace seawall
