// What a long step tells the person who waits. Readers call it from any thread; the terminal line
// is drawn by the caller's implementation.
#pragma once

#include <cstdint>
#include <string_view>

namespace seawall {

class Progress {
 public:
  virtual ~Progress() = default;
  // A step begins; `total` in `unit`s ("B" for bytes, "files", "records"), 0 when unknown.
  virtual void begin(std::string_view what, uint64_t total, std::string_view unit) = 0;
  virtual void add(uint64_t done) = 0;
  virtual void end() = 0;
};

// Says nothing.
Progress& no_progress();

}  // namespace seawall
