#include "cel/ip_address.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "cel/library_support.h"

namespace seawall::cel {

namespace {

using Groups = std::array<uint16_t, 8>;

constexpr uint64_t first_bits(unsigned count) {
  return count == 0 ? 0 : count >= 64 ? ~uint64_t{0} : ~uint64_t{0} << (64 - count);
}

IpAddress from_v4(uint32_t value) {
  return {.is_v6 = false, .high = uint64_t{value} << 32, .low = 0};
}

IpAddress from_groups(const Groups& groups) {
  IpAddress made{.is_v6 = true};
  for (unsigned i = 0; i < 4; ++i) {
    made.high = made.high << 16 | groups[i];
    made.low = made.low << 16 | groups[i + 4];
  }
  return made;
}

Groups groups_of(const IpAddress& address) {
  Groups groups{};
  for (unsigned i = 0; i < 4; ++i) {
    groups[i] = static_cast<uint16_t>(address.high >> (48 - 16 * i));
    groups[i + 4] = static_cast<uint16_t>(address.low >> (48 - 16 * i));
  }
  return groups;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads one text; all failures name the whole of it.
class AddressReader {
 public:
  explicit AddressReader(std::string_view text) : text_(text) {}

  Result<uint32_t> read_v4(std::string_view part) const {
    uint32_t address = 0;
    unsigned fields = 0;
    while (true) {
      size_t end = std::min(part.find('.'), part.size());
      unsigned field = TRY(read_field(part.substr(0, end), part));
      address = address << 8 | field;
      ++fields;
      if (end == part.size()) break;
      if (fields == 4) return fail("IPv4 address too long");
      if (end + 1 == part.size()) return fail("IPv4 field must have at least one digit", ".");
      part.remove_prefix(end + 1);
    }
    if (fields < 4) return fail("IPv4 address too short");
    return address;
  }

  Result<ParsedAddress> read_v6() {
    rest_ = text_;
    std::string_view zone;
    if (size_t percent = rest_.find('%'); percent != std::string_view::npos) {
      zone = rest_.substr(percent + 1);
      rest_ = rest_.substr(0, percent);
      if (zone.empty()) return fail("zone must be a non-empty string");
    }
    if (rest_.starts_with("::")) {
      ellipsis_ = 0;
      rest_.remove_prefix(2);
    }
    bool done = rest_.empty();
    while (!done && count_ < 8) done = TRY(read_group());
    if (!rest_.empty()) return fail("trailing garbage after address", rest_);
    if (!ellipsis_ && count_ < 8) return fail("address string too short");
    if (ellipsis_ && count_ == 8) return fail("the :: must expand to at least one field of zeros");
    if (ellipsis_) expand();
    return ParsedAddress{from_groups(groups_), zone};
  }

  Error fail(std::string_view what, std::string_view at = {}) const {
    if (at.empty()) return Error::make(Code::kInvalid, "ParseAddr({}): {}", quoted(text_), what);
    return Error::make(Code::kInvalid, "ParseAddr({}): {} (at {})", quoted(text_), what,
                       quoted(at));
  }

 private:
  Result<unsigned> read_field(std::string_view digits, std::string_view at) const {
    if (digits.empty() && !at.empty()) return fail("IPv4 field must have at least one digit", at);
    unsigned value = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
      if (!is_digit(digits[i])) return fail("unexpected character", at.substr(i));
      if (i == 1 && value == 0) return fail("IPv4 field has octet with leading zero");
      value = value * 10 + static_cast<unsigned>(digits[i] - '0');
      if (value > 255) return fail("IPv4 field has value >255");
    }
    return value;
  }

  // True: that was the last one.
  Result<bool> read_group() {
    size_t length = 0;
    unsigned value = 0;
    for (; length < rest_.size() && hex_value(rest_[length]) >= 0; ++length) {
      if (length == 4) return fail("each group must have 4 or less digits", rest_);
      value = value << 4 | static_cast<unsigned>(hex_value(rest_[length]));
    }
    if (length == 0) return fail("each colon-separated field must have at least one digit", rest_);
    if (length < rest_.size() && rest_[length] == '.') return read_v4_tail();
    groups_[count_++] = static_cast<uint16_t>(value);
    rest_.remove_prefix(length);
    if (rest_.empty()) return true;
    return read_separator();
  }

  Result<bool> read_v4_tail() {
    if (!ellipsis_ && count_ != 6)
      return fail("embedded IPv4 address must replace the final 2 fields of the address", rest_);
    if (count_ > 6)
      return fail("too many hex fields to fit an embedded IPv4 at the end of the address", rest_);
    uint32_t address = TRY(read_v4(rest_));
    groups_[count_++] = static_cast<uint16_t>(address >> 16);
    groups_[count_++] = static_cast<uint16_t>(address);
    rest_ = {};
    return true;
  }

  Result<bool> read_separator() {
    if (rest_[0] != ':') return fail("unexpected character, want colon", rest_);
    if (rest_.size() == 1) return fail("colon must be followed by more characters", rest_);
    rest_.remove_prefix(1);
    if (rest_[0] != ':') return false;
    if (ellipsis_) return fail("multiple :: in address", rest_);
    ellipsis_ = count_;
    rest_.remove_prefix(1);
    return rest_.empty();
  }

  void expand() {
    Groups wide{};
    for (unsigned i = 0; i < *ellipsis_; ++i) wide[i] = groups_[i];
    for (unsigned i = *ellipsis_; i < count_; ++i) wide[8 - count_ + i] = groups_[i];
    groups_ = wide;
  }

  std::string_view text_;
  std::string_view rest_;
  Groups groups_{};
  unsigned count_ = 0;
  std::optional<unsigned> ellipsis_;  // groups before the "::"
};

Error bad_prefix(std::string_view text, std::string_view what) {
  return Error::make(Code::kInvalid, "netip.ParsePrefix({}): {}", quoted(text), what);
}

std::string v4_text(uint32_t value) {
  return fmt::format("{}.{}.{}.{}", value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
}

}  // namespace

bool IpAddress::is_mapped_v4() const {
  return is_v6 && high == 0 && low >> 32 == 0xffff;
}

IpAddress IpAddress::unmapped() const {
  return is_mapped_v4() ? from_v4(static_cast<uint32_t>(low)) : *this;
}

bool IpAddress::is_loopback() const {
  if (is_mapped_v4()) return unmapped().is_loopback();
  return is_v6 ? high == 0 && low == 1 : high >> 56 == 127;
}

bool IpAddress::is_multicast() const {
  if (is_mapped_v4()) return unmapped().is_multicast();
  return is_v6 ? high >> 56 == 0xff : high >> 60 == 0xe;
}

bool IpAddress::is_link_local_multicast() const {
  if (is_mapped_v4()) return unmapped().is_link_local_multicast();
  return is_v6 ? (high >> 48 & 0xff0f) == 0xff02 : high >> 40 == 0xe00000;
}

bool IpAddress::is_link_local_unicast() const {
  if (is_mapped_v4()) return unmapped().is_link_local_unicast();
  return is_v6 ? high >> 54 == 0xfe80 >> 6 : high >> 48 == 0xa9fe;
}

bool IpAddress::is_global_unicast() const {
  if (is_mapped_v4()) return unmapped().is_global_unicast();
  if (!is_v6 && high >> 32 == 0xffffffff) return false;
  return !is_unspecified() && !is_loopback() && !is_multicast() && !is_link_local_unicast();
}

IpAddress IpAddress::masked(unsigned prefix_bits) const {
  IpAddress made = *this;
  made.high &= first_bits(prefix_bits);
  made.low &= prefix_bits > 64 ? first_bits(prefix_bits - 64) : 0;
  return made;
}

bool IpPrefix::contains(const IpAddress& other) const {
  return address.is_v6 == other.is_v6 && address.masked(length) == other.masked(length);
}

bool IpPrefix::contains(const IpPrefix& other) const {
  return length <= other.length && contains(other.address);
}

Result<ParsedAddress> parse_ip_address(std::string_view text) {
  AddressReader reader(text);
  size_t at = text.find_first_of(".:%");
  if (at == std::string_view::npos) return reader.fail("unable to parse IP");
  if (text[at] == '%') return reader.fail("missing IPv6 address");
  if (text[at] == ':') return reader.read_v6();
  return ParsedAddress{from_v4(TRY(reader.read_v4(text))), {}};
}

Result<IpPrefix> parse_ip_prefix(std::string_view text) {
  size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return bad_prefix(text, "no '/'");
  Result<ParsedAddress> parsed = parse_ip_address(text.substr(0, slash));
  if (!parsed) return bad_prefix(text, parsed.error().message());
  if (!parsed->zone.empty()) return bad_prefix(text, "IPv6 zones cannot be present in a prefix");
  std::string_view digits = text.substr(slash + 1);
  std::optional<uint64_t> length = parse_uint(digits);
  bool overflows = length && *length > INT64_MAX;
  if (!length || overflows || (digits.size() > 1 && digits[0] == '0'))
    return bad_prefix(text, "bad bits after slash: " + quoted(digits));
  if (*length > parsed->address.bits()) return bad_prefix(text, "prefix length out of range");
  return IpPrefix{parsed->address, static_cast<unsigned>(*length)};
}

std::string to_text(const IpAddress& address) {
  if (!address.is_v6) return v4_text(static_cast<uint32_t>(address.high >> 32));
  if (address.is_mapped_v4()) return "::ffff:" + v4_text(static_cast<uint32_t>(address.low));
  Groups groups = groups_of(address);
  unsigned start = 8, length = 1;  // the first of the longest runs of two zeros or more
  for (unsigned i = 0; i < 8; ++i) {
    unsigned end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
  }
  std::string out;
  for (unsigned i = 0; i < 8; ++i) {
    if (i == start) {
      out += "::";
      i += length - 1;
      continue;
    }
    if (!out.empty() && !out.ends_with(':')) out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

std::string to_text(const IpPrefix& prefix) {
  return fmt::format("{}/{}", to_text(prefix.address), prefix.length);
}

}  // namespace seawall::cel
