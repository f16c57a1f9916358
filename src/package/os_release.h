// Which distribution a root filesystem is: os-release(5), and the older files that distributions
// without it have.
#pragma once

#include <string_view>

#include "package/package.h"

namespace seawall::package {

// An image may hold several of these files. The one with the lowest rank decides: etc/os-release,
// then usr/lib/os-release (the order of os-release(5)), then files that name one distribution
// (etc/alpine-release), then general ones (etc/lsb-release), then etc/debian_version, which
// derivatives keep too. 1000: not such a file.
int distro_rank(std::string_view path);

// os-release(5): NAME=value lines as a shell would read them, without expansion. Missing ID is
// "linux" as the specification says. `Distro::path` stays empty. Never fails: lines that are not
// assignments are passed over, as every reader of the format does.
Distro parse_os_release(std::string_view text);

// Any file that distro_rank knows; an empty `id` when the text tells nothing.
Distro parse_distro_file(std::string_view path, std::string_view text);

}  // namespace seawall::package
