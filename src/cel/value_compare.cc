// Equality and order of values, as cel-spec defines them (langdef.md, "Equality", "Ordering").
// Numbers of different types compare by value; an integer and a double compare as doubles once the
// double is in the integer's range, as cel-go does.
#include <cmath>

#include "cel/value.h"

namespace seawall::cel {

namespace {

constexpr int kDeepest = 200;

template <typename T>
int order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int order_texts(std::string_view a, std::string_view b) {
  int result = a.compare(b);
  return order(result, 0);
}

int order_double_int(double a, int64_t b) {
  if (a < -0x1p63) return -1;
  if (a > 0x1p63) return 1;
  return order(a, static_cast<double>(b));
}

int order_double_uint(double a, uint64_t b) {
  if (a < 0) return -1;
  if (a > 0x1p64) return 1;
  return order(a, static_cast<double>(b));
}

int order_int_uint(int64_t a, uint64_t b) {
  return a < 0 ? -1 : order(static_cast<uint64_t>(a), b);
}

std::optional<int> order_from_double(double a, const Value& b) {
  if (std::isnan(a)) return std::nullopt;
  if (b.kind() == Kind::kInt) return order_double_int(a, b.as_int());
  if (b.kind() == Kind::kUint) return order_double_uint(a, b.as_uint());
  if (std::isnan(b.as_double())) return std::nullopt;
  return order(a, b.as_double());
}

bool is_number(Kind kind) {
  return kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kDouble;
}

std::optional<int> order_numbers(const Value& a, const Value& b) {
  if (a.kind() == Kind::kDouble) return order_from_double(a.as_double(), b);
  if (b.kind() == Kind::kDouble) {
    std::optional<int> reversed = order_from_double(b.as_double(), a);
    return reversed ? std::optional<int>(-*reversed) : std::nullopt;
  }
  if (a.kind() == Kind::kInt) {
    if (b.kind() == Kind::kInt) return order(a.as_int(), b.as_int());
    return order_int_uint(a.as_int(), b.as_uint());
  }
  if (b.kind() == Kind::kUint) return order(a.as_uint(), b.as_uint());
  return -order_int_uint(b.as_int(), a.as_uint());
}

// One comparison of two whole values.
class Comparison {
 public:
  Comparison(Memory& memory, uint64_t& steps) : memory_(memory), steps_(steps) {}

  bool equal(const Value& a, const Value& b, int depth) {
    if (steps_ == 0) return false;
    --steps_;
    if (a.kind() != b.kind()) {
      if (!is_number(a.kind()) || !is_number(b.kind())) return false;
      return order_numbers(a, b) == 0;
    }
    if (depth == kDeepest) return false;
    switch (a.kind()) {
      case Kind::kNull:
        return true;
      case Kind::kType:
        return runtime_type_name(*a.as_type()) == runtime_type_name(*b.as_type());
      case Kind::kList:
        return equal_lists(a, b, depth + 1);
      case Kind::kMap:
        return equal_maps(a, b, depth + 1);
      case Kind::kOptional:
        return equal_optionals(a, b, depth + 1);
      case Kind::kOpaque:
        return same_type(*a.as_opaque()->type(), *b.as_opaque()->type()) &&
               a.as_opaque()->equals(*b.as_opaque());
      case Kind::kString:
      case Kind::kBytes:
        return a.as_text() == b.as_text();
      default:
        return compare(a, b) == 0;
    }
  }

 private:
  bool equal_lists(const Value& a, const Value& b, int depth) {
    size_t size = a.size();
    if (size != b.size()) return false;
    for (size_t i = 0; i < size; ++i)
      if (!equal(a.item(i), b.item(i), depth)) return false;
    return true;
  }

  // The name of the message type of a map that is a message.
  static std::string_view message_of(const Value& map) {
    const MapTable* table = map.map_table();
    return table && table->message ? table->message->name : std::string_view();
  }

  bool equal_maps(const Value& a, const Value& b, int depth) {
    if (a.size() != b.size() || message_of(a) != message_of(b)) return false;
    bool same = true;
    for_each_entry(a, memory_, [&](const Value& key, const Value& value) {
      std::optional<Value> other = b.find(key, memory_);
      same = other && equal(value, *other, depth);
      return same;
    });
    return same;
  }

  bool equal_optionals(const Value& a, const Value& b, int depth) {
    const Value* first = a.as_optional();
    const Value* second = b.as_optional();
    if (first == nullptr || second == nullptr) return first == second;
    return equal(*first, *second, depth);
  }

  Memory& memory_;
  uint64_t& steps_;
};

}  // namespace

bool equals(const Value& a, const Value& b, Memory& memory, uint64_t& steps) {
  return Comparison(memory, steps).equal(a, b, 0);
}

bool equals(const Value& a, const Value& b, Memory& memory) {
  uint64_t steps = 50'000'000;
  return equals(a, b, memory, steps);
}

std::optional<int> compare(const Value& a, const Value& b) {
  if (is_number(a.kind()) && is_number(b.kind())) return order_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::kBool:
      return order(a.as_bool(), b.as_bool());
    case Kind::kString:
    case Kind::kBytes:
      return order_texts(a.as_text(), b.as_text());
    case Kind::kDuration:
      return order(a.as_duration(), b.as_duration());
    case Kind::kTimestamp: {
      int seconds = order(a.timestamp_seconds(), b.timestamp_seconds());
      return seconds ? seconds : order(a.timestamp_nanoseconds(), b.timestamp_nanoseconds());
    }
    default:
      return std::nullopt;
  }
}

}  // namespace seawall::cel
