// Package.resolved (Swift Package Manager), versions 1 to 3: pins of repositories and registries.
//
// A package is named by where it lives: host, owner, repository without ".git". A pin to a branch
// or commit has no version that could be compared. Format:
// github.com/swiftlang/swift-package-manager.
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

// "https://github.com/apple/swift-nio.git", "git@github.com:apple/swift-nio", "ssh://git@h/o/r"
std::string name_of_location(std::string_view url) {
  if (size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
    if (size_t at = url.find('@'); at < url.find('/')) url.remove_prefix(at + 1);
  } else if (size_t at = url.find('@'); at != std::string_view::npos) {
    url.remove_prefix(at + 1);
  }
  std::string name(url);
  size_t colon = name.find(':');
  if (colon != std::string::npos && colon < name.find('/')) {
    size_t end = colon + 1;
    while (end < name.size() && is_digit(name[end])) ++end;
    if (end < name.size() && name[end] == '/') {
      name.erase(colon, end - colon);  // a port
    } else {
      name[colon] = '/';
    }
  }
  while (name.ends_with('/')) name.pop_back();
  if (name.ends_with(".git")) name.resize(name.size() - 4);
  return name;
}

// A registry's packages have an identity "scope.name" and no host, which Swift purls need.
void add_pin(Listing& repositories, Listing& registry, const doc::Node& pin) {
  uint32_t line = pin.position().line;
  std::string_view location = pin.text("location");
  if (location.empty()) location = pin.text("repositoryURL");
  std::string name = name_of_location(location);
  Listing& listing = name.empty() ? registry : repositories;
  if (name.empty()) name = pin.text("identity");
  const doc::Node& state = pin["state"];
  std::string_view version = state.text("version");
  bool range = version.empty();
  if (range) version = state.text("revision");
  if (range && version.empty()) version = state.text("branch");
  Package& package = listing.add(name, version, line);
  if (range) package.range = true;
  if (pin.text("kind").starts_with("local")) package.local = true;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& root = document.root();
  std::optional<int64_t> version = root["version"].as_int();
  if (!version) return Error(Code::kInvalid, "the version is missing");
  if (*version < 1 || *version > 3)
    return Error::make(Code::kUnsupported, "version {} of the file is not known", *version);
  Listing repositories("swift", limits, facts);
  Listing registry("generic", limits, facts);
  const doc::Node& holder = *version == 1 ? root["object"] : root;
  for (const doc::Node& pin : TRY(list_of(holder, "pins"))) add_pin(repositories, registry, pin);
  return {};
}

}  // namespace

const Reader& swift_resolved_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "Package.resolved"},
      {Pattern::kName, ".package.resolved"},
  };
  static constexpr Reader kReader = {"swift-resolved", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
