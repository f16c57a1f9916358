// Licences of Debian packages, as usr/share/doc/PACKAGE/copyright declares them.
//
// Machine-readable files (copyright-format 1.0, "DEP-5") say in their first stanza which `Format`
// they follow; the first line of `License` in each `Files` stanza is a short name or an expression
// of them ("GPL-2+ or MIT"). Stanzas with `License` alone hold the texts of those names, and count
// only when no `Files` stanza names one.
//
// Other files are prose. Debian policy (12.5) makes them refer to the common licences instead of
// repeating them, so what they refer to is what they declare: /usr/share/common-licenses/GPL-3.
#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "package/reader.h"
#include "package/stanza.h"

namespace seawall::package {

const Reader& dpkg_copyright_reader();

namespace {

constexpr size_t kMaxLicenses = 1000;
constexpr size_t kMaxLength = 4096;

// Licences in the order found, each once. A file may name the same thousand again and again.
class Licenses {
 public:
  // The text that `license` is a part of outlives this.
  void add(std::string_view license) {
    license = trim(license.substr(0, license.find('\n')));
    if (license.empty() || license.size() > kMaxLength || list_.size() >= kMaxLicenses) return;
    if (seen_.insert(license).second) list_.emplace_back(license);
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
  std::unordered_set<std::string_view> seen_;
};

bool is_machine_readable(std::string_view text) {
  bool yes = false, first = true;
  for_each_stanza(
      text.substr(0, std::min<size_t>(text.size(), 4096)),
      [&](const Stanza& stanza) {
        if (first) yes = stanza.has("Format") || stanza.has("Format-Specification");
        first = false;
      },
      [](uint32_t) {});
  return yes;
}

std::vector<std::string> declared(std::string_view text) {
  Licenses of_files, alone;
  for_each_stanza(
      text,
      [&](const Stanza& stanza) {
        bool files = stanza.has("Files") || stanza.has("Format");
        (files ? of_files : alone).add(stanza.get("License"));
      },
      [](uint32_t) {});
  std::vector<std::string> out = of_files.take();
  return out.empty() ? alone.take() : out;
}

std::vector<std::string> referred(std::string_view text) {
  constexpr std::string_view kFolder = "/usr/share/common-licenses/";
  Licenses out;
  for (size_t at = text.find(kFolder); at != std::string_view::npos; at = text.find(kFolder, at)) {
    at += kFolder.size();
    size_t end = at;
    while (end < text.size() && (is_alnum(text[end]) || text[end] == '.' || text[end] == '-'))
      ++end;
    std::string_view name = text.substr(at, end - at);
    while (name.ends_with('.') || name.ends_with('-')) name.remove_suffix(1);
    out.add(name);
  }
  return out.take();
}

Status read(const File& file, const Limits&, Facts& facts) {
  std::vector<std::string_view> parts = split(file.path, '/');
  if (parts.size() < 2) return {};
  std::vector<std::string> licenses;
  if (is_machine_readable(file.content)) licenses = declared(file.content);
  if (licenses.empty()) licenses = referred(file.content);
  if (!licenses.empty())
    facts.licensed.push_back({std::string(parts[parts.size() - 2]), std::move(licenses)});
  return {};
}

constexpr Pattern kPatterns[] = {{Pattern::kGlob, "usr/share/doc/*/copyright"}};

}  // namespace

const Reader& dpkg_copyright_reader() {
  static const Reader reader{"dpkg-copyright", 1, kInstalled, kPatterns, 8u << 20, read};
  return reader;
}

}  // namespace seawall::package
