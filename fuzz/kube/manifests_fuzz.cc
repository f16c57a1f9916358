// Objects stay inside their documents, and each stands in a file that is listed.
#include <cstdint>

#include "base/result.h"
#include "kube/manifest_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::kube;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  seawall::Limits limits;
  limits.alias_expansion = 10'000;
  for (const char* path : {"a.yaml", "a.json"}) {
    Manifests manifests;
    read_manifest_text(text, {path, ""}, limits, manifests);
    for (const Object& object : manifests.objects) {
      CHECK(object.file < manifests.files.size());
      CHECK(object.root->text("kind") == object.kind && !object.kind.empty());
      for (const PodTemplate& found : pod_templates(object))
        for_each_container(*found.spec, [](const Container& one) { CHECK(one.root->is_object()); });
    }
    CHECK(may_hold_objects(text) || manifests.objects.empty());
  }
  return 0;
}
