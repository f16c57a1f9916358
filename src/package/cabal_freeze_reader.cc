// cabal.project.freeze (Haskell): one "constraints:" field of
//
//   constraints: any.aeson ==2.1.2.1,
//                any.base ==4.17.2.0,
//                aeson -cffi +ordered-keymap
//
// "any.NAME ==VERSION" (or "NAME ==VERSION") pins; the others set flags. Format:
// cabal.readthedocs.io, "cabal.project".
#include "base/text.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

bool is_hackage_name(std::string_view text) {
  if (text.empty()) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '-') return false;
  return true;
}

void add_constraint(Listing& listing, std::string_view text, uint32_t line) {
  text = trim(text);
  size_t operation = text.find_first_of("=<>^");
  if (text.empty() || operation == std::string_view::npos) return;  // flags, "installed", "source"
  std::string_view name = trim(text.substr(0, operation));
  for (std::string_view qualifier : {"any.", "setup."})
    if (name.starts_with(qualifier)) name.remove_prefix(qualifier.size());
  std::string_view version = text.substr(operation);
  if (!is_hackage_name(name)) {
    listing.problem(Code::kInvalid, line,
                    fmt::format("'{}' is no constraint", printable(text, 100)));
    return;
  }
  bool exact = version.starts_with("==") &&
               trim(version.substr(2)).find_first_not_of("0123456789.") == std::string_view::npos;
  if (exact) {
    listing.add(name, trim(version.substr(2)), line);
  } else {
    listing.add_range(name, version, line);
  }
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  Listing listing("hackage", limits, facts);
  bool inside = false;
  for_each_line(file.content, [&](std::string_view line, uint32_t number) {
    std::string_view rest = trim(line);
    if (rest.empty() || rest.starts_with("--")) return;
    if (!is_space(line[0])) {
      constexpr std::string_view kField = "constraints:";
      inside = rest.size() >= kField.size() &&
               equals_ignoring_case(rest.substr(0, kField.size()), kField);
      if (!inside) return;
      rest = rest.substr(kField.size());
    }
    if (!inside) return;
    for (std::string_view one : split(rest, ',')) add_constraint(listing, one, number);
  });
  return {};
}

}  // namespace

const Reader& cabal_freeze_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "cabal.project.freeze"}};
  static constexpr Reader kReader = {"cabal-freeze", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
