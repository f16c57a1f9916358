// Packages of Arch Linux's pacman: one folder var/lib/pacman/local/NAME-VERSION-RELEASE per
// package, with `desc` and `files` in it. Both are lists of "%FIELD%" lines, each followed by its
// values, one a line, up to an empty line (pacman, lib/libalpm/be_local.c). BASE is the source
// package.
#include "base/text.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& pacman_reader();

namespace {

// Calls `visit(field, value)` for each value; `field` without its percent signs.
template <typename Visit>
void for_each_value(std::string_view text, Visit&& visit) {
  std::string_view field;
  for_each_line(text, [&](std::string_view line, uint32_t) {
    if (line.empty()) {
      field = {};
    } else if (field.empty() && line.size() > 2 && line.front() == '%' && line.back() == '%') {
      field = line.substr(1, line.size() - 2);
    } else if (!field.empty()) {
      visit(field, line);
    }
  });
}

Status read_desc(std::string_view text, Facts& facts) {
  Package package;
  for_each_value(text, [&](std::string_view field, std::string_view value) {
    if (field == "NAME")
      package.name = value;
    else if (field == "VERSION")
      package.version = value;
    else if (field == "ARCH")
      package.architecture = value;
    else if (field == "BASE")
      package.source_name = value;
    else if (field == "LICENSE")
      package.licenses.emplace_back(value);
  });
  if (package.name.empty() || package.version.empty())
    return Error::make(Code::kInvalid, "pacman package \"{}\" has no {}",
                       printable(package.name, 200), package.name.empty() ? "name" : "version");
  package.type = "alpm";
  if (package.source_name == package.name) package.source_name.clear();
  facts.packages.push_back(std::move(package));
  return {};
}

// "bash-5.2.026-2" is package bash.
std::string_view package_of_folder(std::string_view path) {
  size_t end = path.rfind('/');
  if (end == std::string_view::npos) return {};
  std::string_view folder = path.substr(0, end);
  folder = folder.substr(folder.rfind('/') + 1);
  for (int i = 0; i < 2; ++i) folder = folder.substr(0, folder.rfind('-'));
  return folder;
}

Status read(const File& file, const Limits&, Facts& facts) {
  if (file.path.ends_with("/desc")) return read_desc(file.content, facts);
  std::string_view package = package_of_folder(file.path);
  for_each_value(file.content, [&](std::string_view field, std::string_view value) {
    if (field == "FILES" && !value.ends_with('/')) facts.own(package, value);
  });
  return {};
}

constexpr Pattern kPatterns[] = {
    {Pattern::kGlob, "var/lib/pacman/local/*/desc"},
    {Pattern::kGlob, "var/lib/pacman/local/*/files"},
};

}  // namespace

const Reader& pacman_reader() {
  static const Reader reader{"pacman", 1, kInstalled, kPatterns, 16u << 20, read};
  return reader;
}

}  // namespace seawall::package
