// Where `update` gets its bytes: any static file server, or a folder that mirrors one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::feed {

struct FetchRequest {
  std::string url;
  std::string if_none_match;      // ETag of what the caller has; empty: unconditional
  std::string if_modified_since;  // Last-Modified of it
  uint64_t offset = 0;            // continue here, if the resource still has the ETag `if_range`
  std::string if_range;
  uint64_t limit = 0;  // body bytes to accept at most; kLimit beyond
};

struct FetchResponse {
  bool not_modified = false;  // no body was given to the sink
  uint64_t offset = 0;        // where the body begins in the resource: the request's offset, or 0
  uint64_t size = 0;          // of the whole resource; 0 when unknown
  std::string etag, last_modified;
};

class FetchSink {
 public:
  virtual ~FetchSink() = default;
  // Before the first byte of a body; not called when nothing was modified.
  virtual Status begin(const FetchResponse& response) = 0;
  virtual Status data(std::string_view bytes) = 0;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  // kNotFound when the server has no such thing (404, 410), kDenied (401, 403), kUnavailable for
  // network trouble and 5xx, after the fetcher's own retries; then the sink may hold a part.
  virtual Result<FetchResponse> get(const FetchRequest& request, FetchSink& sink) = 0;
};

// Serves "file:///path" URLs and plain paths. The ETag is made of size and modification time.
std::unique_ptr<Fetcher> folder_fetcher();

// get() into memory; `request.limit` must be set.
struct FetchedText {
  FetchResponse response;
  std::string text;
};
Result<FetchedText> fetch_text(Fetcher& fetcher, const FetchRequest& request);

}  // namespace seawall::feed
