// Merge keys: `<<: *base` puts the members of other mappings into this one. For this folder only.
//
// YAML's merge key type says that a mapping's own keys win. go-yaml v2, and so kubectl, works from
// top to bottom instead: a merge overwrites what stands above it, and is overwritten by what stands
// below. In both, the first of a list of mappings wins among them.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "doc/builder.h"
#include "doc/parse.h"

namespace seawall::doc {

struct YamlMerge {
  size_t at;     // how many of the mapping's own members stand above it
  Node sources;  // a mapping, or a list of them
};

// Joins `merges` into the object that `build` has open; notes keys that it repeats itself.
Status apply_merges(std::span<const YamlMerge> merges, YamlSchema schema, Builder& build);

}  // namespace seawall::doc
