#include "image/image_json.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "doc/parse.h"
#include "image/platform.h"

namespace seawall::image {
namespace {

constexpr std::string_view kDockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::string_view kDockerList =
    "application/vnd.docker.distribution.manifest.list.v2+json";
constexpr std::string_view kOciManifest = "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view kOciIndex = "application/vnd.oci.image.index.v1+json";

Limits json_limits(const Limits& limits) {
  Limits out = limits;
  out.document_bytes = limits.manifest_bytes;
  out.document_nodes = std::min<size_t>(limits.document_nodes, 1u << 20);
  return out;
}

Result<doc::Document> parse_object(std::string_view json, const Limits& limits) {
  if (json.size() > limits.manifest_bytes)
    return Error::make(Code::kLimit, "larger than {} bytes", limits.manifest_bytes);
  doc::Document document = TRY(doc::parse_json(json, json_limits(limits), false));
  if (!document.root().is_object()) return Error::make(Code::kInvalid, "not a JSON object");
  return document;
}

std::map<std::string, std::string> string_map(const doc::Node& node) {
  std::map<std::string, std::string> out;
  for (const doc::Member& member : node.members())
    if (member.value.is_string()) out[std::string(member.key)] = member.value.as_string();
  return out;
}

std::vector<std::string> string_list(const doc::Node& node) {
  std::vector<std::string> out;
  for (const doc::Node& item : node.items())
    if (item.is_string()) out.emplace_back(item.as_string());
  return out;
}

std::vector<std::string> key_list(const doc::Node& node) {
  std::vector<std::string> out;
  for (const doc::Member& member : node.members()) out.emplace_back(member.key);
  return out;
}

Result<Descriptor> parse_descriptor(const doc::Node& node) {
  Descriptor out;
  out.media_type = node.text("mediaType");
  out.digest = TRY(parse_digest(node.text("digest")));
  std::optional<int64_t> size = node["size"].as_int();
  if (!node["size"].is_null() && (!size || *size < 0))
    return Error::make(Code::kInvalid, "{} has a bad size", out.digest.text());
  out.size = static_cast<uint64_t>(size.value_or(0));
  out.artifact_type = node.text("artifactType");
  out.annotations = string_map(node["annotations"]);
  const doc::Node& platform = node["platform"];
  if (platform.is_object()) {
    out.platform = Platform{.os = std::string(platform.text("os")),
                            .architecture = std::string(platform.text("architecture")),
                            .variant = std::string(platform.text("variant"))};
  }
  return out;
}

Result<std::vector<Descriptor>> parse_descriptors(const doc::Node& list, size_t limit,
                                                  std::string_view what) {
  if (!list.is_array()) return Error::make(Code::kInvalid, "\"{}\" is not a list", what);
  if (list.items().size() > limit) return Error::make(Code::kLimit, "more than {} {}", limit, what);
  std::vector<Descriptor> out;
  out.reserve(list.items().size());
  for (const doc::Node& item : list.items())
    out.push_back(TRY(parse_descriptor(item).context("{} {}", what, out.size())));
  return out;
}

bool is_config_type(std::string_view type) {
  return type == "application/vnd.oci.image.config.v1+json" ||
         type == "application/vnd.docker.container.image.v1+json";
}

// Empty, or what the thing is when it is no image.
std::string artifact_name(const doc::Node& root, const Descriptor& config) {
  const std::string& type = config.media_type;
  if (type.empty() || type == "application/octet-stream" || is_config_type(type)) return "";
  std::string_view artifact = root.text("artifactType");
  return printable(artifact.empty() ? std::string_view(type) : artifact, 200);
}

Result<Manifest> parse_image_manifest(const doc::Node& root, const Limits& limits) {
  Manifest out;
  out.config = TRY(parse_descriptor(root["config"]).context("config"));
  std::string artifact = artifact_name(root, out.config);
  if (!artifact.empty())
    return Error::make(Code::kUnsupported, "this is no container image but an artifact of type {}",
                       artifact);
  out.layers = TRY(parse_descriptors(root["layers"], limits.image_layers, "layers"));
  out.annotations = string_map(root["annotations"]);
  return out;
}

Status check_shape(const doc::Node& root, std::string_view type) {
  if (type.find("manifest.v1+") != std::string_view::npos &&
      type.find("docker.distribution") != std::string_view::npos)
    return Error::make(Code::kUnsupported,
                       "the image has Docker's manifest schema 1, which is obsolete: push it again "
                       "with a current tool");
  if (root["schemaVersion"].as_int() == 1 || root["fsLayers"].is_array())
    return Error::make(Code::kUnsupported,
                       "the image has Docker's manifest schema 1, which is obsolete: push it again "
                       "with a current tool");
  bool like_index = root.find("manifests") != nullptr;
  bool like_manifest = root.find("layers") != nullptr || root.find("config") != nullptr;
  if (like_index && like_manifest)
    return Error::make(Code::kInvalid, "the manifest claims to be an index and an image at once");
  if (!like_index && !like_manifest)
    return Error::make(Code::kInvalid, "neither an image manifest nor an index");
  if (is_index_type(type) && !like_index)
    return Error::make(Code::kInvalid, "an index without \"manifests\"");
  if ((type == kOciManifest || type == kDockerManifest) && like_index)
    return Error::make(Code::kInvalid, "an image manifest that has \"manifests\"");
  return {};
}

std::string available_platforms(const Index& index) {
  std::string text;
  for (const Descriptor& descriptor : index.manifests) {
    if (!descriptor.platform || descriptor.is_artifact()) continue;
    if (!text.empty()) text += ", ";
    text += printable(platform_text(*descriptor.platform), 100);
    if (text.size() > 1000) return text + ", ...";
  }
  return text.empty() ? "none" : text;
}

// The history tells in order how the image was made; each entry that is not marked empty made one
// layer.
void map_history(Image& image, Diagnostics& diagnostics) {
  size_t layer = 0;
  for (const Image::History& step : image.history) {
    if (step.empty_layer) continue;
    if (layer < image.layers.size()) image.layers[layer].created_by = step.created_by;
    ++layer;
  }
  if (layer == image.layers.size() || image.history.empty()) return;
  for (Layer& each : image.layers) each.created_by.clear();
  diagnostics.push_back(
      {.code = Code::kInvalid,
       .path = image.reference,
       .message = fmt::format("the history names {} layers but the image has {}: build commands "
                              "are not attributed",
                              layer, image.layers.size()),
       .incomplete = false});
}

Status map_diff_ids(const doc::Node& ids, const Limits& limits, Image& image,
                    Diagnostics& diagnostics) {
  if (ids.items().size() > limits.image_layers)
    return Error::make(Code::kLimit, "more than {} layers", limits.image_layers);
  if (image.layers.size() != ids.items().size()) {
    diagnostics.push_back({.code = Code::kInvalid,
                           .path = image.reference,
                           .message = fmt::format("the config names {} layers, the manifest {}",
                                                  ids.items().size(), image.layers.size()),
                           .incomplete = ids.items().size() > image.layers.size()});
    return {};
  }
  for (size_t i = 0; i < image.layers.size(); ++i)
    image.layers[i].diff_id = ids.items()[i].as_string();
  return {};
}

void parse_run_config(const doc::Node& config, Image& image) {
  image.user = config.text("User");
  image.working_dir = config.text("WorkingDir");
  image.env = string_list(config["Env"]);
  image.entrypoint = string_list(config["Entrypoint"]);
  image.command = string_list(config["Cmd"]);
  image.labels = string_map(config["Labels"]);
  image.exposed_ports = key_list(config["ExposedPorts"]);
  image.volumes = key_list(config["Volumes"]);
}

}  // namespace

std::string Descriptor::ref_name() const {
  auto found = annotations.find("org.opencontainers.image.ref.name");
  return found == annotations.end() ? "" : found->second;
}

std::string Descriptor::image_name() const {
  auto found = annotations.find("io.containerd.image.name");
  return found == annotations.end() ? "" : found->second;
}

bool Descriptor::is_artifact() const {
  if (!artifact_type.empty() && !is_config_type(artifact_type)) return true;
  if (annotations.contains("vnd.docker.reference.type")) return true;
  return platform && platform->os == "unknown" && platform->architecture == "unknown";
}

Result<ManifestOrIndex> parse_manifest(std::string_view json, std::string_view media_type,
                                       const Limits& limits) {
  doc::Document document = TRY(parse_object(json, limits));
  const doc::Node& root = document.root();
  std::string_view type = root["mediaType"].is_string() ? root.text("mediaType") : media_type;
  TRY(check_shape(root, type));
  ManifestOrIndex out;
  if (root.find("manifests") == nullptr) {
    out.manifest = TRY(parse_image_manifest(root, limits));
    return out;
  }
  Index index;
  index.manifests = TRY(parse_descriptors(root["manifests"], 10'000, "manifests"));
  index.annotations = string_map(root["annotations"]);
  out.index = std::move(index);
  return out;
}

Status parse_config(std::string_view json, const Limits& limits, Image& image,
                    Diagnostics& diagnostics) {
  doc::Document document = TRY(parse_object(json, limits));
  const doc::Node& root = document.root();
  image.architecture = root.text("architecture");
  image.os = root.text("os");
  image.variant = root.text("variant");
  image.created = root.text("created");
  image.author = root.text("author");
  parse_run_config(root["config"], image);
  TRY(map_diff_ids(root["rootfs"]["diff_ids"], limits, image, diagnostics));
  const doc::Node& history = root["history"];
  if (history.items().size() > limits.image_layers * 16)
    return Error::make(Code::kLimit, "more than {} history entries", limits.image_layers * 16);
  image.history.clear();
  for (const doc::Node& step : history.items()) {
    image.history.push_back({.created = std::string(step.text("created")),
                             .created_by = std::string(step.text("created_by")),
                             .comment = std::string(step.text("comment")),
                             .empty_layer = step["empty_layer"].as_bool()});
  }
  map_history(image, diagnostics);
  return {};
}

Result<const Descriptor*> choose_platform(const Index& index, const Platform& wanted) {
  Platform want = normalize_platform(wanted);
  const Descriptor* best = nullptr;
  int best_score = 0;
  std::vector<const Descriptor*> without_platform;
  for (const Descriptor& descriptor : index.manifests) {
    if (descriptor.is_artifact()) continue;
    if (!descriptor.platform || descriptor.platform->architecture.empty()) {
      without_platform.push_back(&descriptor);
      continue;
    }
    int score = platform_score(want, normalize_platform(*descriptor.platform));
    if (score > best_score) {
      best = &descriptor;
      best_score = score;
    }
  }
  if (best != nullptr) return best;
  if (without_platform.size() == 1) return without_platform[0];
  return Error::make(Code::kNotFound, "no image for {}; available: {} (choose with --platform)",
                     platform_text(want), available_platforms(index));
}

bool is_index_type(std::string_view media_type) {
  return media_type == kOciIndex || media_type == kDockerList;
}

bool is_foreign_layer_type(std::string_view media_type) {
  return media_type.find(".foreign.") != std::string_view::npos ||
         media_type.find(".nondistributable.") != std::string_view::npos;
}

bool is_tar_layer_type(std::string_view media_type) {
  if (media_type.empty() || media_type == "application/octet-stream") return true;
  if (media_type.find("+encrypted") != std::string_view::npos) return false;
  for (std::string_view form :
       {"application/vnd.oci.image.layer.", "application/vnd.docker.image.rootfs.",
        "application/vnd.docker.container.image.rootfs.", "application/x-tar", "application/gzip",
        "application/tar"})
    if (media_type.substr(0, form.size()) == form) return true;
  return false;
}

Layer make_layer(const Descriptor& descriptor) {
  return {.digest = descriptor.digest.text(),
          .media_type = descriptor.media_type,
          .size = descriptor.size,
          .foreign = is_foreign_layer_type(descriptor.media_type)};
}

void note_odd_layers(const Image& image, Diagnostics& diagnostics) {
  for (const Layer& layer : image.layers) {
    std::string what;
    if (layer.foreign) {
      what = "is not distributed with the image (foreign layer): its content was not read";
    } else if (!is_tar_layer_type(layer.media_type)) {
      what = fmt::format("has type {}, which is not a file system layer: it was not read",
                         printable(layer.media_type, 200));
    }
    if (!what.empty())
      diagnostics.push_back(
          {.code = Code::kUnsupported, .path = layer.digest, .message = "the layer " + what});
  }
}

}  // namespace seawall::image
