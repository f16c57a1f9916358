#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace seawall {

const char* code_name(Code code) {
  switch (code) {
    case Code::kInvalid:
      return "invalid";
    case Code::kTruncated:
      return "truncated";
    case Code::kLimit:
      return "limit";
    case Code::kNotFound:
      return "not-found";
    case Code::kDenied:
      return "denied";
    case Code::kUnavailable:
      return "unavailable";
    case Code::kUnsupported:
      return "unsupported";
    case Code::kUsage:
      return "usage";
    case Code::kIo:
      return "io";
    case Code::kMismatch:
      return "mismatch";
  }
  return "unknown";
}

Error Error::with_context(std::string_view what) && {
  return {code_, fmt::format("{}: {}", what, message_)};
}

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "seawall: internal error: %s (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace seawall
