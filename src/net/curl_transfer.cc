// libcurl's multi interface, pulled: whoever calls read() lets libcurl work until bytes are there.
// No thread, no queue; when nobody reads, nothing arrives, and TCP tells the server to wait.
//
// libcurl's own low-speed limit runs on the wall clock and would count the time in which our caller
// is busy unpacking. So stalls are measured here: only time spent waiting for the network counts,
// and every `stall_bytes` that arrive start a new window.
#include "net/curl_transfer.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "net/redirect.h"
#include "net/url.h"

namespace seawall::net {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr size_t kMaxIdle = 8;
constexpr size_t kMaxBuffered = 1u << 20;
constexpr long kReceiveBuffer = 256 << 10;
constexpr size_t kBuffers = 2;  // answers that came at once, before the caller read

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
  // An option this libcurl does not know would be a mistake of the build.
  CHECK(curl_easy_setopt(easy, option, value) == CURLE_OK);
}

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

// Answers of something that does not speak TLS.
bool is_plain_answer(std::string_view text) {
  for (const char* sign : {"wrong version number", "packet length too long", "unknown protocol",
                           "http request", "unexpected message"})
    if (text.find(sign) != std::string_view::npos) return true;
  return false;
}

}  // namespace

CurlMulti CurlPool::take() {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      CurlMulti multi = std::move(idle_.back());
      idle_.pop_back();
      return multi;
    }
  }
  CurlMulti multi(curl_multi_init());
  CHECK(multi != nullptr);
  return multi;
}

void CurlPool::give_back(CurlMulti multi) {
  std::lock_guard lock(mutex_);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(multi));
}

CurlTransfer::CurlTransfer(CurlPool& pool, const HttpOptions& options,
                           const TrustedCertificates& certificates,
                           std::optional<Deadline> deadline)
    : pool_(pool),
      options_(options),
      certificates_(certificates),
      deadline_(deadline),
      multi_(pool.take()),
      easy_(curl_easy_init()) {
  CHECK(easy_ != nullptr);
}

CurlTransfer::~CurlTransfer() {
  if (added_) curl_multi_remove_handle(multi_.get(), easy_.get());
  pool_.give_back(std::move(multi_));
}

Result<HttpResponse> CurlTransfer::start(const HttpRequest& request) {
  shown_url_ = request.unix_socket.empty() ? shown_url(request.url) : request.unix_socket;
  if (request.method != "GET" && request.method != "HEAD" && request.method != "POST")
    return Error::make(Code::kUsage, "HTTP method {}", printable(request.method, 40));
  TRY(add_headers(request));
  configure(request);
  CURLMcode added = curl_multi_add_handle(multi_.get(), easy_.get());
  if (added != CURLM_OK)
    return Error::make(Code::kIo, "{}: {}", shown_url_, curl_multi_strerror(added));
  added_ = true;
  while (!headers_done_ && !done_) TRY(pump(Wanted::kHeaders));
  // A failure behind the headers is the body's: read() gives it.
  if (!headers_done_ && error_) return *error_;
  if (!headers_done_) return Error::make(Code::kInvalid, "{}: no HTTP answer", shown_url_);
  response_.url = request.url;
  return response_;
}

Result<std::string_view> CurlTransfer::read() {
  given_.clear();
  if (paused_) {
    paused_ = false;
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
  }
  while (buffer_.empty() && !done_) TRY(pump(Wanted::kBody));
  if (!buffer_.empty()) {
    std::swap(given_, buffer_);
    return std::string_view(given_);
  }
  if (error_) return *error_;
  return std::string_view();
}

Status CurlTransfer::add_headers(const HttpRequest& request) {
  std::vector<std::string> lines;
  for (const Header& header : request.headers.list()) {
    if (!is_token(header.name) || has_line_break(header.value))
      return Error::make(Code::kUsage, "a header {} with a line break or a bad name",
                         printable(header.name, 100));
    lines.push_back(header.name + (header.value.empty() ? ";" : ": " + header.value));
  }
  lines.emplace_back("Expect:");  // do not ask whether the body is welcome
  for (const std::string& line : lines) {
    curl_slist* list = curl_slist_append(header_list_.get(), line.c_str());
    CHECK(list != nullptr);
    (void)header_list_.release();
    header_list_.reset(list);
  }
  return {};
}

void CurlTransfer::configure(const HttpRequest& request) {
  CURL* easy = easy_.get();
  set(easy, CURLOPT_URL, request.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_BUFFERSIZE, kReceiveBuffer);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy, CURLOPT_HTTPHEADER, header_list_.get());
  set(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(easy, CURLOPT_ERRORBUFFER, error_text_);
  set(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  if (request.method == "HEAD") set(easy, CURLOPT_NOBODY, 1L);
  if (request.method == "POST") {
    request_body_ = request.body;
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_body_.size()));
    set(easy, CURLOPT_POSTFIELDS, request_body_.c_str());
  }
  // This machine is not behind a proxy. (Otherwise libcurl reads the environment.)
  Result<Url> url = parse_url(request.url);
  if (!request.unix_socket.empty() || (url.ok() && url->is_loopback()))
    set(easy, CURLOPT_NOPROXY, "*");
  if (!request.unix_socket.empty())
    set(easy, CURLOPT_UNIX_SOCKET_PATH, request.unix_socket.c_str());
  configure_tls(request);
}

