// A large file, fetched into a folder, going on where an earlier attempt stopped.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress.h"
#include "feed/fetcher.h"

namespace seawall::feed {

struct Download {
  bool not_modified = false;  // the server has nothing newer than `etag`
  std::string path;           // of the complete file
  FetchResponse response;
  uint64_t fetched = 0;  // bytes that came over the wire now
};

// Fetches `url` to DIRECTORY/NAME. A part left by a cut-off attempt is continued when the server
// still has the same ETag, else fetched anew. `have`: ETag and Last-Modified of what the caller
// already has (both may be empty). The caller removes the file when it has read it.
Result<Download> download(Fetcher& fetcher, FetchRequest have, const std::string& directory,
                          const std::string& name, Progress& progress);

}  // namespace seawall::feed
