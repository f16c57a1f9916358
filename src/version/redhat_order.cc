// The order of RPM (rpm-version(7)): [epoch:]version[-release].
//
// Version and release are read as runs of ASCII letters and runs of digits; every other byte but
// "~" and "^" only separates. At each position
//
//   "~"  <  end  <  "^"  <  letters  <  number
//
// and equal kinds compare by text or by value. The epoch is 0 when absent. A release compares only
// after the version, and an absent one is older than any. The release starts after the last
// hyphen, as RPM itself cuts.
//
// RPM refuses little; an epoch that is no number belongs to the version.
#include "version/epoch_release.h"
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

bool is_separator(char c) {
  return !is_alnum(c) && c != '~' && c != '^';
}

enum Kind { kTilde, kEnd, kCaret, kLetters, kNumber };

Kind kind_of(std::string_view rest) {
  if (rest.empty()) return kEnd;
  if (rest.front() == '~') return kTilde;
  if (rest.front() == '^') return kCaret;
  return is_digit(rest.front()) ? kNumber : kLetters;
}

std::weak_ordering compare_part(std::string_view a, std::string_view b) {
  while (true) {
    take_while(a, is_separator);
    take_while(b, is_separator);
    Kind kind = kind_of(a);
    if (kind != kind_of(b)) return kind <=> kind_of(b);
    if (kind == kEnd) return std::weak_ordering::equivalent;
    if (kind == kTilde || kind == kCaret) {
      a.remove_prefix(1);
      b.remove_prefix(1);
      continue;
    }
    std::weak_ordering run = compare_runs(a, b);
    if (std::is_neq(run)) return run;
  }
}

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_epoch_release(a, b, compare_part);
}

bool valid(std::string_view version) {
  std::string_view rest = version;
  bool has_epoch = !take_digits(rest).empty() && take_char(rest, ':');
  if (!has_epoch) rest = version;
  size_t hyphen = rest.find('-');
  if (rest.empty() || hyphen == 0 || hyphen == rest.size() - 1) return false;
  if (hyphen != rest.rfind('-')) return false;
  for (char c : rest)
    if (!is_alnum(c) && std::string_view("._+~^-").find(c) == std::string_view::npos) return false;
  return true;
}

constexpr std::string_view kEcosystems[] = {
    "Red Hat",      "AlmaLinux",    "Rocky Linux",   "CentOS",      "CentOS Stream", "Fedora",
    "EPEL",         "openSUSE",     "SUSE",          "Mageia",      "openEuler",     "Azure Linux",
    "CBL-Mariner",  "Photon OS",    "Oracle Linux",  "Oracle",      "Amazon Linux",  "Amazon",
    "Bottlerocket", "OpenMandriva", "Anolis OS",     "OpenCloudOS", "TencentOS",     "CloudLinux",
    "Virtuozzo",    "EuroLinux",    "Miracle Linux", "ALT Linux"};
constexpr std::string_view kPurlTypes[] = {"rpm"};

}  // namespace

const Order& redhat_order() {
  static constexpr Order order = {"redhat", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
