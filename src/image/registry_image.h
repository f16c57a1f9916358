// An image that is pulled while it is read.
#pragma once

#include <memory>
#include <string>

#include "image/reference.h"
#include "image/registry_client.h"
#include "image/source.h"

namespace seawall::image {

// Finds the registry (or its mirror, see OpenOptions), reads manifest and config. `http_options`
// has the pauses between attempts; its ca_file and retries come from `options`.
Result<std::unique_ptr<OpenImage>> open_registry_image(const std::string& target,
                                                       const OpenOptions& options,
                                                       net::HttpOptions http_options = {});

}  // namespace seawall::image
