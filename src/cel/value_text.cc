// Values and errors as people read them.
#include <fmt/format.h>

#include <cmath>

#include "cel/value.h"

namespace seawall::cel {

namespace {

// Appends until `limit` bytes are there; the caller cuts.
class Writer {
 public:
  Writer(Memory& memory, size_t limit) : memory_(memory), limit_(limit) {}

  void write(const Value& value, int depth) {
    if (full()) return;
    if (depth > kDeepest) {
      text_ += "...";
      return;
    }
    switch (value.kind()) {
      case Kind::kList:
        return write_list(value, depth);
      case Kind::kMap:
        return write_map(value, depth);
      case Kind::kOptional:
        return write_optional(value, depth);
      case Kind::kString:
        return write_quoted(value.as_text());
      default:
        return write_scalar(value);
    }
  }

  std::string take() {
    if (text_.size() <= limit_) return std::move(text_);
    size_t end = limit_;
    while (end > 0 && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) --end;
    return text_.substr(0, end) + "…";
  }

 private:
  static constexpr int kDeepest = 200;
  bool full() const { return text_.size() > limit_; }

  void write_list(const Value& list, int depth) {
    text_ += '[';
    for (size_t i = 0; i < list.size() && !full(); ++i) {
      if (i > 0) text_ += ", ";
      write(list.item(i), depth + 1);
    }
    text_ += ']';
  }

  void write_map(const Value& map, int depth) {
    text_ += '{';
    bool first = true;
    for_each_entry(map, memory_, [&](const Value& key, const Value& value) {
      if (!first) text_ += ", ";
      first = false;
      write(key, depth + 1);
      text_ += ": ";
      write(value, depth + 1);
      return !full();
    });
    text_ += '}';
  }

  void write_optional(const Value& value, int depth) {
    if (value.as_optional() == nullptr) {
      text_ += "optional.none()";
      return;
    }
    text_ += "optional.of(";
    write(*value.as_optional(), depth + 1);
    text_ += ')';
  }

  void write_quoted(std::string_view text) {
    text_ += '"';
    for (char c : text) {
      if (full()) return;
      auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        text_ += '\\';
        text_ += c;
      } else if (c == '\n') {
        text_ += "\\n";
      } else if (byte < 0x20 || byte == 0x7f) {
        text_ += fmt::format("\\u{:04x}", byte);
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }

  void write_bytes(std::string_view bytes) {
    text_ += "b\"";
    for (size_t i = 0; i < bytes.size() && !full(); ++i)
      text_ += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[i]));
    text_ += '"';
  }

  void write_double(double value) {
    if (std::isfinite(value)) {
      text_ += fmt::format("{}", value);
    } else {
      text_ += std::isnan(value) ? "NaN" : (value > 0 ? "+Inf" : "-Inf");
    }
  }

  void write_scalar(const Value& value) {
    switch (value.kind()) {
      case Kind::kError:
        text_ += "error: " + error_text(value.as_error());
        break;
      case Kind::kBool:
        text_ += value.as_bool() ? "true" : "false";
        break;
      case Kind::kInt:
        text_ += fmt::format("{}", value.as_int());
        break;
      case Kind::kUint:
        text_ += fmt::format("{}u", value.as_uint());
        break;
      case Kind::kDouble:
        write_double(value.as_double());
        break;
      case Kind::kBytes:
        write_bytes(value.as_text());
        break;
      case Kind::kType:
        text_ += runtime_type_name(*value.as_type());
        break;
      case Kind::kOpaque:
        text_ += fmt::format("{}(\"{}\")", runtime_type_name(*value.as_opaque()->type()),
                             value.as_opaque()->text());
        break;
      case Kind::kDuration:
        write_duration(value.as_duration());
        break;
      case Kind::kTimestamp:
        write_timestamp(value);
        break;
      default:
        text_ += "null";
    }
  }

  void write_duration(int64_t nanoseconds) {
    uint64_t size = nanoseconds < 0 ? 0 - static_cast<uint64_t>(nanoseconds)
                                    : static_cast<uint64_t>(nanoseconds);
    text_ += fmt::format("duration(\"{}{}", nanoseconds < 0 ? "-" : "", size / 1'000'000'000);
    write_fraction(static_cast<uint32_t>(size % 1'000'000'000));
    text_ += "s\")";
  }

  void write_fraction(uint32_t nanoseconds) {
    if (nanoseconds == 0) return;
    std::string digits = fmt::format(".{:09}", nanoseconds);
    while (digits.back() == '0') digits.pop_back();
    text_ += digits;
  }

  // The calendar by Howard Hinnant's "days to civil" arithmetic.
  void write_timestamp(const Value& value) {
    int64_t seconds = value.timestamp_seconds();
    int64_t days = seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0);
    int64_t rest = seconds - days * 86400;
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day = shifted - era * 146097;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    text_ +=
        fmt::format("timestamp(\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                    year + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
                    of_year - (153 * month + 2) / 5 + 1, rest / 3600, rest / 60 % 60, rest % 60);
    write_fraction(value.timestamp_nanoseconds());
    text_ += "Z\")";
  }

  Memory& memory_;
  size_t limit_;
  std::string text_;
};

}  // namespace

std::string to_text(const Value& value, Memory& memory, size_t limit) {
  Writer writer(memory, limit);
  writer.write(value, 0);
  return writer.take();
}

std::string error_text(const ErrorInfo& error) {
  switch (error.code) {
    case ErrorCode::kNoSuchKey:
      return fmt::format("no such key: {}", error.detail);
    case ErrorCode::kNoSuchField:
      return fmt::format("no such field '{}'", error.detail);
    case ErrorCode::kNoSuchOverload:
      return error.detail.empty() ? "no such overload"
                                  : fmt::format("no such overload: {}", error.detail);
    case ErrorCode::kDivideByZero:
      return "division by zero";
    case ErrorCode::kModulusByZero:
      return "modulus by zero";
    case ErrorCode::kOverflow:
      return error.detail.empty() ? "integer overflow" : fmt::format("{} overflow", error.detail);
    case ErrorCode::kOutOfBounds:
      return fmt::format("index out of bounds: {}", error.detail);
    case ErrorCode::kDuplicateKey:
      return fmt::format("Failed with repeated key: {}", error.detail);
    case ErrorCode::kInvalid:
      return std::string(error.detail);
    case ErrorCode::kUndeclared:
      return fmt::format("undeclared reference to '{}' (in container '')", error.detail);
    case ErrorCode::kNone:
      return "optional.none() dereference";
    case ErrorCode::kCostExceeded:
      return "operation cancelled: actual cost limit exceeded";
    case ErrorCode::kMemoryExceeded:
      return "operation cancelled: memory limit exceeded";
  }
  return "error";
}

}  // namespace seawall::cel
