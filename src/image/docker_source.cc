#include <cstdlib>

#include "image/daemon.h"
#include "image/source.h"

namespace seawall::image {
namespace {

Daemon docker() {
  Daemon daemon{"Docker", "DOCKER_HOST", {"/var/run/docker.sock"}};
  if (const char* folder = std::getenv("XDG_RUNTIME_DIR"); folder != nullptr && *folder != 0)
    daemon.sockets.push_back(std::string(folder) + "/docker.sock");
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0)
    daemon.sockets.push_back(std::string(home) + "/.docker/run/docker.sock");
  return daemon;
}

bool recognises(const std::string& target) {
  return daemon_recognises(docker(), target);
}

Result<std::unique_ptr<OpenImage>> open(const std::string& target, const OpenOptions& options) {
  return open_daemon_image(docker(), target, options);
}

}  // namespace

const Source& docker_source() {
  static const Source source{.name = "docker",
                             .description = "an image that the Docker daemon holds",
                             .rank = 40,
                             .recognises = recognises,
                             .open = open};
  return source;
}

}  // namespace seawall::image