void CurlTransfer::configure_tls(const HttpRequest& request) {
  CURL* easy = easy_.get();
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, request.insecure_tls ? 0L : 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, request.insecure_tls ? 0L : 2L);
  set(easy, CURLOPT_SSL_CTX_FUNCTION, &CurlTransfer::on_tls);
  set(easy, CURLOPT_SSL_CTX_DATA, const_cast<void*>(static_cast<const void*>(&certificates_)));
}

CURLcode CurlTransfer::on_tls(CURL*, void* context, void* self) {
  const auto* certificates = static_cast<const TrustedCertificates*>(self);
  auto* tls = static_cast<SSL_CTX*>(context);
  for (const std::string& file : certificates->files)
    if (SSL_CTX_load_verify_file(tls, file.c_str()) != 1) return CURLE_SSL_CACERT_BADFILE;
  for (const std::string& folder : certificates->folders)
    if (SSL_CTX_load_verify_dir(tls, folder.c_str()) != 1) return CURLE_SSL_CACERT_BADFILE;
  return CURLE_OK;
}

size_t CurlTransfer::on_header(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  return transfer->take_header({data, size * count}) ? size * count : CURL_WRITEFUNC_ERROR;
}

bool CurlTransfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  window_bytes_ += line.size();
  bool too_many = response_.headers.list().size() > options_.header_count;
  if (header_bytes_ > options_.header_bytes || too_many) {
    error_ = Error::make(Code::kLimit, "{}: more than {} headers or {} bytes of them", shown_url_,
                         options_.header_count, options_.header_bytes);
    return false;
  }
  if (headers_done_) return true;  // trailers are not used
  std::string_view text = trim_right(line);
  if (text.empty()) {
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    headers_done_ = status >= 200;
  } else if (text.substr(0, 5) == "HTTP/") {
    response_.headers = {};  // of the final answer, not of a 100 before it
  } else if (std::optional<Halves> halves = split_once(text, ":")) {
    response_.headers.add(std::string(trim(halves->first)), std::string(trim(halves->second)));
  }
  return true;
}

size_t CurlTransfer::on_body(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<CurlTransfer*>(self);
  if (transfer->buffer_.size() >= kMaxBuffered / kBuffers) {
    transfer->paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  transfer->buffer_.append(data, size * count);
  transfer->window_bytes_ += size * count;
  return size * count;
}

Status CurlTransfer::note_waiting(SteadyClock::duration spent) {
  waited_ += spent;
  if (window_bytes_ >= options_.stall_bytes) {
    window_bytes_ = 0;
    waited_ = {};
  }
  if (waited_ < options_.stall_time) return {};
  stalled_ = true;
  error_ =
      Error::make(Code::kUnavailable, "{}: the server stalled ({} bytes in {} s); try again later",
                  shown_url_, window_bytes_, duration_cast<std::chrono::seconds>(waited_).count());
  done_ = true;
  return *error_;
}

Status CurlTransfer::pump(Wanted wanted) {
  SteadyClock::time_point before = SteadyClock::now();
  if (deadline_ && before >= *deadline_) {
    done_ = true;
    stalled_ = true;
    error_ = Error::make(Code::kUnavailable, "{}: no complete answer in time", shown_url_);
    return *error_;
  }
  int running = 0;
  CURLMcode code = curl_multi_perform(multi_.get(), &running);
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    done_ = true;
    if (message->data.result != CURLE_OK && !error_) error_ = failure(message->data.result);
  }
  bool nothing_new = !done_ && (wanted == Wanted::kHeaders ? !headers_done_ : buffer_.empty());
  if (code == CURLM_OK && nothing_new) {
    auto wait =
        std::min<SteadyClock::duration>(options_.stall_time - waited_, std::chrono::seconds(1));
    if (deadline_) wait = std::min<SteadyClock::duration>(wait, *deadline_ - before);
    int timeout = static_cast<int>(std::max<int64_t>(1, duration_cast<milliseconds>(wait).count()));
    code = curl_multi_poll(multi_.get(), nullptr, 0, timeout, nullptr);
  }
  if (code != CURLM_OK) {
    done_ = true;
    error_ = Error::make(Code::kIo, "{}: {}", shown_url_, curl_multi_strerror(code));
    return *error_;
  }
  // Bytes that are there are given first; an error behind them comes with the next read.
  if (done_) return {};
  return note_waiting(SteadyClock::now() - before);
}

Error CurlTransfer::failure(CURLcode code) {
  std::string text = error_text_[0] != 0 ? error_text_ : curl_easy_strerror(code);
  text = printable(text, 300);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      never_connected_ = true;
      return Error::make(Code::kUnavailable,
                         "{}: {}; check the name, the network and the proxy settings", shown_url_,
                         text);
    case CURLE_COULDNT_CONNECT:
      never_connected_ = true;
      return Error::make(Code::kUnavailable, "{}: {}", shown_url_, text);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return Error::make(Code::kDenied,
                         "{}: the certificate is not trusted: {}; name its CA with --ca-file",
                         shown_url_, text);
    case CURLE_SSL_CONNECT_ERROR:
      if (is_plain_answer(text))
        return Error::make(Code::kInvalid, "{}: the server does not speak TLS ({})", shown_url_,
                           text);
      return Error::make(Code::kUnavailable, "{}: {}", shown_url_, text);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
      return Error::make(Code::kInvalid, "{}: not a proper HTTP answer: {}", shown_url_, text);
    case CURLE_URL_MALFORMAT:
      return Error::make(Code::kUsage, "{}: {}", shown_url_, text);
    default:
      return Error::make(Code::kUnavailable, "{}: {}", shown_url_, text);
  }
}

}  // namespace seawall::net
