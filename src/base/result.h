// Errors as values. Whatever input, network or kernel can cause returns Result<T>; bugs CHECK.
//
//   Result<Config> load(const std::string& path) {
//     std::string text = TRY(read_file(path, limits));
//     return parse(text).context("reading {}", path);
//   }
//
// An Error carries a code (what a caller may branch on), and a message a person reads. Context is
// put in front while the error travels up: "scan app.tar: layer 3: truncated gzip stream".
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace seawall {

enum class Code {
  kInvalid,      // the bytes do not follow their format
  kTruncated,    // the bytes end too early
  kLimit,        // a bound on size, depth, count or time was reached
  kNotFound,     // the thing named does not exist
  kDenied,       // authentication or permission
  kUnavailable,  // network, server or device; trying again may help
  kUnsupported,  // understood, but not handled
  kUsage,        // the caller's words are wrong
  kIo,           // the operating system said no
  kMismatch,     // what was read is not what was named: a wrong digest or size
};

// The code's name as it stands in JSON reports: "invalid", "truncated", ...
const char* code_name(Code code);

class [[nodiscard]] Error {
 public:
  Error(Code code, std::string message) : code_(code), message_(std::move(message)) {}

  template <typename... Args>
  static Error make(Code code, fmt::format_string<Args...> format, Args&&... args) {
    return {code, fmt::format(format, std::forward<Args>(args)...)};
  }

  Code code() const { return code_; }
  const std::string& message() const { return message_; }

  // Puts "WHAT: " in front of the message.
  Error with_context(std::string_view what) &&;

 private:
  Code code_;
  std::string message_;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // Implicit on purpose: `return value;` and `return Error::make(...)` read best.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only when ok(); otherwise the program ends (a bug, not an input).
  T& value() & { return *checked(); }
  const T& value() const& { return *const_cast<Result*>(this)->checked(); }
  T&& value() && { return std::move(*checked()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return checked(); }
  const T* operator->() const { return const_cast<Result*>(this)->checked(); }

  // Only when !ok().
  const Error& error() const { return std::get<1>(state_); }
  Error take_error() && { return std::get<1>(std::move(state_)); }

  template <typename... Args>
  Result context(fmt::format_string<Args...> format, Args&&... args) && {
    if (ok()) return std::move(*this);
    return std::get<1>(std::move(state_))
        .with_context(fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  T* checked();
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  void value() const {}
  const Error& error() const { return *error_; }
  Error take_error() && { return *std::move(error_); }

  template <typename... Args>
  Result context(fmt::format_string<Args...> format, Args&&... args) && {
    if (ok()) return {};
    return (*std::move(error_)).with_context(fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

// Ends the program with the failed condition; for bugs only, never for input.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

template <typename T>
T* Result<T>::checked() {
  if (T* value = std::get_if<0>(&state_)) return value;
  check_failed(error().message().c_str(), "Result::value", 0);
}

}  // namespace seawall

#define CHECK(condition) \
  (static_cast<bool>(condition) ? (void)0 : ::seawall::check_failed(#condition, __FILE__, __LINE__))

// The value of a Result, or return its error from this function.
#define TRY(expression)                                                \
  __extension__({                                                      \
    auto&& try_result_ = (expression);                                 \
    if (!try_result_.ok()) return std::move(try_result_).take_error(); \
    std::move(try_result_).value();                                    \
  })
