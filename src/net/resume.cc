#include "net/resume.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "net/retry.h"

namespace seawall::net {
namespace {

// The first byte of "bytes 100-199/1000" (RFC 9110, section 14.4).
std::optional<uint64_t> range_start(std::string_view value) {
  value = trim(value);
  if (value.substr(0, 6) != "bytes ") return std::nullopt;
  std::optional<Halves> halves = split_once(trim(value.substr(6)), "-");
  if (!halves) return std::nullopt;
  return parse_uint(halves->first);
}

// What a server must send before its failures are forgiven: one that breaks off after each byte is
// given up.
constexpr uint64_t kProgress = 1u << 20;

class ResumingSource final : public archive::ByteSource {
 public:
  ResumingSource(StreamOpener open, const HttpOptions& options, HttpStream stream)
      : open_(std::move(open)), attempts_(options), stream_(std::move(stream)) {}

  Result<std::string_view> read() override {
    while (true) {
      if (!stream_.body) TRY(reopen());  // which has made its own attempts
      Result<std::string_view> chunk = next();
      if (chunk.ok()) {
        position_ += chunk->size();
        if (position_ >= fresh_from_) attempts_.start_over();
        return chunk;
      }
      if (chunk.error().code() != Code::kUnavailable || !attempts_.again("")) return chunk;
      fresh_from_ = position_ + kProgress;
      stream_.body.reset();
    }
  }

 private:
  Result<std::string_view> next() {
    while (true) {
      std::string_view chunk = TRY(stream_.body->read());
      if (skip_ == 0) return chunk;
      if (chunk.empty())
        return Error::make(Code::kInvalid, "the body became shorter when it was asked for again");
      uint64_t dropped = std::min<uint64_t>(skip_, chunk.size());
      skip_ -= dropped;
      chunk.remove_prefix(static_cast<size_t>(dropped));
      if (!chunk.empty()) return chunk;
    }
  }

  Status reopen() {
    HttpStream stream = TRY(open_(position_));
    skip_ = position_;
    if (stream.response.status == 206) {
      std::optional<uint64_t> start = range_start(stream.response.headers.get("Content-Range"));
      if (!start || *start != position_)
        return Error::make(Code::kInvalid, "the server sent another range than was asked for");
      skip_ = 0;
    }
    stream_ = std::move(stream);
    return {};
  }

  StreamOpener open_;
  Attempts attempts_;
  HttpStream stream_;
  uint64_t fresh_from_ = 0;  // position from which on a failure counts as the first again
  uint64_t position_ = 0;    // of the next byte to pass on
  uint64_t skip_ = 0;        // bytes of this stream that were passed on before
};

}  // namespace

void add_range(HttpRequest& request, uint64_t offset) {
  if (offset > 0) request.headers.set("Range", fmt::format("bytes={}-", offset));
}

Result<std::unique_ptr<archive::ByteSource>> resuming_source(StreamOpener open,
                                                             const HttpOptions& options) {
  HttpStream stream = TRY(open(0));
  return std::unique_ptr<archive::ByteSource>(
      std::make_unique<ResumingSource>(std::move(open), options, std::move(stream)));
}

}  // namespace seawall::net
