// Images that a daemon holds, over its API's Unix socket. Source: Docker Engine API v1.24 and
// later, which Podman speaks too: GET /images/NAME/json and /images/NAME/get.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "image/source.h"

namespace seawall::image {

struct Daemon {
  std::string name;                  // "Docker": for messages
  std::string host_variable;         // "DOCKER_HOST"
  std::vector<std::string> sockets;  // where it listens by default, in order
};

// The socket to use: from the variable (unix://PATH), else the first default that exists.
// kNotFound when there is none, kUnsupported for tcp:// and ssh:// hosts.
Result<std::string> find_socket(const Daemon& daemon);

// Whether `target` can be an image of the daemon, and the daemon is there.
bool daemon_recognises(const Daemon& daemon, const std::string& target);

// kNotFound when the daemon does not know the image, kDenied without permission to use the socket.
Result<std::unique_ptr<OpenImage>> open_daemon_image(const Daemon& daemon,
                                                     const std::string& target,
                                                     const OpenOptions& options);

}  // namespace seawall::image
