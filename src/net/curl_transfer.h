// One exchange by libcurl: one request, one answer, no redirects, no retries. Internal to this
// folder; only curl_*.cc see libcurl's transfer interface.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace seawall::net {

struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using CurlMulti = std::unique_ptr<CURLM, FreeMulti>;

// Multi handles between transfers: each owns the connection that the next transfer may use again.
class CurlPool {
 public:
  CurlMulti take();
  void give_back(CurlMulti multi);

 private:
  std::mutex mutex_;
  std::vector<CurlMulti> idle_;
};

// PEM files and folders of CAs that are trusted beside the system's.
struct TrustedCertificates {
  std::vector<std::string> files, folders;
};

using Deadline = std::chrono::steady_clock::time_point;

class CurlTransfer final : public archive::ByteSource {
 public:
  // All references must outlive the transfer.
  CurlTransfer(CurlPool& pool, const HttpOptions& options, const TrustedCertificates& certificates,
               std::optional<Deadline> deadline);
  ~CurlTransfer() override;
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Sends the request and waits for the headers of the answer.
  Result<HttpResponse> start(const HttpRequest& request);
  // The body.
  Result<std::string_view> read() override;
  // After a failure: how many further attempts make sense. Nobody listening, no such name or a
  // server that stalls rarely changes within seconds, and waiting for it costs the most.
  unsigned useful_retries() const { return never_connected_ || stalled_ ? 1 : ~0u; }
  // Nothing of the request can have been heard.
  bool never_connected() const { return never_connected_; }

 private:
  static size_t on_header(char* data, size_t size, size_t count, void* self);
  static size_t on_body(char* data, size_t size, size_t count, void* self);
  static CURLcode on_tls(CURL* easy, void* context, void* self);
  void configure(const HttpRequest& request);
  void configure_tls(const HttpRequest& request);
  Status add_headers(const HttpRequest& request);
  bool take_header(std::string_view line);
  // Lets libcurl work until there is something new, at most until a bound is reached.
  enum class Wanted { kHeaders, kBody };
  Status pump(Wanted wanted);
  Status note_waiting(std::chrono::steady_clock::duration spent);
  Error failure(CURLcode code);

  CurlPool& pool_;
  const HttpOptions& options_;
  const TrustedCertificates& certificates_;
  std::optional<Deadline> deadline_;
  CurlMulti multi_;
  struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  std::unique_ptr<CURL, FreeEasy> easy_;
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, FreeList> header_list_;
  std::string request_body_;
  std::string shown_url_;
  char error_text_[CURL_ERROR_SIZE] = {};

  HttpResponse response_;
  bool added_ = false;  // the easy handle is in the multi handle
  bool headers_done_ = false;
  bool done_ = false;
  bool paused_ = false;
  bool never_connected_ = false;
  bool stalled_ = false;
  size_t header_bytes_ = 0;
  std::optional<Error> error_;
  std::string buffer_;                            // arrived, not yet given
  std::string given_;                             // what the last read() returned
  std::chrono::steady_clock::duration waited_{};  // of the present window
  uint64_t window_bytes_ = 0;
};

}  // namespace seawall::net
