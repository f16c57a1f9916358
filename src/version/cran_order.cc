// R packages (package_version): at least two numbers separated by "." or "-", which are the same.
// Number by number; the longer one is newer when the shorter is its beginning: 1.8 < 1.8.0.
// R refuses text; here it comes after any number in its place.
#include "version/order.h"
#include "version/scan.h"

namespace seawall::version {
namespace {

std::weak_ordering compare(std::string_view a, std::string_view b) {
  return compare_number_lists(trim(a), trim(b), ".-");
}

bool valid(std::string_view version) {
  size_t numbers = 0;
  do {
    if (take_digits(version).empty()) return false;
    ++numbers;
  } while (take_char(version, '.') || take_char(version, '-'));
  return version.empty() && numbers > 1;
}

constexpr std::string_view kEcosystems[] = {"CRAN", "Bioconductor"};
constexpr std::string_view kPurlTypes[] = {"cran", "bioconductor"};

}  // namespace

const Order& cran_order() {
  static constexpr Order order = {"cran", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
