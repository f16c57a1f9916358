// Bodies that survive a broken connection: the rest is asked for with a range request.
#pragma once

#include <functional>
#include <memory>

#include "net/http.h"

namespace seawall::net {

// Asks for the body from byte `offset` on; adds "Range: bytes=OFFSET-" itself when offset > 0 (see
// add_range). Must give a stream with status 200 or 206, any other status as an error.
using StreamOpener = std::function<Result<HttpStream>(uint64_t offset)>;

// The whole body as one source. When it breaks off (kUnavailable), it is opened again where it
// ended, with the pauses of `options`; the attempts count anew after each MiB that arrived. A
// server that answers 200 instead of 206 sends all again: what was passed on already is dropped
// (the caller's digest finds a body that changed). kInvalid when a 206 starts elsewhere. `options`
// must outlive the source.
Result<std::unique_ptr<archive::ByteSource>> resuming_source(StreamOpener open,
                                                             const HttpOptions& options);

void add_range(HttpRequest& request, uint64_t offset);

}  // namespace seawall::net
