// Which files a Debian package owns: var/lib/dpkg/info/NAME.list or NAME:ARCH.list (one absolute
// path a line, folders included), NAME.md5sums of distroless images ("<md5>  path"), and opkg's
// info/NAME.list.
#include "base/text.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& dpkg_files_reader();

namespace {

// "libc6:amd64.list" is of package libc6.
std::string_view package_of_file(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  name = name.substr(0, name.rfind('.'));
  return name.substr(0, name.find(':'));
}

Status read(const File& file, const Limits&, Facts& facts) {
  std::string_view package = package_of_file(file.path);
  if (package.empty()) return {};
  bool sums = file.path.ends_with(".md5sums");
  uint32_t bad = 0;
  for_each_line(file.content, [&](std::string_view line, uint32_t) {
    std::string_view path = line;
    if (sums) {
      // 32 hex digits, two spaces (the second one may be "*"); paths may begin with "./".
      if (line.empty()) return;
      if (line.size() < 35 || line[32] != ' ') {
        ++bad;
        return;
      }
      path = line.substr(34);
      if (path.starts_with("./")) path.remove_prefix(2);
    } else {
      path = path.substr(0, path.find('\t'));  // opkg may put the mode after a tab
      if (path == "/." || path.empty()) return;
    }
    facts.own(package, path);
  });
  if (bad > 0)
    facts.diagnostics.push_back(
        {Code::kInvalid, "", fmt::format("{} lines are not checksums with a path", bad), 0, false});
  return {};
}

constexpr Pattern kPatterns[] = {
    {Pattern::kGlob, "var/lib/dpkg/info/*.list"},
    {Pattern::kGlob, "var/lib/dpkg/status.d/*.md5sums"},
    {Pattern::kGlob, "usr/lib/opkg/info/*.list"},
    {Pattern::kGlob, "var/lib/opkg/info/*.list"},
    {Pattern::kGlob, "lib/opkg/info/*.list"},
};

}  // namespace

const Reader& dpkg_files_reader() {
  static const Reader reader{"dpkg-files", 1, kInstalled, kPatterns, 16u << 20, read};
  return reader;
}

}  // namespace seawall::package
