// The order of apk-tools (apk-package(5)):
//
//   number{.number}{letter}{_suffix{number}}{~hash}{-rN}
//
// Both versions are read token by token. Tokens of one kind compare by value: numbers by number,
// except that after the first one a leading zero makes the two compare as text (1.06 < 1.1);
// suffixes by alpha < beta < pre < rc < (none) < cvs < svn < git < hg < p; hashes as text. When the
// kinds differ a pre-release suffix loses; otherwise the kind that may come earlier in a version
// wins, so the longer version is newer: end < -r < ~ < suffix number < suffix < letter < number.
//
// apk-tools 2 wrote a number after the letter (OpenBSD's 5.9.2p1); version 3 calls that invalid,
// but such packages exist: it is a token here. Likewise "-r" without a number is -r0.
// From the first byte that fits nowhere the version is invalid: that is older than the end, and two
// such rests compare naturally (after -rN they do not count, as in both generations of the tool).
#include <algorithm>
#include <array>

#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

enum Kind {  // in the order in which a version may hold them
  kFirst,
  kDigits,
  kLetter,
  kLetterNumber,
  kSuffix,
  kSuffixNumber,
  kHash,
  kRevision,
  kEnd,
  kInvalid,
};

constexpr std::array<std::string_view, 10> kSuffixes = {"alpha", "beta", "pre", "rc", "",
                                                        "cvs",   "svn",  "git", "hg", "p"};
constexpr size_t kNoSuffix = 4;

bool is_hash_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

// One version while it is read.
struct Reader {
  std::string_view rest;
  Kind kind = kFirst;
  std::string_view value;
  size_t suffix = kNoSuffix;
  bool after_revision = false;

  explicit Reader(std::string_view version) : rest(version) { take(kFirst); }

  void next() {
    Kind before = kind;
    std::string_view start = rest;
    read(before);
    if (kind != kInvalid) return;
    rest = start;
    after_revision = before == kRevision;
  }

 private:
  void take(Kind number) {
    value = take_digits(rest);
    kind = value.empty() ? kInvalid : number;
  }

  void read(Kind before) {
    kind = kInvalid;
    if (rest.empty()) {
      kind = kEnd;
    } else if (is_lower(rest.front()) && before <= kDigits) {
      value = rest.substr(0, 1);
      rest.remove_prefix(1);
      kind = kLetter;
    } else if (is_digit(rest.front()) && (before == kSuffix || before == kLetter)) {
      take(before == kSuffix ? kSuffixNumber : kLetterNumber);
    } else if (before <= kDigits && take_char(rest, '.')) {
      take(kDigits);
    } else if (before <= kSuffixNumber && take_char(rest, '_')) {
      read_suffix();
    } else if (before < kHash && take_char(rest, '~')) {
      value = take_while(rest, is_hash_digit);
      if (!value.empty()) kind = kHash;
    } else if (before < kRevision && rest.starts_with("-r")) {
      rest.remove_prefix(2);
      value = take_digits(rest);
      kind = kRevision;
    }
  }

  void read_suffix() {
    value = take_while(rest, is_lower);
    auto found = std::find(kSuffixes.begin(), kSuffixes.end(), value);
    if (value.empty() || found == kSuffixes.end()) return;
    suffix = static_cast<size_t>(found - kSuffixes.begin());
    kind = kSuffix;
  }
};

std::weak_ordering compare_values(const Reader& a, const Reader& b) {
  switch (a.kind) {
    case kSuffix:
      return a.suffix <=> b.suffix;
    case kDigits:
      if (a.value.front() != '0' && b.value.front() != '0')
        return compare_numbers(a.value, b.value);
      return compare_bytes(a.value, b.value);
    case kLetter:
    case kHash:
      return compare_bytes(a.value, b.value);
    default:
      return compare_numbers(a.value, b.value);
  }
}

bool is_pre_release(const Reader& reader) {
  return reader.kind == kSuffix && reader.suffix < kNoSuffix;
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  Reader left(a);
  Reader right(b);
  while (left.kind == right.kind && left.kind < kEnd) {
    std::weak_ordering token = compare_values(left, right);
    if (std::is_neq(token)) return token;
    left.next();
    right.next();
  }
  if (left.kind == right.kind) {
    if (left.kind == kEnd || left.after_revision) return std::weak_ordering::equivalent;
    return compare_naturally(left.rest, right.rest);
  }
  if (is_pre_release(left) != is_pre_release(right))
    return is_pre_release(left) ? std::weak_ordering::less : std::weak_ordering::greater;
  return right.kind <=> left.kind;
}

bool valid(std::string_view version) {
  if (version.ends_with("-r")) return false;
  Reader reader(version);
  while (reader.kind < kEnd && reader.kind != kLetterNumber) reader.next();
  return reader.kind == kEnd;
}

constexpr std::string_view kEcosystems[] = {
    "Alpine",    "Wolfi",    "Chainguard", "MinimOS",      "CleanStart",
    "Alpaquita", "BellSoft", "OpenWrt",    "postmarketOS", "BellSoft Hardened Containers"};
constexpr std::string_view kPurlTypes[] = {"apk"};

}  // namespace

const Order& alpine_order() {
  static constexpr Order order = {"alpine", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
