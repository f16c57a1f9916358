#include "cli/target.h"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "cli/verb.h"
#include "image/layer_cache.h"
#include "image/source.h"
#include "model/read_image.h"
#include "model/read_project.h"
#include "sbom/sbom.h"

namespace seawall::cli {
namespace {

Result<image::OpenOptions> open_options(const TargetOptions& options, Progress& progress) {
  image::OpenOptions out;
  out.insecure = options.insecure;
  out.ca_file = options.ca_file;
  out.docker_config = options.docker_config;
  out.image_name = options.image_name;
  out.progress = &progress;
  for (const std::string& mirror : options.mirrors) {
    auto halves = split_once(mirror, "=");
    if (!halves) return Error::make(Code::kUsage, "--mirror takes HOST=BASE, not '{}'", mirror);
    out.mirrors[std::string(halves->first)] = halves->second;
  }
  if (options.platform.empty()) return out;
  std::vector<std::string_view> parts = split(options.platform, '/');
  if (parts.size() < 2 || parts.size() > 3)
    return Error::make(Code::kUsage, "--platform takes OS/ARCH[/VARIANT], not '{}'",
                       options.platform);
  out.platform.os = parts[0];
  out.platform.architecture = parts[1];
  if (parts.size() == 3) out.platform.variant = parts[2];
  return out;
}

bool has_image_prefix(const std::string& target) {
  auto halves = split_once(target, ":");
  if (!halves) return false;
  for (const image::Source* source : image::sources())
    if (source->name == halves->first) return true;
  return halves->first == "oci";
}

bool recognised_as_image(const std::string& target) {
  for (const image::Source* source : image::sources())
    if (source->name != "registry" && source->recognises(target)) return true;
  return false;
}

Result<model::Inventory> read_image(const std::string& target, const TargetOptions& options,
                                    Progress& progress) {
  image::OpenOptions open = TRY(open_options(options, progress));
  std::unique_ptr<image::OpenImage> image = TRY(image::open_image(target, open));
  model::ReadOptions read;
  read.threads = options.threads;
  read.progress = &progress;
  std::string directory = options.cache_dir.empty() ? cache_directory() : options.cache_dir;
  std::unique_ptr<image::LayerCache> cache;
  if (!options.no_cache && !directory.empty())
    cache = image::LayerCache::create(directory, options.cache_mb << 20);
  read.cache = cache.get();
  return model::read_image(*image, target, read);
}

Result<model::Inventory> read_sbom_file(const std::string& path) {
  Limits limits;
  std::string text = TRY(read_file(path, limits.document_bytes, path == "/dev/stdin"));
  return sbom::read_sbom(text, path, limits).context("{}", path);
}

bool is_sbom(const std::string& path) {
  bool json = path.ends_with(".json") || path.ends_with(".cdx") || path.ends_with(".spdx");
  if (!json || directory_exists(path)) return false;
  Result<MappedFile> file = MappedFile::open(path);
  return file && sbom::detect(file->bytes()).has_value();
}

}  // namespace

void add_target_options(CLI::App& app, TargetOptions& options) {
  app.add_option("--platform", options.platform, "of a multi-platform image: OS/ARCH[/VARIANT]");
  app.add_option("--image-name", options.image_name,
                 "which image of an archive that holds several");
  app.add_flag("--insecure", options.insecure, "registries by plain HTTP or unverified TLS");
  app.add_option("--ca-file", options.ca_file, "further CA certificates (PEM) for registries");
  app.add_option("--docker-config", options.docker_config, "Docker's config.json with credentials");
  repeatable(app.add_option("--mirror", options.mirrors,
                            "HOST=BASE, repeatable: where to pull a registry's images from"));
  app.add_option("--threads", options.threads, "layers read at one time (default: one per core)");
  app.add_flag("--no-cache", options.no_cache, "neither read nor write the cache of layer results");
  app.add_option("--cache-dir", options.cache_dir,
                 "the cache's folder (default: ~/.cache/seawall)");
  app.add_option("--cache-size", options.cache_mb, "bound of the cache in MiB")
      ->capture_default_str();
  app.add_flag("--no-render", options.no_render,
               "do not run helm and kubectl on charts and kustomizations");
  repeatable(
      app.add_option("--helm-values", options.helm_values, "values file for charts, repeatable"));
  repeatable(app.add_option("--pod-template", options.pod_templates,
                            "KIND.GROUP=PATH, repeatable: where a kind of yours keeps its pod "
                            "template: Rollout.argoproj.io=spec.template"));
  app.add_flag("--quiet,-q", options.quiet, "no progress line");
}

Result<std::vector<kube::TemplatePath>> template_paths(const TargetOptions& options) {
  std::vector<kube::TemplatePath> out;
  for (const std::string& word : options.pod_templates) {
    auto halves = split_once(word, "=");
    auto kind = halves ? split_once(halves->first, ".") : std::nullopt;
    if (!kind || kind->first.empty() || kind->second.empty() || halves->second.empty())
      return Error::make(Code::kUsage, "--pod-template takes KIND.GROUP=PATH, not '{}'",
                         printable(word, 100));
    out.push_back(
        {std::string(kind->second), std::string(kind->first), std::string(halves->second)});
  }
  return out;
}

Result<model::Inventory> read_target(const std::string& target, const TargetOptions& options,
                                     Progress& progress) {
  model::ReadOptions read;
  read.threads = options.threads;
  read.progress = &progress;
  read.render = !options.no_render;
  read.helm_values = options.helm_values;
  read.templates = TRY(template_paths(options));
  if (target.starts_with("project:")) return model::read_project(target.substr(8), read);
  if (target == "sbom:-") return read_sbom_file("/dev/stdin");
  if (target.starts_with("sbom:")) return read_sbom_file(target.substr(5));
  if (has_image_prefix(target)) return read_image(target, options, progress);
  if (!file_exists(target)) return read_image(target, options, progress);
  if (is_sbom(target)) return read_sbom_file(target);
  if (recognised_as_image(target)) return read_image(target, options, progress);
  if (directory_exists(target)) return model::read_project(target, read);
  return model::read_project_file(target, read);
}

std::string shown_path(const std::string& path) {
  std::error_code error;
  std::filesystem::path here = std::filesystem::current_path(error);
  if (error || !path.starts_with('/')) return path;
  std::string near = std::filesystem::path(path).lexically_relative(here).native();
  return near.empty() || near == ".." || near.starts_with("../") ? path : near;
}

Result<std::string> database_directory(const std::string& named) {
  if (!named.empty()) return named;
  std::string data = data_directory();
  if (data.empty())
    return Error(Code::kUsage,
                 "neither HOME nor XDG_DATA_HOME is set: name the folder of the advisory data with "
                 "--db");
  return data + "/db";
}

}  // namespace seawall::cli
