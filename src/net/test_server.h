// For tests only: a tiny HTTP server on 127.0.0.1 (or a Unix socket) that says whatever a test
// wants, also what no server should. One thread per connection, one request per connection.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/text.h"
#include "net/http.h"

namespace seawall::net {

class TestServer {
 public:
  struct Request {
    std::string method, path, body;  // path with its query
    Headers headers;
  };
  // Sends pieces of the answer; returns false when the client is gone or the server stops.
  class Wire {
   public:
    Wire(int fd, const std::atomic<bool>& stop) : fd_(fd), stop_(stop) {}
    bool send(std::string_view bytes) {
      while (!bytes.empty() && !stop_) {
        ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<size_t>(sent));
      }
      return !stop_;
    }
    // Says nothing until the client hangs up or the server stops.
    void stall() {
      struct pollfd poll = {fd_, POLLRDHUP, 0};
      while (!stop_ && ::poll(&poll, 1, 20) == 0) {
      }
    }

   private:
    int fd_;
    const std::atomic<bool>& stop_;
  };
  using Handler = std::function<void(const Request&, Wire&)>;

  explicit TestServer(Handler handler, const std::string& unix_socket = "")
      : handler_(std::move(handler)) {
    if (unix_socket.empty()) {
      listen_tcp();
    } else {
      listen_unix(unix_socket);
    }
    CHECK(::listen(listener_, 64) == 0);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~TestServer() {
    stop_ = true;
    acceptor_.join();
    ::close(listener_);
    for (std::thread& worker : workers_) worker.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  uint16_t port() const { return port_; }
  std::string host() const { return fmt::format("127.0.0.1:{}", port_); }
  std::string url(std::string_view path) const { return "http://" + host() + std::string(path); }

  // What was asked for, "METHOD path", in order.
  std::vector<std::string> log() const {
    std::lock_guard lock(mutex_);
    return log_;
  }
  // Requests that carried an Authorization header, "path: value".
  std::vector<std::string> credentials() const {
    std::lock_guard lock(mutex_);
    return credentials_;
  }

  static std::string answer(int status, std::string_view body, std::string_view headers = "") {
    return fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(),
                       headers, body);
  }

 private:
  void listen_tcp() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
  }

  void listen_unix(const std::string& path) {
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address {};
    address.sun_family = AF_UNIX;
    CHECK(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    ::unlink(path.c_str());
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }

  void accept_all() {
    while (!stop_) {
      struct pollfd poll = {listener_, POLLIN, 0};
      if (::poll(&poll, 1, 20) <= 0) continue;
      int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0) workers_.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    Request request;
    if (read_request(fd, request)) {
      {
        std::lock_guard lock(mutex_);
        log_.push_back(request.method + " " + request.path);
        if (request.headers.has("Authorization"))
          credentials_.push_back(request.path + ": " + request.headers.get("Authorization"));
      }
      Wire wire(fd, stop_);
      handler_(request, wire);
    }
    ::close(fd);
  }

  bool read_request(int fd, Request& request) const {
    std::string text;
    char buffer[4096];
    size_t end = std::string::npos;
    size_t length = 0;
    while (end == std::string::npos || text.size() < end + 4 + length) {
      struct pollfd poll = {fd, POLLIN, 0};
      if (stop_ || ::poll(&poll, 1, 20) < 0) return false;
      if (poll.revents == 0) continue;
      ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
      // Not HTTP: a TLS handshake, say.
      if (got <= 0 || (text.empty() && !is_upper(buffer[0]))) return false;
      text.append(buffer, static_cast<size_t>(got));
      if (end != std::string::npos) continue;
      end = text.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      parse_head(text.substr(0, end), request);
      length = parse_uint(request.headers.get("Content-Length")).value_or(0);
    }
    request.body = text.substr(end + 4);
    return true;
  }

  static void parse_head(const std::string& head, Request& request) {
    for_each_line(head, [&](std::string_view line, uint32_t number) {
      if (number == 1) {
        std::vector<std::string_view> words = split(line, ' ');
        request.method = words[0];
        if (words.size() > 1) request.path = words[1];
      } else if (std::optional<Halves> halves = split_once(line, ":")) {
        request.headers.add(std::string(halves->first), std::string(trim(halves->second)));
      }
    });
  }

  Handler handler_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread acceptor_;
  std::vector<std::thread> workers_;  // touched by the acceptor, and after it ended
  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  std::vector<std::string> credentials_;
};

}  // namespace seawall::net
