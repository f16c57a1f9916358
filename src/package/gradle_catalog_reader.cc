// Gradle's version catalogs, libs.versions.toml: libraries a build may use, as "g:a:v", as
// {module = "g:a", version = ...} or {group, name, version}; a version is a text, a reference to
// [versions], or a rich one (strictly, require, prefer). Source: Gradle User Manual, "Version
// Catalogs". A lock file, where there is one, says what is really used; a catalog only what was
// asked for. Plugins are not listed.
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/reader.h"

namespace seawall::package {

namespace {

// "1.+", "[1,2)", "]1,2[", "latest.release"; "0.91.0+1.20.1" is a version.
bool is_range(std::string_view version) {
  return version.empty() || version.ends_with('+') || version.starts_with("latest.") ||
         std::string_view("[](").find(version[0]) != std::string_view::npos;
}

// "1.0!!" is strictly 1.0, "[1,2)!!1.5" strictly in that range and preferably 1.5.
std::string_view without_strictness(std::string_view version) {
  size_t mark = version.find("!!");
  if (mark == std::string_view::npos) return version;
  std::string_view preferred = version.substr(mark + 2);
  return preferred.empty() ? version.substr(0, mark) : preferred;
}

// A rich version's most binding part; of ranges, the version that Gradle prefers in them.
std::string_view plain_version(const doc::Node& version) {
  if (version.is_string()) return without_strictness(version.as_string());
  std::string_view first;
  for (std::string_view key : {"strictly", "require", "prefer"}) {
    std::string_view text = version.text(key);
    if (!is_range(text)) return text;
    if (first.empty()) first = text;
  }
  return first;
}

class Catalog {
 public:
  Catalog(const doc::Node& root, Listing& listing) : root_(root), listing_(listing) {}

  void list() {
    for (const doc::Member& library : root_["libraries"].members()) add(library);
  }

 private:
  void add(const doc::Member& library) {
    const doc::Node& value = library.value;
    uint32_t line = library.key_position.line;
    std::string module(value.is_string() ? value.as_string() : value.text("module"));
    std::string version;
    if (value.is_string()) {
      size_t colon = module.rfind(':');
      if (colon != std::string::npos && module.find(':') != colon) {
        version = without_strictness(std::string_view(module).substr(colon + 1));
        module.resize(colon);
      }
    } else {
      if (module.empty()) module = fmt::format("{}:{}", value.text("group"), value.text("name"));
      version = version_of(value["version"], line);
    }
    if (module.find(':') == std::string::npos || module.starts_with(':') || module.ends_with(':')) {
      listing_.problem(
          Code::kInvalid, line,
          fmt::format("the library {} has no group and name", printable(library.key, 100)));
      return;
    }
    Package& package = is_range(version) ? listing_.add_range(module, version, line)
                                         : listing_.add(module, version, line);
    package.direct = true;
  }

  std::string version_of(const doc::Node& version, uint32_t line) {
    std::string_view reference = version.text("ref");
    if (reference.empty()) return std::string(plain_version(version));
    const doc::Node* found = root_["versions"].find(reference);
    if (found == nullptr) {
      listing_.problem(Code::kInvalid, line,
                       fmt::format("no version {} in [versions]", printable(reference, 100)));
      return {};
    }
    return std::string(plain_version(*found));
  }

  const doc::Node& root_;
  Listing& listing_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_toml(file.content, limits));
  Listing listing("maven", limits, facts);
  Catalog(document.root(), listing).list();
  return {};
}

}  // namespace

const Reader& gradle_catalog_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kSuffix, ".versions.toml"}};
  static constexpr Reader kReader = {"gradle-catalog", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
