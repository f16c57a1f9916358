#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string>

#include "base/text.h"

namespace seawall::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr auto kQuietAtFirst = std::chrono::milliseconds(800);
constexpr auto kRedraw = std::chrono::milliseconds(100);

std::string amount(uint64_t value, const std::string& unit) {
  if (unit != "B") return fmt::format("{} {}", value, unit);
  if (value >= 10'000'000) return fmt::format("{} MB", value / 1'000'000);
  return fmt::format("{:.1f} MB", static_cast<double>(value) / 1e6);
}

// Without a width it draws nothing.
class Line final : public Progress {
 public:
  explicit Line(unsigned width) : width_(width) {}
  ~Line() override { clear(); }

  void begin(std::string_view what, uint64_t total, std::string_view unit) override {
    std::lock_guard lock(mutex_);
    what_ = printable(what, 60);
    unit_ = unit;
    total_ = total;
    done_ = 0;
    started_ = SteadyClock::now();
    drawn_ = started_ + kQuietAtFirst - kRedraw;
  }
  void add(uint64_t done) override {
    if (width_ == 0) return;
    std::lock_guard lock(mutex_);
    done_ += done;
    auto now = SteadyClock::now();
    if (now - drawn_ < kRedraw) return;
    drawn_ = now;
    draw();
  }
  void end() override {
    std::lock_guard lock(mutex_);
    clear();
  }

 private:
  void draw() {
    std::string text = fmt::format("{} {}", what_, amount(done_, unit_));
    if (total_ > 0) {
      uint64_t percent = std::min<uint64_t>(100, done_ * 100 / total_);
      uint64_t bar = percent / 5;
      text = fmt::format("{} [{}{}] {:>3}% of {}", what_, std::string(bar, '='),
                         std::string(20 - bar, ' '), percent, amount(total_, unit_));
    }
    fmt::print(stderr, "\r\x1b[K{}", std::string_view(text).substr(0, width_ - 1));
    shown_ = true;
  }
  void clear() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
    shown_ = false;
  }

  std::mutex mutex_;
  std::string what_, unit_;
  uint64_t total_ = 0, done_ = 0;
  const unsigned width_;
  bool shown_ = false;
  SteadyClock::time_point started_, drawn_;
};

}  // namespace

Terminal terminal_of(int fd) {
  Terminal terminal;
  terminal.is_terminal = ::isatty(fd) == 1;
  const char* term = std::getenv("TERM");
  const char* no_colour = std::getenv("NO_COLOR");
  terminal.colour = terminal.is_terminal && !(no_colour && *no_colour) && term &&
                    std::string_view(term) != "dumb";
  winsize size{};
  if (terminal.is_terminal && ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    terminal.width = size.ws_col;
  return terminal;
}

std::unique_ptr<Progress> make_progress(bool quiet) {
  Terminal terminal = terminal_of(STDERR_FILENO);
  return std::make_unique<Line>(quiet || !terminal.is_terminal ? 0 : terminal.width);
}

}  // namespace seawall::cli
