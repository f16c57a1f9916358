// Images from wherever they are, through one interface. One file `NAME_source.cc` per kind of place
// (registry, docker-archive, oci-layout, docker, podman, containerd, rootfs), listed by the
// generated table.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/tar.h"
#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/progress.h"
#include "base/result.h"

namespace seawall::image {

struct Layer {
  std::string
      digest;  // of the blob as stored; empty: not known before it was read (docker-archive)
  std::string
      diff_id;  // of the uncompressed tar, from the config; the cache key when digest is empty
  std::string media_type;
  uint64_t size = 0;       // of the blob; 0 when unknown
  std::string created_by;  // the build command, from the config's history
  bool foreign = false;    // not distributed: its content cannot be read
};

// Manifest and config, in OCI's words (image-spec v1.1; Docker schema 2 is read too).
struct Image {
  std::string reference;  // as the user named it
  std::string digest;     // manifest digest; empty for docker-archive
  std::string config_digest;
  std::vector<std::string> repo_tags, repo_digests;
  std::string architecture, os, variant, created, author, user, working_dir;
  std::vector<std::string> env, entrypoint, command, exposed_ports, volumes;
  std::map<std::string, std::string> labels, annotations;
  struct History {
    std::string created, created_by, comment;
    bool empty_layer = false;
  };
  std::vector<History> history;
  std::vector<Layer> layers;  // base first
};

// An image opened for reading. Methods may be called from several threads at once for different
// layers.
class OpenImage {
 public:
  virtual ~OpenImage() = default;
  virtual const Image& image() const = 0;
  // Pushes every entry of layer `index` to `visitor` (paths as stored). Verifies the blob's digest
  // (kMismatch) unless verifies_apart(); the caller must not use what the visitor saw when this
  // fails. What is verified is one digest: that of the blob as stored where the manifest names it,
  // else the diff_id. The diff_id of a blob that has a digest of its own is not computed: hashing
  // the unpacked tar would cost more than unpacking it, and the blob's digest vouches for it. Never
  // writes to disk.
  virtual Status walk_layer(size_t index, archive::TarVisitor& visitor, const Limits& limits) = 0;
  // True when verify_layer() is to be called besides walk_layer() (local blobs: hashing can then
  // run on another core).
  virtual bool verifies_apart() const { return false; }
  virtual Status verify_layer(size_t index) {
    (void)index;
    return {};
  }
  // The order in which layers are cheapest to read: a compressed archive or a daemon's export has
  // one stream and starts again for a layer that lies behind. Empty: any order costs the same, and
  // layers are read in parallel.
  virtual std::vector<size_t> read_order() const { return {}; }
  // True for a root filesystem on disk: one pseudo layer without digest, never cached.
  virtual bool is_root_filesystem() const { return false; }
  // What was odd while opening (a foreign layer, an ignored second image ...) and, for a root
  // filesystem, while walking (what could not be read). Ask again after the walk.
  virtual Diagnostics diagnostics() const { return {}; }
};

struct Platform {
  std::string os = "linux";
  std::string architecture;  // "amd64"; empty: this machine's
  std::string variant;       // "v8"
};

struct OpenOptions {
  Limits limits;
  Platform platform;
  bool insecure = false;      // plain HTTP and unverified TLS for registries, on request only
  std::string ca_file;        // further CA certificates (PEM)
  std::string docker_config;  // path of Docker's config.json; empty: $DOCKER_CONFIG, ~/.docker,
                              // podman's auth.json
  std::map<std::string, std::string>
      mirrors;             // registry host -> mirror base, "docker.io" -> "mirror:5000"
  std::string image_name;  // which image of an archive or layout that holds several
  unsigned retries = 4;
  Progress* progress = nullptr;  // may be null
};

struct Source {
  std::string_view name;  // "registry": also the prefix that forces it, "registry:alpine:3.19"
  std::string_view description;  // one line for --help
  int rank;                      // order in which targets without prefix are tried, lowest first
  // Whether `target` (without prefix) looks like this source's; may look at the file system.
  bool (*recognises)(const std::string& target);
  Result<std::unique_ptr<OpenImage>> (*open)(const std::string& target, const OpenOptions& options);
};

// All sources, by name.
std::span<const Source* const> sources();

// By prefix ("oci-layout:PATH"), else the first by rank that recognises the target. kNotFound with
// what was tried and the remedy otherwise. A target that names an existing file or folder is never
// looked up in a registry.
Result<std::unique_ptr<OpenImage>> open_image(const std::string& target,
                                              const OpenOptions& options);

}  // namespace seawall::image
