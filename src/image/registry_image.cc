// Blobs are pulled by walk_layer() itself, each on a connection of its own, hashed as they pass and
// never stored. A connection that breaks is continued by range request; the hash goes on where it
// was, so that a registry that changes its mind in between is found out at the end.
#include "image/registry_image.h"

#include <map>
#include <mutex>
#include <utility>

#include "base/text.h"
#include "image/layout.h"
#include "image/registry_place.h"
#include "image/walk.h"
#include "net/resume.h"

namespace seawall::image {
namespace {

// Credential helpers are programs: each host is asked for once.
class CredentialCache {
 public:
  CredentialCache(std::string config, std::string repository)
      : config_(std::move(config)), repository_(std::move(repository)) {}

  Credentials find(const std::string& host) {
    std::lock_guard lock(mutex_);
    auto found = known_.find(host);
    if (found == known_.end())
      found = known_.emplace(host, load_credentials(config_, host, repository_, remarks_)).first;
    return found->second;
  }

  Diagnostics remarks() {
    std::lock_guard lock(mutex_);
    return remarks_;
  }

 private:
  std::string config_, repository_;
  std::mutex mutex_;
  std::map<std::string, Credentials> known_;
  Diagnostics remarks_;
};

class RegistryImage final : public OpenImage {
 public:
  RegistryImage(RegistryPlace place, const std::string& target, const OpenOptions& options,
                net::HttpOptions http_options, std::unique_ptr<net::HttpClient> http)
      : http_options_(std::move(http_options)),
        http_(std::move(http)),
        credentials_(std::make_unique<CredentialCache>(options.docker_config, place.repository)),
        client_(
            *http_, std::move(place),
            [cache = credentials_.get()](const std::string& host) { return cache->find(host); },
            options.limits) {
    image_.reference = target;
  }

  Status open(const Reference& reference, const OpenOptions& options) {
    RegistryClient::ManifestAnswer top = TRY(client_.manifest(reference.wanted()));
    Descriptor descriptor;
    descriptor.media_type = top.media_type;
    descriptor.digest = top.digest;
    auto fetch = [&](const Descriptor& wanted) -> Result<std::string> {
      if (wanted.digest.text() == top.digest.text()) return top.text;
      RegistryClient::ManifestAnswer answer = TRY(client_.manifest(wanted.digest.text()));
      return std::move(answer.text);
    };
    Manifest manifest =
        TRY(resolve_manifest(descriptor, options.platform, options.limits, fetch, image_));
    image_.repo_digests.push_back(reference.registry + "/" + reference.repository + "@" +
                                  top.digest.text());
    if (!reference.tag.empty()) {
      Reference tagged = reference;
      tagged.digest.clear();
      image_.repo_tags.push_back(tagged.familiar());
    }
    TRY(read_config(manifest.config, options).context("image config"));
    note_odd_layers(image_, diagnostics_);
    return {};
  }

  void note(Diagnostic diagnostic) { diagnostics_.push_back(std::move(diagnostic)); }

  const Image& image() const override { return image_; }

  Diagnostics diagnostics() const override {
    Diagnostics out = diagnostics_;
    for (Diagnostic& remark : credentials_->remarks()) out.push_back(std::move(remark));
    return out;
  }

  Status walk_layer(size_t index, archive::TarVisitor& visitor, const Limits& limits) override {
    const Layer& layer = image_.layers[index];
    std::string name = fmt::format("layer {}", index + 1);
    if (layer.foreign)
      return Error::make(Code::kUnsupported, "{} is not distributed with the image", name);
    if (!is_tar_layer_type(layer.media_type))
      return Error::make(Code::kUnsupported, "{} has type {}, which is no file system layer", name,
                         printable(layer.media_type, 200));
    // The size is what ends a body that never ends.
    if (layer.size == 0)
      return Error::make(Code::kInvalid, "{}: the manifest does not state its size", name);
    Digest digest = TRY(parse_digest(layer.digest));
    std::unique_ptr<archive::ByteSource> blob =
        TRY(open_blob(digest, layer.size).context("{}", name));
    return walk_blob(*blob, &digest, layer.size, nullptr, visitor, limits).context("{}", name);
  }

 private:
  Result<std::unique_ptr<archive::ByteSource>> open_blob(const Digest& digest, uint64_t size) {
    auto opener = [this, digest, size](uint64_t offset) {
      return client_.blob(digest, size, offset);
    };
    return net::resuming_source(opener, http_options_);
  }

  Status read_config(const Descriptor& config, const OpenOptions& options) {
    if (config.size > options.limits.manifest_bytes)
      return Error::make(Code::kLimit, "it has {} bytes", config.size);
    std::unique_ptr<archive::ByteSource> blob = TRY(open_blob(config.digest, config.size));
    std::string text = TRY(archive::read_all(*blob, options.limits.manifest_bytes));
    TRY(verify_digest(text, config.digest));
    return parse_config(text, options.limits, image_, diagnostics_);
  }

  net::HttpOptions http_options_;
  std::unique_ptr<net::HttpClient> http_;
  std::unique_ptr<CredentialCache> credentials_;
  RegistryClient client_;
  Image image_;
  Diagnostics diagnostics_;
};

Result<std::unique_ptr<RegistryImage>> open_at(RegistryPlace place, const Reference& reference,
                                               const std::string& target,
                                               const OpenOptions& options,
                                               const net::HttpOptions& http_options) {
  std::unique_ptr<net::HttpClient> http = TRY(net::make_http_client(http_options));
  choose_transport(*http, place);
  auto image = std::make_unique<RegistryImage>(std::move(place), target, options, http_options,
                                               std::move(http));
  Status opened = image->open(reference, options);
  if (opened.ok()) return image;
  if (opened.error().code() != Code::kDenied) return std::move(opened).take_error();
  // Why there were no credentials, or not the right ones.
  std::string text = opened.error().message();
  for (const Diagnostic& remark : image->diagnostics())
    text += fmt::format("; {}: {}", remark.path, remark.message);
  return Error(Code::kDenied, std::move(text));
}

}  // namespace

Result<std::unique_ptr<OpenImage>> open_registry_image(const std::string& target,
                                                       const OpenOptions& options,
                                                       net::HttpOptions http_options) {
  Reference reference = TRY(parse_reference(target));
  http_options.ca_file = options.ca_file;
  http_options.retries = options.retries;
  std::vector<RegistryPlace> places = TRY(registry_places(reference, options));
  Diagnostics failed;
  for (const RegistryPlace& place : places) {
    Result<std::unique_ptr<RegistryImage>> opened =
        open_at(place, reference, target, options, http_options);
    if (opened.ok()) {
      for (Diagnostic& each : failed) (*opened)->note(std::move(each));
      return std::unique_ptr<OpenImage>(std::move(opened).value());
    }
    if (&place == &places.back()) return std::move(opened).take_error();
    failed.push_back({.code = opened.error().code(),
                      .path = place.name,
                      .message = "the mirror was not used: " + opened.error().message(),
                      .incomplete = false});
  }
  return Error::make(Code::kNotFound, "{}: no registry to ask", target);
}

}  // namespace seawall::image
