// Programs that keep passwords: docker-credential-NAME. Source: docker-credential-helpers, "get":
// the registry on standard input, {"ServerURL","Username","Secret"} on standard output.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace seawall::image {

struct HelperAnswer {
  std::string username, secret;
};

// Runs "docker-credential-NAME get" from PATH, without a shell, in at most `timeout`. kNotFound
// when the program is absent or knows no credentials for `server`, kUsage for a name that is no
// plain word, kUnavailable when it fails or takes too long, kInvalid for an answer that is not its
// JSON.
Result<HelperAnswer> run_credential_helper(
    const std::string& name, const std::string& server,
    std::chrono::milliseconds timeout = std::chrono::seconds(20));

}  // namespace seawall::image
