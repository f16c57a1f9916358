#include "feed/http_fetcher.h"

#include "base/text.h"

namespace seawall::feed {
namespace {

constexpr int kMaxBreaks = 8;  // of one body

bool is_http(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

bool is_strong(std::string_view etag) {
  return !etag.empty() && !etag.starts_with("W/");
}

Error status_error(const net::HttpResponse& response) {
  int status = response.status;
  Code code = status == 404 || status == 410   ? Code::kNotFound
              : status == 401 || status == 403 ? Code::kDenied
              : status >= 500 || status == 429 ? Code::kUnavailable
                                               : Code::kInvalid;
  return Error::make(code, "{}: the server answers {}", printable(response.url, 512), status);
}

// "bytes 100-199/200": where the part begins and how long the whole is.
struct ContentRange {
  uint64_t offset = 0, size = 0;
};

std::optional<ContentRange> parse_content_range(std::string_view text) {
  if (!text.starts_with("bytes ")) return std::nullopt;
  std::optional<Halves> halves = split_once(text.substr(6), "/");
  std::optional<Halves> range = halves ? split_once(halves->first, "-") : std::nullopt;
  std::optional<uint64_t> offset = range ? parse_uint(range->first) : std::nullopt;
  if (!offset) return std::nullopt;
  return ContentRange{*offset, parse_uint(halves->second).value_or(0)};
}

class HttpFetcher : public Fetcher {
 public:
  HttpFetcher(net::HttpClient& client, bool plain) : client_(client), plain_(plain) {}

  Result<FetchResponse> get(const FetchRequest& wanted, FetchSink& sink) override {
    if (!is_http(wanted.url)) return files_->get(wanted, sink);
    FetchRequest request = wanted;
    for (int breaks = 0;; ++breaks) {
      Result<net::HttpStream> stream = client_.open(http_request(request));
      if (!stream) return std::move(stream).take_error();
      int status = stream->response.status;
      if (status == 416 && request.offset > 0) {
        request.offset = 0;  // our part is longer than the resource is now
        continue;
      }
      if (status != 304 && !stream->response.ok()) return status_error(stream->response);
      FetchResponse response = TRY(describe(stream->response, request));
      if (response.not_modified) return response;
      if (wanted.limit > 0 && response.size > wanted.limit)
        return Error::make(Code::kLimit, "{} is larger than {} bytes", request.url, wanted.limit);
      TRY(sink.begin(response));
      uint64_t offset = response.offset;
      Status read = copy(*stream->body, sink, offset, wanted.limit);
      if (read) return response;
      bool again = read.error().code() == Code::kUnavailable && is_strong(response.etag);
      if (!again || breaks >= kMaxBreaks) return std::move(read).take_error();
      request.offset = offset;
      request.if_range = response.etag;
      request.if_none_match.clear();
      request.if_modified_since.clear();
    }
  }

 private:
  net::HttpRequest http_request(const FetchRequest& request) const {
    net::HttpRequest out;
    out.url = request.url;
    out.allow_plain_http = plain_;
    if (!request.if_none_match.empty()) out.headers.add("If-None-Match", request.if_none_match);
    if (request.if_none_match.empty() && !request.if_modified_since.empty())
      out.headers.add("If-Modified-Since", request.if_modified_since);
    if (request.offset > 0 && !request.if_range.empty()) {
      out.headers.add("Range", fmt::format("bytes={}-", request.offset));
      out.headers.add("If-Range", request.if_range);
    }
    return out;
  }

  static Result<FetchResponse> describe(const net::HttpResponse& response,
                                        const FetchRequest& request) {
    FetchResponse out;
    out.not_modified = response.status == 304;
    out.etag = response.headers.get("ETag");
    out.last_modified = response.headers.get("Last-Modified");
    out.size = response.content_length().value_or(0);
    if (response.status != 206) return out;
    std::optional<ContentRange> range = parse_content_range(response.headers.get("Content-Range"));
    if (!range || range->offset != request.offset)
      return Error::make(Code::kInvalid, "{}: the server sends another part than was asked for",
                         request.url);
    out.offset = range->offset;
    out.size = range->size;
    return out;
  }

  // `offset` counts on.
  static Status copy(archive::ByteSource& body, FetchSink& sink, uint64_t& offset, uint64_t limit) {
    while (true) {
      std::string_view bytes = TRY(body.read());
      if (bytes.empty()) return {};
      offset += bytes.size();
      if (limit > 0 && offset > limit)
        return Error::make(Code::kLimit, "answer is larger than {} bytes", limit);
      TRY(sink.data(bytes));
    }
  }

  net::HttpClient& client_;
  bool plain_;
  std::unique_ptr<Fetcher> files_ = folder_fetcher();
};

}  // namespace

std::unique_ptr<Fetcher> http_fetcher(net::HttpClient& client, bool allow_plain_http) {
  return std::make_unique<HttpFetcher>(client, allow_plain_http);
}

}  // namespace seawall::feed
