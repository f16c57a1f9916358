// Where the files of a tar archive lie, found in one walk.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "archive/stream.h"
#include "base/limits.h"
#include "base/result.h"

namespace seawall::image {

class TarIndex {
 public:
  struct File {
    uint64_t offset = 0;  // of its bytes in the archive
    uint64_t size = 0;
  };

  // Walks `archive` to its end. Keeps the bytes of JSON files up to 1 MiB each and 32 MiB in all
  // when `keep_documents`. kLimit beyond 200,000 entries.
  static Result<TarIndex> read(archive::ByteSource& archive, const Limits& limits,
                               bool keep_documents);

  // The file of that name, links inside the archive followed; the last one when a name repeats.
  const File* find(const std::string& name) const;
  // Its bytes, when they were kept.
  const std::string* document(const std::string& name) const;

 private:
  class Visitor;
  // The name behind all links; nothing when there is no such file.
  std::optional<std::string> resolve(const std::string& name) const;

  std::map<std::string, File> files_;
  std::map<std::string, std::string> links_;  // name -> target name
  std::map<std::string, std::string> documents_;
};

}  // namespace seawall::image
