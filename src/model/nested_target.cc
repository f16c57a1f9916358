// An archive of an image begins with an entry that other archives do not have: the layer or config
// named by its digest, or one of the files that images are made of.
#include "model/nested_target.h"

#include <algorithm>
#include <array>

#include "archive/stream.h"
#include "base/text.h"

namespace seawall::model {
namespace {

constexpr size_t kTarHeader = 512;

std::string_view name_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

bool is_digest(std::string_view text) {
  return text.size() >= 64 && std::all_of(text.begin(), text.begin() + 64, [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

bool is_of_image(std::string_view entry) {
  if (entry.starts_with("./")) entry.remove_prefix(2);
  if (entry.starts_with("sha256:")) entry.remove_prefix(7);
  if (entry.starts_with("blobs/")) return true;
  constexpr auto kNames = std::to_array<std::string_view>(
      {"blobs", "manifest.json", "index.json", "oci-layout", "repositories"});
  return std::find(kNames.begin(), kNames.end(), entry) != kNames.end() || is_digest(entry);
}

}  // namespace

bool may_be_nested_target(std::string_view path) {
  std::string name = to_lower(name_of(path));
  if (name == "oci-layout") return true;
  for (std::string_view end : {".tar", ".tar.gz", ".tgz", ".tar.zst", ".tar.xz"})
    if (name.ends_with(end)) return true;
  return false;
}

std::string nested_target(const std::string& file) {
  if (to_lower(name_of(file)) == "oci-layout") return "an image layout";
  auto raw = archive::file_source(file, 0);
  if (!raw) return {};
  Limits limits;
  std::unique_ptr<archive::ByteSource> source = archive::decompress(std::move(*raw), limits);
  std::string head;
  while (head.size() < kTarHeader) {
    Result<std::string_view> chunk = source->read();
    if (!chunk || chunk->empty()) return {};
    head += chunk->substr(0, kTarHeader);
  }
  std::string_view header = head;
  if (header.substr(257, 5) != "ustar") return {};
  std::string_view name = header.substr(0, 100);
  return is_of_image(name.substr(0, name.find('\0'))) ? "an image archive" : "";
}

}  // namespace seawall::model
