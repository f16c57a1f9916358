// The inventory: every component of one image, root filesystem, project folder or SBOM, joined from
// what the readers told of single files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "image/source.h"
#include "kube/manifests.h"
#include "package/package.h"

namespace seawall::model {

enum class TargetKind : uint8_t { kImage, kRootFilesystem, kProject, kSbom };
const char* target_kind_name(TargetKind kind);  // "image", "rootfs", "project", "sbom"

struct Component {
  package::Package package;
  // The layer in which this version first appears and stays from then on; -1 where there are none.
  int layer = -1;
  // The OS package that owns the file the component was found in: "python3-yaml"; else empty.
  std::string owner;
  std::string owner_purl;
  // As an SBOM gives it, kept when it cannot be made from the package's fields.
  std::string purl;
};

struct Inventory {
  TargetKind kind = TargetKind::kImage;
  std::string target;                 // as the user named it
  std::optional<image::Image> image;  // kImage
  std::optional<package::Distro> distro;
  std::vector<Component> components;  // sorted: type, namespace, name, version, path
  // kProject: its manifests, Dockerfiles and findings of other scanners; null when there are none.
  // Their diagnostics are among those below. Shared, since it is immutable and cannot be copied.
  std::shared_ptr<const kube::Manifests> manifests;
  Diagnostics diagnostics;  // sorted by path; what could not be read
};

// The purl text of a component.
std::string purl_text(const Component& component, const Inventory& inventory);

// Sorts components and diagnostics and drops exact duplicates.
void normalise(Inventory& inventory);

}  // namespace seawall::model
