#include "feed/fetcher.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "archive/stream.h"
#include "base/text.h"

namespace seawall::feed {
namespace {

Result<std::string> path_of(std::string_view url) {
  constexpr std::string_view kScheme = "file://";
  if (!url.starts_with(kScheme)) return std::string(url);
  std::optional<std::string> path = percent_decode(url.substr(kScheme.size()));
  if (!path) return Error::make(Code::kUsage, "{} is no URL", printable(url));
  return *path;
}

class FolderFetcher : public Fetcher {
 public:
  Result<FetchResponse> get(const FetchRequest& request, FetchSink& sink) override {
    std::string path = TRY(path_of(request.url));
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
      Code code = errno == ENOENT || errno == ENOTDIR ? Code::kNotFound : Code::kIo;
      return Error::make(code, "cannot open {}: {}", path, std::strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) return Error::make(Code::kNotFound, "{} is no file", path);
    FetchResponse response;
    response.size = static_cast<uint64_t>(info.st_size);
    response.etag =
        fmt::format("\"{:x}-{:x}.{:x}\"", response.size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
    response.not_modified = request.if_none_match == response.etag;
    if (response.not_modified) return response;
    if (request.limit > 0 && response.size > request.limit)
      return Error::make(Code::kLimit, "{} is larger than {} bytes", path, request.limit);
    if (request.if_range == response.etag && request.offset <= response.size)
      response.offset = request.offset;
    TRY(sink.begin(response));
    auto source = TRY(archive::file_source(path, response.offset));
    while (true) {
      std::string_view bytes = TRY(source->read());
      if (bytes.empty()) return response;
      TRY(sink.data(bytes));
    }
  }
};

class TextSink : public FetchSink {
 public:
  explicit TextSink(uint64_t limit) : limit_(limit) {}
  Status begin(const FetchResponse&) override {
    text_.clear();
    return {};
  }
  Status data(std::string_view bytes) override {
    if (text_.size() + bytes.size() > limit_)
      return Error::make(Code::kLimit, "answer is larger than {} bytes", limit_);
    text_ += bytes;
    return {};
  }
  std::string take() { return std::move(text_); }

 private:
  uint64_t limit_;
  std::string text_;
};

}  // namespace

std::unique_ptr<Fetcher> folder_fetcher() {
  return std::make_unique<FolderFetcher>();
}

Result<FetchedText> fetch_text(Fetcher& fetcher, const FetchRequest& request) {
  TextSink sink(request.limit);
  FetchedText out;
  out.response = TRY(fetcher.get(request, sink));
  out.text = sink.take();
  return out;
}

}  // namespace seawall::feed
