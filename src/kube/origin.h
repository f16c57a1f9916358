// Where an object that kustomize printed was written: kustomize keeps neither files nor lines, but
// mostly the kind and the name. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "kube/manifests.h"

namespace seawall::kube {

// Sets Object::origin of the objects from `first` on. `resources` are files below `root`. An object
// whose source is not plain (two of that kind and name, none) is left without.
void find_origins(const std::string& root, const std::vector<std::string>& resources,
                  const Limits& limits, size_t first, Manifests& manifests);

}  // namespace seawall::kube
