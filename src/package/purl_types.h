// What each purl type asks of its components: the type definitions of package-url/purl-spec
// (types/*-definition.json) as one table. Used by purl.cc alone.
#pragma once

#include <string_view>

#include "base/result.h"
#include "package/purl.h"

namespace seawall::package {

// Brings the components of a purl, decoded and stripped of empty segments, into the canonical
// spelling of its type (letter case, separators). Types that are not registered stay as they are.
void normalise_by_type(Purl& purl);

// The type's requirements on a normalised purl: kInvalid names the component that breaks them.
// Enforced are a prohibited namespace, and those requirements that the type's own tests or notes
// state as errors; a namespace that a definition merely calls required (deb, rpm, golang ...) is
// not, because inventories in the field lack it.
Status check_by_type(const Purl& purl);

// git writes the path on its host as the name, slashes included.
bool name_holds_path(std::string_view type);

}  // namespace seawall::package
