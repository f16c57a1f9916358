
#include <cstdlib>

#include "image/daemon.h"
#include "image/source.h"

namespace seawall::image {
namespace {

Daemon podman() {
  Daemon daemon{"Podman", "CONTAINER_HOST", {}};
  if (const char* folder = std::getenv("XDG_RUNTIME_DIR"); folder != nullptr && *folder != 0)
    daemon.sockets.push_back(std::string(folder) + "/podman/podman.sock");
  daemon.sockets.push_back("/run/podman/podman.sock");
  return daemon;
}

bool recognises(const std::string& target) {
  return daemon_recognises(podman(), target);
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  return open_daemon_image(podman(), target, options);
}

}  // namespace

const Source& podman_source() {
  static const Source source{.name = "podman",
                             .description = "an image that the Podman service holds",
                             .rank = 50,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
