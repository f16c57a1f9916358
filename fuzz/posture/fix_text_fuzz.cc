// Fixes in any text: what comes back parses, and is what the edits make of the values; that is
// checked inside, so here it is checked that a refusal of all leaves the text alone, and that the
// diff of the two is one.
#include <cstdint>

#include "base/result.h"
#include "doc/parse.h"
#include "kube/manifests.h"
#include "posture/fix_text.h"
#include "posture/line_diff.h"

namespace {

using namespace seawall;

doc::Document yaml(std::string_view text) {
  return std::move(doc::parse_yaml(text, Limits{}).value().at(0));
}

struct Wish {
  const char* path;
  const doc::Node* value;  // nullptr: remove
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const doc::Document values = yaml("{a: false, b: RuntimeDefault, c: [ALL]}");
  const doc::Node& root = values.root();
  const Wish wishes[] = {{"spec.securityContext.privileged", root.find("a")},
                         {"spec.securityContext.seccompProfile.type", root.find("b")},
                         {"spec.containers[0].capabilities.drop", root.find("c")},
                         {"spec.hostNetwork", nullptr},
                         {"spec.containers[0].ports[0]", nullptr},
                         {"metadata.name", root.find("b")}};
  std::string_view text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.alias_expansion = 10'000;
  kube::Manifests manifests;
  kube::read_manifest_text(text, {"fuzz.yaml", ""}, limits, manifests);
  std::vector<check::Edit> edits;
  std::vector<posture::TextChange> changes;
  edits.reserve(manifests.objects.size() * std::size(wishes));
  for (const kube::Object& object : manifests.objects) {
    if (changes.size() > 60) break;
    for (const Wish& wish : wishes) {
      check::Path path = check::parse_path(wish.path).value();
      check::Place place = check::locate(path, *object.root);
      bool whole = place.taken == path.size();
      bool fits = whole || (wish.value && path[place.taken].kind == check::Step::Kind::kKey);
      if (!fits) continue;
      check::Edit edit;
      edit.kind = wish.value ? check::Edit::Kind::kSet : check::Edit::Kind::kRemove;
      edit.steps = std::move(path);
      edit.existing = place.taken;
      edit.value = wish.value;
      edits.push_back(std::move(edit));
      changes.push_back({object.position(), &edits.back()});
    }
  }
  Result<posture::PatchedText> fixed = posture::fix_text(text, changes, limits);
  if (!fixed) return 0;
  if (fixed->refused.size() == changes.size()) CHECK(fixed->text == text);
  CHECK(posture::unified_diff("f", text, fixed->text).empty() == (fixed->text == text));
  return 0;
}
