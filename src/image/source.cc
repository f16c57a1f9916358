#include "image/source.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/file.h"
#include "base/text.h"

namespace seawall::image {
namespace {

// What other tools call the same things.
struct Alias {
  std::string_view prefix, name;
};
constexpr std::array<Alias, 5> kAliases = {{{"oci", "oci-layout"},
                                            {"oci-archive", "oci-layout"},
                                            {"oci-dir", "oci-layout"},
                                            {"docker-daemon", "docker"},
                                            {"dir", "rootfs"}}};

const Source* find_source(std::string_view name) {
  for (const Alias& alias : kAliases)
    if (alias.prefix == name) name = alias.name;
  for (const Source* source : sources())
    if (source->name == name) return source;
  return nullptr;
}

// The source that a prefix forces, and the target behind it.
struct Forced {
  const Source* source;
  std::string target;
};

std::optional<Forced> forced_source(const std::string& target) {
  if (target.substr(0, 9) == "docker://") {  // skopeo's form of a registry reference
    const Source* registry = find_source("registry");
    if (registry != nullptr) return Forced{registry, target.substr(9)};
  }
  std::optional<Halves> halves = split_once(target, ":");
  if (!halves) return std::nullopt;
  const Source* source = find_source(halves->first);
  if (source == nullptr) return std::nullopt;
  return Forced{source, std::string(halves->second)};
}

// "docker:dind" and "registry:2" are also names of images.
std::string prefix_hint(const std::string& target, const Source& source) {
  if (source.name != "docker" && source.name != "registry") return "";
  if (target.find_first_of("/:@") != std::string::npos) return "";
  return fmt::format(" (\"{0}:\" chooses where to look; the image named {0} is \"{0}:{0}:{1}\")",
                     source.name, printable(target, 100));
}

std::vector<const Source*> by_rank() {
  std::vector<const Source*> list(sources().begin(), sources().end());
  std::stable_sort(list.begin(), list.end(),
                   [](const Source* a, const Source* b) { return a->rank < b->rank; });
  return list;
}

std::string prefixes() {
  std::string text;
  for (const Source* source : by_rank())
    text += fmt::format("{}{}:", text.empty() ? "" : " ", source->name);
  return text;
}

Error nothing_fits(const std::string& target) {
  if (directory_exists(target))
    return Error::make(Code::kNotFound,
                       "{}: the folder is neither an OCI image layout (no oci-layout file) nor a "
                       "root filesystem (no etc/os-release, no package database); force one with a "
                       "prefix: oci-layout: or rootfs:",
                       printable(target));
  if (file_exists(target))
    return Error::make(Code::kNotFound,
                       "{}: the file is not an image archive (no tar, gzip, zstd or xz signature)",
                       printable(target));
  return Error::make(Code::kNotFound,
                     "{}: no such file or folder, and not an image name either; prefixes: {}",
                     printable(target), prefixes());
}

// Whether another place may have what this one has not.
bool may_be_elsewhere(const Error& error) {
  return error.code() == Code::kNotFound || error.code() == Code::kUnavailable ||
         error.code() == Code::kDenied;
}

}  // namespace

Result<std::unique_ptr<OpenImage>> open_image(const std::string& target,
                                              const OpenOptions& options) {
  if (target.empty()) return Error::make(Code::kUsage, "no image named");
  // What lies on disk under that very name is meant, whatever it looks like.
  std::optional<Forced> forced = file_exists(target) ? std::nullopt : forced_source(target);
  if (forced) {
    Result<std::unique_ptr<OpenImage>> opened = forced->source->open(forced->target, options);
    if (opened.ok() || opened.error().code() != Code::kNotFound) return opened;
    return Error::make(Code::kNotFound, "{}{}", opened.error().message(),
                       prefix_hint(forced->target, *forced->source));
  }
  std::vector<std::pair<const Source*, Error>> tried;
  for (const Source* source : by_rank()) {
    if (!source->recognises(target)) continue;
    Result<std::unique_ptr<OpenImage>> opened = source->open(target, options);
    if (opened.ok() || !may_be_elsewhere(opened.error()) || file_exists(target)) return opened;
    tried.emplace_back(source, std::move(opened).take_error());
  }
  if (tried.empty()) return nothing_fits(target);
  if (tried.size() == 1) return std::move(tried[0].second);
  std::string text = fmt::format("{} was not found; tried:", printable(target));
  for (const auto& [source, error] : tried)
    text += fmt::format("\n  {}: {}", source->name, error.message());
  return Error(tried.back().second.code(), std::move(text));
}

}  // namespace seawall::image
