// The records of a pax extended header (POSIX.1-2001). Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "archive/tar_sparse.h"
#include "base/result.h"

namespace seawall::archive {

// What the records of one header say about the next entry. Reused from entry to entry, so that its
// strings keep their memory.
struct PaxFields {
  std::string path;  // "" when not given: an empty value takes a record back
  std::string link;
  std::optional<uint64_t> size;
  std::optional<uint32_t> uid, gid;

  // GNU.sparse.*: formats 0.0, 0.1 (map in the records) and 1.0 (map before the data).
  enum class Sparse : uint8_t { kNo, kMap, kText };
  std::string sparse_major, sparse_minor;
  std::string sparse_name;
  std::optional<uint64_t> sparse_size;      // GNU.sparse.size
  std::optional<uint64_t> sparse_realsize;  // GNU.sparse.realsize
  bool has_sparse_map = false;
  std::optional<uint64_t> sparse_offset;  // format 0.0, between "offset" and "numbytes"
  SparseMap sparse_map;

  Sparse sparse() const;
  void clear();
};

// Reads the records into `fields` (which the caller cleared); kInvalid when they are malformed.
// Unknown keys are passed over: none changes where an entry lies or what it holds.
Status parse_pax(std::string_view records, PaxFields& fields);

}  // namespace seawall::archive
