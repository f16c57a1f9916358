// Python packages: PEP 440 with epochs, pre-, post- and development releases and local versions, in
// all the writings that normalise to one version. Text that is no such version is older than any
// that is, and compares as setuptools compared it before PEP 440: "packaging" did the same as long
// as it accepted such versions.
#include "version/order.h"
#include "version/pep440.h"

namespace seawall::version {
namespace {

std::weak_ordering compare(std::string_view a, std::string_view b) {
  std::optional<Pep440> left = parse_pep440(a);
  std::optional<Pep440> right = parse_pep440(b);
  if (left && right) return compare_pep440(*left, *right);
  if (left || right) return left.has_value() <=> right.has_value();
  return compare_legacy_python(a, b);
}

bool valid(std::string_view version) {
  return parse_pep440(version).has_value();
}

constexpr std::string_view kEcosystems[] = {"PyPI", "Echo:PyPI"};
constexpr std::string_view kPurlTypes[] = {"pypi"};

}  // namespace

const Order& pypi_order() {
  static constexpr Order order = {"pypi", kEcosystems, kPurlTypes, valid, compare};
  return order;
}

}  // namespace seawall::version
