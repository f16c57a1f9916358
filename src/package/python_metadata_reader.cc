// Installed Python packages: NAME.dist-info/METADATA (wheels), NAME.egg-info/PKG-INFO and
// NAME.egg-info files (setuptools, distutils), EGG-INFO/PKG-INFO inside eggs.
//
// A message of headers; a line that starts with a blank goes on with the header before it; the
// description follows an empty line. Specification: packaging.python.org, "Core metadata".
#include "base/text.h"
#include "package/listing.h"
#include "package/unicode.h"

namespace seawall::package {

namespace {

struct Metadata {
  std::string name, version, expression, license;
  uint32_t license_lines = 0;
  std::vector<std::string> classifiers;
};

void put(Metadata& out, std::string_view field, std::string_view value) {
  if (equals_ignoring_case(field, "Name") && out.name.empty()) out.name = value;
  if (equals_ignoring_case(field, "Version") && out.version.empty()) out.version = value;
  if (equals_ignoring_case(field, "License-Expression")) out.expression = value;
  if (equals_ignoring_case(field, "License")) {
    out.license = value;
    out.license_lines = 1;
  }
  constexpr std::string_view kLicense = "License ::";
  if (equals_ignoring_case(field, "Classifier") && value.starts_with(kLicense)) {
    std::string_view last = trim(value.substr(value.rfind("::") + 2));
    if (last != "OSI Approved" && !last.empty()) out.classifiers.emplace_back(last);
  }
}

Metadata parse(std::string_view text) {
  Metadata out;
  std::string_view field;
  bool body = false;
  for_each_line(text, [&](std::string_view line, uint32_t) {
    if (body) return;
    if (line.empty()) {  // one of blanks goes on with the header, as in a licence's text
      body = true;
    } else if (is_space(line[0])) {
      if (equals_ignoring_case(field, "License")) ++out.license_lines;
    } else if (std::optional<Halves> halves = split_once(line, ":")) {
      field = trim(halves->first);
      put(out, field, trim(halves->second));
    }
  });
  return out;
}

// An expression outranks the free text, which outranks the classifiers. A license field of many
// lines is the licence's text, not its name.
std::vector<std::string> licenses(Metadata& metadata) {
  if (!metadata.expression.empty()) return {metadata.expression};
  bool name = metadata.license_lines == 1 && !metadata.license.empty() &&
              metadata.license.size() <= 200 && to_lower(metadata.license) != "unknown";
  if (name) return {metadata.license};
  return std::move(metadata.classifiers);
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::string text = utf8_from_any(file.content);
  Metadata metadata = parse(text);
  if (metadata.name.empty()) return Error(Code::kInvalid, "the metadata has no Name");
  Listing listing("pypi", limits, facts);
  listing.add(metadata.name, metadata.version, 0).licenses = licenses(metadata);
  return {};
}

}  // namespace

const Reader& python_metadata_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kGlob, "**.dist-info/METADATA"},
      {Pattern::kGlob, "**.egg-info/PKG-INFO"},
      {Pattern::kTail, "EGG-INFO/PKG-INFO"},
      {Pattern::kSuffix, ".egg-info"},
  };
  static constexpr Reader kReader = {"python-metadata", 2, kInstalled, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
