// The order of dpkg (deb-version(7)): [epoch:]upstream[-revision].
//
// Upstream and revision are read as alternating runs of non-digits and digits. Digits compare by
// value. Non-digits compare character by character in an alphabet of its own: "~" comes before the
// end of the run, letters come before everything else. A missing epoch or revision counts as 0.
// The revision starts after the last hyphen. opam uses the same order.
//
// What dpkg refuses still has a place: an epoch that is no number is part of the upstream version,
// and any byte may stand in it.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

struct Parts {
  std::string_view epoch, upstream, revision;
};

Parts take_apart(std::string_view version) {
  Parts parts;
  parts.upstream = trim(version);
  std::string_view rest = parts.upstream;
  std::string_view digits = take_digits(rest);
  if (!digits.empty() && take_char(rest, ':')) {
    parts.epoch = digits;
    parts.upstream = rest;
  }
  if (size_t hyphen = parts.upstream.rfind('-'); hyphen != std::string_view::npos) {
    parts.revision = parts.upstream.substr(hyphen + 1);
    parts.upstream = parts.upstream.substr(0, hyphen);
  }
  return parts;
}

// The place of the character that starts `rest`, in the order described above.
int weight(std::string_view rest) {
  if (rest.empty() || is_digit(rest.front())) return 0;
  if (rest.front() == '~') return -1;
  int code = static_cast<unsigned char>(rest.front());
  return is_alpha(rest.front()) ? code : code + 256;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    while (weight(a) != 0 || weight(b) != 0) {
      if (weight(a) != weight(b)) return weight(a) <=> weight(b);
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
    std::weak_ordering numbers = compare_numbers(take_digits(a), take_digits(b));
    if (std::is_neq(numbers)) return numbers;
  }
  return std::weak_ordering::equivalent;
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Parts left = take_apart(a);
  Parts right = take_apart(b);
  std::weak_ordering result = compare_numbers(left.epoch, right.epoch);
  if (std::is_eq(result)) result = compare_part(left.upstream, right.upstream);
  if (std::is_eq(result)) result = compare_part(left.revision, right.revision);
  return result;
}

bool valid(std::string_view version) {
  std::string_view text = trim(version);
  std::string_view rest = text;
  bool has_epoch = !take_digits(rest).empty() && !rest.empty() && rest.front() == ':';
  if (!has_epoch) rest = text;
  take_char(rest, ':');
  if (rest.empty() || !is_digit(rest.front()) || rest.back() == '-') return false;
  bool has_revision = rest.find('-') != std::string_view::npos;
  std::string_view revision = rest.substr(rest.rfind('-') + 1);
  if (has_revision && revision.find(':') != std::string_view::npos) return false;
  for (char c : rest)
    if (!is_alnum(c) && std::string_view(".-+~:").find(c) == std::string_view::npos) return false;
  return has_epoch || rest.find(':') == std::string_view::npos;
}

constexpr std::string_view kEcosystems[] = {"Debian",  "Ubuntu",  "Echo",       "Raspbian",
                                            "Devuan",  "Kali",    "Linux Mint", "Deepin",
                                            "Pop!_OS", "Proxmox", "opam"};
constexpr std::string_view kPurlTypes[] = {"deb", "opam", "opkg"};

}  // namespace

const Order& debian_order() {
  static constexpr Order order = {"debian", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
