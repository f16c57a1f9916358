// Packages of Gentoo's portage: one folder var/db/pkg/CATEGORY/NAME-VERSION per package with a file
// for each property (PMS, chapter 13): PF holds "NAME-VERSION", LICENSE the licence expression,
// CONTENTS what it owns ("obj PATH MD5 TIME", "sym PATH -> TARGET TIME", "dir PATH"; paths may
// hold blanks).
//
// The version begins at the last "-" before a digit, after "-rN" is set aside: names may not end
// in what looks like a version (PMS 3.1.2).
#include <optional>

#include "base/text.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& portage_reader();

namespace {

struct NameAndVersion {
  std::string_view name, version;
};

std::optional<NameAndVersion> split_pf(std::string_view text) {
  std::string_view whole = trim(text), rest = whole;
  if (size_t dash = rest.rfind("-r");
      dash != std::string_view::npos && parse_uint(rest.substr(dash + 2)).has_value())
    rest = rest.substr(0, dash);
  size_t dash = rest.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == rest.size() ||
      !is_digit(rest[dash + 1]) || whole.find_first_of("/\n") != std::string_view::npos)
    return std::nullopt;
  return NameAndVersion{whole.substr(0, dash), whole.substr(dash + 1)};
}

void read_contents(std::string_view text, std::string_view package, Facts& facts) {
  for_each_line(text, [&](std::string_view line, uint32_t) {
    if (line.starts_with("sym ")) {
      size_t arrow = line.find(" -> ");
      if (arrow != std::string_view::npos && arrow >= 4)
        facts.own(package, line.substr(4, arrow - 4));
    } else if (line.starts_with("obj ")) {
      size_t time = line.rfind(' ');
      size_t sum = time == 3 ? time : line.rfind(' ', time - 1);
      if (sum > 3) facts.own(package, line.substr(4, sum - 4));
    }
  });
}

Status read(const File& file, const Limits&, Facts& facts) {
  std::vector<std::string_view> parts = split(file.path, '/');
  if (parts.size() < 3) return {};
  std::string_view kind = parts.back();
  std::string_view pf = kind == "PF" ? file.content : parts[parts.size() - 2];
  std::optional<NameAndVersion> id = split_pf(pf);
  if (!id)
    return Error::make(Code::kInvalid, "\"{}\" is no portage package with a version",
                       printable(trim(pf), 200));
  if (kind == "CONTENTS") {
    read_contents(file.content, id->name, facts);
  } else if (kind == "LICENSE") {
    if (std::string_view license = trim(file.content); !license.empty())
      facts.licensed.push_back({std::string(id->name), {std::string(license)}});
  } else {
    Package package;
    package.type = "ebuild";
    package.name_space = parts[parts.size() - 3];
    package.name = id->name;
    package.version = id->version;
    facts.packages.push_back(std::move(package));
  }
  return {};
}

constexpr Pattern kPatterns[] = {
    {Pattern::kGlob, "var/db/pkg/*/*/PF"},
    {Pattern::kGlob, "var/db/pkg/*/*/LICENSE"},
    {Pattern::kGlob, "var/db/pkg/*/*/CONTENTS"},
};

}  // namespace

const Reader& portage_reader() {
  static const Reader reader{"portage", 1, kInstalled, kPatterns, 16u << 20, read};
  return reader;
}

}  // namespace seawall::package
