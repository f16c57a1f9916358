#include "kube/origin.h"

#include <map>

#include "base/file.h"
#include "kube/manifest_text.h"

namespace seawall::kube {
namespace {

// A candidate, or the mark that there are several.
struct Candidate {
  const Object* object = nullptr;
  bool several = false;
};

using Candidates = std::map<std::pair<std::string_view, std::string_view>, Candidate>;

// namePrefix and nameSuffix: the longest name of the kind that is in this one, if it is the only
// one of its length.
Candidate within(const Candidates& candidates, const Object& object) {
  Candidate best;
  size_t length = 0;
  auto at = candidates.lower_bound({object.kind, ""});
  for (; at != candidates.end() && at->first.first == object.kind; ++at) {
    std::string_view name = at->first.second;
    if (name.empty() || object.name.find(name) == object.name.npos || name.size() < length)
      continue;
    best = name.size() == length ? Candidate{nullptr, true} : at->second;
    length = name.size();
  }
  return best;
}

}  // namespace

void find_origins(const std::string& root, const std::vector<std::string>& resources,
                  const Limits& limits, size_t first, Manifests& manifests) {
  Manifests sources;
  for (const std::string& path : resources) {
    Result<std::string> text = read_file(fmt::format("{}/{}", root, path), limits.document_bytes);
    if (text) read_text(*text, {path, ""}, limits, sources);
  }
  Candidates candidates;
  for (const Object& source : sources.objects) {
    Candidate& candidate = candidates[{source.kind, source.name}];
    candidate.several |= candidate.object != nullptr;
    candidate.object = &source;
  }
  auto files = static_cast<uint32_t>(manifests.origins.size());
  for (const SourceFile& file : sources.files) manifests.origins.push_back(file.path);
  for (size_t i = first; i < manifests.objects.size(); ++i) {
    Object& object = manifests.objects[i];
    auto found = candidates.find({object.kind, object.name});
    Candidate candidate = found != candidates.end() ? found->second : within(candidates, object);
    if (!candidate.object || candidate.several) continue;
    object.origin = candidate.object->root;
    object.origin_file = files + candidate.object->file;
  }
  // Roots live in their Document, which moves.
  std::map<const doc::Node*, const doc::Node*> moved;
  for (doc::Document& document : sources.documents) {
    const doc::Node* before = &document.root();
    manifests.documents.push_back(std::move(document));
    moved[before] = &manifests.documents.back().root();
  }
  for (size_t i = first; i < manifests.objects.size(); ++i)
    if (auto root = moved.find(manifests.objects[i].origin); root != moved.end())
      manifests.objects[i].origin = root->second;
}

}  // namespace seawall::kube
