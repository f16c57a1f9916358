// Archives that can only be read from their start: compressed ones, and those that a daemon sends.
//
// Nothing is written to disk and an image may be larger than memory, so the bytes that pass are
// gone. The trick is to keep one stream open and to remember where it stands: a file that lies
// ahead is reached by reading on, only a file that lies behind makes the stream start again. Who
// opens files in the order of position() therefore reads the archive twice in all: once for the
// index, once for the files. Any other order costs a new start for each step back; for a random
// order of n files that is n/2 readings.
//
// There is one stream, so callers take turns: of those who wait, the one whose file lies next.
// The price: layers of such an archive are not read in parallel.
#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

#include "image/file_set.h"
#include "image/tar_index.h"

namespace seawall::image {
namespace {

class StreamFiles;

// The part of the stream that is one file; gives the stream back when destroyed.
class StreamPart final : public archive::ByteSource {
 public:
  StreamPart(StreamFiles& owner, uint64_t size) : owner_(owner), left_(size) {}
  ~StreamPart() override;
  StreamPart(const StreamPart&) = delete;
  StreamPart& operator=(const StreamPart&) = delete;
  Result<std::string_view> read() override;

 private:
  StreamFiles& owner_;
  uint64_t left_;
};

class StreamFiles final : public FileSet {
 public:
  StreamFiles(StreamOpener opener, TarIndex index)
      : opener_(std::move(opener)), index_(std::move(index)) {}

  bool contains(const std::string& name) const override { return index_.find(name) != nullptr; }

  Result<std::unique_ptr<archive::ByteSource>> open(const std::string& name) override {
    const TarIndex::File* file = index_.find(name);
    if (file == nullptr) return Error::make(Code::kNotFound, "the archive has no file {}", name);
    wait_for_turn(file->offset);
    auto part = std::make_unique<StreamPart>(*this, file->size);  // from here on it gives back
    TRY(seek(file->offset));
    return std::unique_ptr<archive::ByteSource>(std::move(part));
  }

  Result<std::string> read(const std::string& name, uint64_t limit) override {
    if (const std::string* kept = index_.document(name)) {
      if (kept->size() > limit)
        return Error::make(Code::kLimit, "{} is larger than {} bytes", name, limit);
      return *kept;
    }
    std::unique_ptr<archive::ByteSource> source = TRY(open(name));
    return archive::read_all(*source, limit).context("{}", name);
  }

  uint64_t size(const std::string& name) const override {
    const TarIndex::File* file = index_.find(name);
    return file == nullptr ? 0 : file->size;
  }

  bool seekable() const override { return false; }
  uint64_t position(const std::string& name) const override {
    const TarIndex::File* file = index_.find(name);
    return file == nullptr ? 0 : file->offset;
  }

  // For StreamPart, which has the turn: at most `most` bytes that come next.
  Result<std::string_view> next(uint64_t most) {
    if (chunk_.empty()) {
      if (!stream_) return Error::make(Code::kUnavailable, "the archive could not be read further");
      Result<std::string_view> chunk = stream_->read();
      if (!chunk.ok()) {
        stream_.reset();
        return chunk;
      }
      chunk_ = *chunk;
      if (chunk_.empty()) {
        stream_.reset();
        return Error::make(Code::kTruncated, "the archive is shorter than when it was read first");
      }
    }
    std::string_view out =
        chunk_.substr(0, static_cast<size_t>(std::min<uint64_t>(most, chunk_.size())));
    chunk_.remove_prefix(out.size());
    position_ += out.size();
    return out;
  }

  void give_back() {
    std::lock_guard lock(mutex_);
    busy_ = false;
    turn_.notify_all();
  }

 private:
  void wait_for_turn(uint64_t offset) {
    std::unique_lock lock(mutex_);
    auto mine = waiting_.insert(offset);
    turn_.wait(lock, [&] { return !busy_ && offset == *next_waiting(); });
    waiting_.erase(mine);
    busy_ = true;
  }

  // The file that lies next ahead, or the first one when none does.
  std::multiset<uint64_t>::const_iterator next_waiting() const {
    auto ahead = waiting_.lower_bound(position_);
    return ahead == waiting_.end() ? waiting_.begin() : ahead;
  }

  Status seek(uint64_t offset) {
    if (!stream_ || offset < position_) {
      chunk_ = {};
      position_ = 0;
      stream_.reset();
      stream_ = TRY(opener_());
    }
    while (position_ < offset) TRY(next(offset - position_));
    return {};
  }

  StreamOpener opener_;
  TarIndex index_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::multiset<uint64_t> waiting_;  // offsets
  bool busy_ = false;
  // Of whoever has the turn:
  std::unique_ptr<archive::ByteSource> stream_;
  std::string_view chunk_;
  uint64_t position_ = 0;  // changed while busy_ only, so that next_waiting() reads it at rest
};

StreamPart::~StreamPart() {
  owner_.give_back();
}

Result<std::string_view> StreamPart::read() {
  if (left_ == 0) return std::string_view();
  std::string_view out = TRY(owner_.next(left_));
  left_ -= out.size();
  return out;
}

}  // namespace

Result<std::unique_ptr<FileSet>> stream_files(StreamOpener opener, const Limits& limits) {
  std::unique_ptr<archive::ByteSource> stream = TRY(opener());
  TarIndex index = TRY(TarIndex::read(*stream, limits, true).context("as a tar archive"));
  return std::unique_ptr<FileSet>(
      std::make_unique<StreamFiles>(std::move(opener), std::move(index)));
}

}  // namespace seawall::image
