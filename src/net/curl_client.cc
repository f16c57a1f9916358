#include <curl/curl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "base/file.h"
#include "net/curl_transfer.h"
#include "net/http.h"
#include "net/redirect.h"
#include "net/retry.h"

namespace seawall::net {
namespace {

// What an error does not tell: see CurlTransfer.
struct Failure {
  unsigned useful_retries = ~0u;
  bool never_connected = false;
};

// An exchange with its redirects followed: the answer and the transfer its body comes from.
struct Answer {
  HttpResponse response;
  std::unique_ptr<CurlTransfer> transfer;
};

class CurlClient final : public HttpClient {
 public:
  CurlClient(HttpOptions options, TrustedCertificates certificates)
      : options_(std::move(options)), certificates_(std::move(certificates)) {}

  Result<HttpResponse> fetch(const HttpRequest& request, uint64_t limit) override {
    Attempts attempts(options_);
    while (true) {
      Failure failure;
      Result<HttpResponse> response = fetch_once(request, limit, failure);
      if (!wants_retry(request, response, failure, attempts)) return response;
    }
  }

  Result<HttpStream> open(const HttpRequest& request) override {
    Attempts attempts(options_);
    while (true) {
      Failure failure;
      Result<Answer> answer = follow(request, std::nullopt, failure);
      Result<HttpResponse> shown =
          answer.ok() ? Result<HttpResponse>(answer->response) : answer.error();
      if (wants_retry(request, shown, failure, attempts)) continue;
      if (!answer.ok()) return std::move(answer).take_error();
      return HttpStream{std::move(answer->response), std::move(answer->transfer)};
    }
  }

 private:
  // Waits when it says yes. A POST is never repeated: it may have been heard.
  static bool wants_retry(const HttpRequest& request, const Result<HttpResponse>& response,
                          const Failure& failure, Attempts& attempts) {
    if (!request.retry) return false;
    if (response.ok()) {
      if (!is_worth_retrying(response->status)) return false;
      if (request.method == "POST" && response->status != 429) return false;
      return attempts.again(response->headers.get("Retry-After"));
    }
    if (response.error().code() != Code::kUnavailable) return false;
    if (request.method == "POST" && !failure.never_connected) return false;
    return attempts.again("", failure.useful_retries);
  }

  Result<HttpResponse> fetch_once(const HttpRequest& request, uint64_t limit, Failure& failure) {
    Deadline deadline = std::chrono::steady_clock::now() + options_.fetch_time;
    Answer answer = TRY(follow(request, deadline, failure));
    std::optional<uint64_t> length = answer.response.content_length();
    if (request.method != "HEAD" && length && *length > limit) return too_large(request, limit);
    while (true) {
      Result<std::string_view> next = answer.transfer->read();
      failure = {answer.transfer->useful_retries(), false};
      std::string_view chunk = TRY(std::move(next));
      if (chunk.empty()) return std::move(answer.response);
      if (chunk.size() > limit - answer.response.body.size()) return too_large(request, limit);
      answer.response.body.append(chunk);
    }
  }

  static Error too_large(const HttpRequest& request, uint64_t limit) {
    return Error::make(Code::kLimit, "{}: the answer is larger than {} bytes",
                       shown_url(request.url), limit);
  }

  Result<Answer> follow(HttpRequest request, std::optional<Deadline> deadline, Failure& failure) {
    for (unsigned hops = 0; hops <= options_.max_redirects; ++hops) {
      TRY(check_transport(request));
      auto transfer = std::make_unique<CurlTransfer>(pool_, options_, certificates_, deadline);
      Result<HttpResponse> response = transfer->start(request);
      if (!response.ok()) {
        failure = {transfer->useful_retries(), transfer->never_connected()};
        return std::move(response).take_error();
      }
      std::optional<HttpRequest> next = TRY(next_hop(request, *response));
      if (!next) return Answer{*std::move(response), std::move(transfer)};
      request = *std::move(next);
    }
    return Error::make(Code::kLimit, "{}: more than {} redirects", shown_url(request.url),
                       options_.max_redirects);
  }

  HttpOptions options_;
  TrustedCertificates certificates_;
  CurlPool pool_;
};

// Bad files are better reported now than as a failed handshake later.
Status check_ca_file(const std::string& file) {
  X509_STORE* store = X509_STORE_new();
  CHECK(store != nullptr);
  bool usable = X509_STORE_load_file(store, file.c_str()) == 1;
  X509_STORE_free(store);
  if (usable) return {};
  return Error::make(Code::kInvalid, "{} holds no CA certificate in PEM form", file);
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options) {
  static std::once_flag once;
  std::call_once(once, [] { CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
  TrustedCertificates certificates;
  if (!options.ca_file.empty()) {
    TRY(check_ca_file(options.ca_file));
    certificates.files.push_back(options.ca_file);
  }
  const char* file = std::getenv("SSL_CERT_FILE");
  if (file != nullptr && *file != 0 && check_ca_file(file).ok())
    certificates.files.emplace_back(file);
  const char* folder = std::getenv("SSL_CERT_DIR");
  if (folder != nullptr && directory_exists(folder)) certificates.folders.emplace_back(folder);
  return std::unique_ptr<HttpClient>(
      std::make_unique<CurlClient>(std::move(options), std::move(certificates)));
}

}  // namespace seawall::net
