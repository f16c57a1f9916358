// One layer blob, from its bytes to the visitor.
#pragma once

#include "archive/tar.h"
#include "image/digest.h"

namespace seawall::image {

// Decompresses and walks `blob`. With `blob_digest` the bytes as stored are verified (and their
// count, where `size` is not 0), with `diff_id` the uncompressed tar. A blob that is both corrupt
// and unreadable is reported as a digest mismatch: that is the cause.
Status walk_blob(archive::ByteSource& blob, const Digest* blob_digest, uint64_t size,
                 const Digest* diff_id, archive::TarVisitor& visitor, const Limits& limits);

}  // namespace seawall::image
