// Conan's references: NAME/VERSION[@USER/CHANNEL][#REVISION][%TIMESTAMP].
#pragma once

#include "package/listing.h"

namespace seawall::package {

// Lists the reference, a version in brackets ("[>=1.0 <2]") as a range; a problem when the text is
// no reference. The pair USER/CHANNEL becomes the namespace; "_/_" is none.
Package& add_conan_reference(Listing& listing, std::string_view reference, uint32_t line,
                             Scope scope);

}  // namespace seawall::package
