#include "package/conan.h"

#include "base/text.h"

namespace seawall::package {

namespace {

bool is_conan_name(std::string_view text) {
  if (text.empty() || text.size() > 101) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '_' && c != '+' && c != '.' && c != '-') return false;
  return is_alnum(text[0]) || text[0] == '_';
}

}  // namespace

Package& add_conan_reference(Listing& listing, std::string_view reference, uint32_t line,
                             Scope scope) {
  std::string_view whole = trim(reference);
  std::string_view text = whole;
  size_t bracket = text.find('[');
  if (bracket == std::string_view::npos) text = text.substr(0, text.find_first_of("#%"));
  std::string_view user;
  size_t at = text.find('@', bracket == std::string_view::npos ? 0 : text.find(']'));
  if (at != std::string_view::npos) {
    user = text.substr(at + 1);
    user = user.substr(0, user.find_first_of("#%"));
    text = text.substr(0, at);
  }
  std::optional<Halves> halves = split_once(text, "/");
  bool range = halves && halves->second.starts_with('[');
  bool good = halves && is_conan_name(halves->first) && !halves->second.empty() &&
              (range || halves->second.find('/') == std::string_view::npos);
  if (!good) {
    listing.problem(Code::kInvalid, line,
                    fmt::format("'{}' is no reference of Conan", printable(whole, 100)));
    return listing.nobody();
  }
  std::string_view version = halves->second;
  if (range) {
    version = version.substr(1, version.find(']') - 1);
    Package& package = listing.add_range(halves->first, version, line, scope);
    return package;
  }
  Package& package = listing.add(halves->first, version, line, scope);
  if (user != "_/_") package.name_space = user;
  return package;
}

}  // namespace seawall::package
