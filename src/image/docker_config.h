// Credentials for registries, from the files that docker login and podman login write. Sources:
// Docker CLI reference, "Credential stores"; containers-auth.json(5).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "image/credential_helper.h"

namespace seawall::image {

struct Credentials {
  std::string username, password;
  std::string identity_token;  // an OAuth2 refresh token, instead of a password
  std::string registry_token;  // a bearer token for the registry itself
  bool empty() const {
    return password.empty() && username.empty() && identity_token.empty() && registry_token.empty();
  }
};

using CredentialHelper =
    std::function<Result<HelperAnswer>(const std::string& name, const std::string& server)>;

// From the text of one configuration. `registry` as in Reference ("docker.io"), `repository` may be
// "" (an entry for the registry as a whole). Empty credentials when there are none. Order: helper
// for the registry (credHelpers), helper for all (credsStore), auths with the longest match. A
// helper that fails is a remark, and the auths are tried.
Result<Credentials> find_credentials(std::string_view config, const std::string& registry,
                                     const std::string& repository, const CredentialHelper& helper,
                                     Diagnostics& remarks);

// The files that may hold credentials, in the order they are asked: `named` alone when given, else
// $DOCKER_CONFIG/config.json or ~/.docker/config.json, $REGISTRY_AUTH_FILE,
// $XDG_RUNTIME_DIR/containers/auth.json, ~/.config/containers/auth.json.
std::vector<std::string> credential_files(const std::string& named);

// From the first of the files that knows the registry. An unreadable file is a remark.
Credentials load_credentials(const std::string& named, const std::string& registry,
                             const std::string& repository, Diagnostics& remarks);

}  // namespace seawall::image
