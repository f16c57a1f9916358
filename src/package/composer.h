// What composer.lock and installed.json share: Composer's package objects.
#pragma once

#include "doc/tree.h"
#include "package/listing.h"

namespace seawall::package {

// Lists one object with "name", "version", "license", "dist"; a problem when it is none.
void add_composer_package(Listing& listing, const doc::Node& entry, Scope scope);

}  // namespace seawall::package
