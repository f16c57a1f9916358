// Haskell packages (Package Versioning Policy): a list of numbers, compared like Haskell compares
// lists: number by number, the longer one newer when the shorter is its beginning: 1.0 < 1.0.0.
// Text, which Cabal refuses, comes after any number in its place.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_number_lists(trim(a), trim(b), ".");
}

bool valid(std::string_view version) {
  do {
    std::string_view digits = take_digits(version);
    if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return false;
  } while (take_char(version, '.'));
  return version.empty();
}

constexpr std::string_view kEcosystems[] = {"Hackage"};
constexpr std::string_view kPurlTypes[] = {"hackage"};

}  // namespace

const Order& hackage_order() {
  static constexpr Order order = {"hackage", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
