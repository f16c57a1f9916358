// Encoder and Decoder: two archives over one list of fields, so that writing and reading cannot
// disagree. A codec class gives `fields(archive, object)` for each struct; everything else
// (texts, numbers, enums, lists, optionals) is known here.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/wire.h"

namespace seawall::model {

// A number that is random, so not worth a varint.
struct Fixed {
  uint64_t& value;
};

template <typename Codec>
class Encoder {
 public:
  explicit Encoder(WireWriter& out) : out_(out) {}

  template <typename... T>
  void operator()(T&&... values) {
    (put(values), ...);
  }
  // Ascending numbers: differences, which are short when there are many.
  void sorted(std::vector<uint64_t>& values) {
    out_.number(values.size());
    uint64_t last = 0;
    for (uint64_t value : values) {
      out_.number(value - last);
      last = value;
    }
  }

 private:
  template <typename T>
  void put(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      out_.text(value);
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      out_.number(static_cast<uint64_t>(value));
    } else {
      Codec::fields(*this, value);
    }
  }
  void put(Fixed& fixed) { out_.fixed64(fixed.value); }
  template <typename T>
  void put(std::vector<T>& items) {
    out_.number(items.size());
    for (T& item : items) put(item);
  }
  template <typename T>
  void put(std::optional<T>& value) {
    out_.number(value ? 1 : 0);
    if (value) put(*value);
  }
  WireWriter& out_;
};

template <typename Codec>
class Decoder {
 public:
  explicit Decoder(WireReader& in) : in_(in) {}

  template <typename... T>
  void operator()(T&&... values) {
    (get(values), ...);
  }
  void sorted(std::vector<uint64_t>& values) {
    uint64_t last = 0;
    in_.list(values, [&](uint64_t& value) { value = last += in_.number(); });
  }

 private:
  template <typename T>
  void get(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = in_.text();
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      value = static_cast<T>(in_.number());
    } else {
      Codec::fields(*this, value);
    }
  }
  void get(Fixed& fixed) { fixed.value = in_.fixed64(); }
  template <typename T>
  void get(std::vector<T>& items) {
    in_.list(items, [this](T& item) { get(item); });
  }
  template <typename T>
  void get(std::optional<T>& value) {
    if (in_.number() == 0) return;
    get(value.emplace());
  }
  WireReader& in_;
};

}  // namespace seawall::model
