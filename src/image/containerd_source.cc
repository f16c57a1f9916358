// containerd's store on this machine, read without its daemon: blobs lie in a folder as in an OCI
// layout, names in a bbolt database. The database is read while containerd may write it; should it
// have moved on meanwhile, it is read again.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "image/containerd_store.h"
#include "image/layout.h"
#include "image/reference.h"
#include "image/source.h"

namespace seawall::image {
namespace {

constexpr const char* kContent = "/io.containerd.content.v1.content";
constexpr const char* kMetadata = "/io.containerd.metadata.v1.bolt/meta.db";
constexpr int kAttempts = 5;

// Where containerd keeps its data: $CONTAINERD_ROOT alone when set.
std::vector<std::string> roots() {
  const char* named = std::getenv("CONTAINERD_ROOT");
  if (named != nullptr && *named != 0) return {named};
  return {"/var/lib/containerd", "/var/lib/rancher/k3s/agent/containerd",
          "/var/lib/rancher/rke2/agent/containerd", "/var/lib/k0s/containerd",
          "/var/snap/microk8s/common/var/lib/containerd"};
}

std::string space() {
  const char* named = std::getenv("CONTAINERD_NAMESPACE");
  return named == nullptr ? "" : named;
}

bool recognises(const std::string& target) {
  if (file_exists(target)) return false;
  if (!parse_reference(target).ok() && !parse_digest(target).ok()) return false;
  std::vector<std::string> list = roots();
  return std::any_of(list.begin(), list.end(), [](const std::string& root) {
    return ::access((root + kMetadata).c_str(), R_OK) == 0;
  });
}

Result<std::vector<ContainerdImage>> look_up(const std::string& root,
                                             const std::vector<std::string>& names) {
  ReadAt read_at = TRY(read_from_file(root + kMetadata));
  for (int attempt = 0;; ++attempt) {
    BoltDatabase database = TRY(BoltDatabase::open(read_at));
    Result<std::vector<ContainerdImage>> found = find_containerd_images(database, names, space());
    BoltDatabase after = TRY(BoltDatabase::open(read_at));
    if (after.transaction() == database.transaction() || attempt == kAttempts) return found;
  }
}

// What is the same image in several namespaces, or not.
void note_others(const std::vector<ContainerdImage>& found, Diagnostics& diagnostics) {
  for (const ContainerdImage& other : found) {
    if (other.target.digest.text() == found[0].target.digest.text()) continue;
    diagnostics.push_back(
        {.code = Code::kUnsupported,
         .path = other.name,
         .message = fmt::format("the namespaces {} and {} have different images of this name; that "
                                "of {} was read (choose with CONTAINERD_NAMESPACE)",
                                printable(found[0].space, 100), printable(other.space, 100),
                                printable(found[0].space, 100))});
  }
}

Result<std::unique_ptr<OpenImage>> open_at(const std::string& root, const std::string& target,
                                           const OpenOptions& options) {
  std::string content = root + kContent;
  Diagnostics diagnostics;
  Descriptor top;
  Result<Digest> digest = parse_digest(target);
  if (digest.ok()) {
    top.digest = *digest;
  } else {
    Reference reference = TRY(parse_reference(target));
    std::vector<ContainerdImage> found =
        TRY(look_up(root, {reference.text(), target}).context("{}", root + kMetadata));
    if (found.empty())
      return Error::make(Code::kNotFound, "containerd has no image {}", reference.text());
    note_others(found, diagnostics);
    top = found[0].target;
    top.annotations["io.containerd.image.name"] = found[0].name;
  }
  return open_from_blobs(folder_files(content), target, top, options, std::move(diagnostics))
      .context("image {} in containerd's store", target);
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  std::optional<Error> first;
  for (const std::string& root : roots()) {
    if (!directory_exists(root + kContent)) continue;
    Result<std::unique_ptr<OpenImage>> opened = open_at(root, target, options);
    if (opened.ok()) return opened;
    if (!first) first = std::move(opened).take_error();
  }
  if (first) return *first;
  return Error::make(Code::kNotFound,
                     "no containerd store here, or no permission to read it (looked in {}; set "
                     "CONTAINERD_ROOT)",
                     roots()[0]);
}

}  // namespace

const Source& containerd_source() {
  static const Source source{.name = "containerd",
                             .description = "an image in containerd's store on this machine",
                             .rank = 60,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
