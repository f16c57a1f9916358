// Manifests, indexes, configs and Docker's credentials file.
#include <cstdint>

#include "image/docker_config.h"
#include "image/image_json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Limits limits;
  limits.manifest_bytes = 1 << 20;
  auto parsed = seawall::image::parse_manifest(text, "", limits);
  if (parsed.ok() && parsed->index)
    (void)seawall::image::choose_platform(*parsed->index, {.architecture = "amd64"});
  seawall::image::Image image;
  if (parsed.ok() && parsed->manifest)
    for (const seawall::image::Descriptor& layer : parsed->manifest->layers)
      image.layers.push_back(seawall::image::make_layer(layer));
  seawall::Diagnostics diagnostics;
  (void)seawall::image::parse_config(text, limits, image, diagnostics);
  seawall::image::note_odd_layers(image, diagnostics);
  auto no_helper = [](const std::string&, const std::string&) {
    return seawall::Result<seawall::image::HelperAnswer>(
        seawall::Error(seawall::Code::kNotFound, "none"));
  };
  (void)seawall::image::find_credentials(text, "docker.io", "library/a", no_helper, diagnostics);
  return 0;
}
