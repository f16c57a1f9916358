#include "posture/fix_text.h"

#include <algorithm>
#include <map>
#include <set>

#include "doc/compare.h"
#include "doc/parse.h"

namespace seawall::posture {
namespace {

using doc::Document;
using doc::Node;

constexpr std::string_view kSpoils =
    "the change would reach further than the field (anchors, merge keys or repeated keys)";
constexpr size_t kTriedAlone = 500;

Result<std::vector<Document>> read(std::string_view text, const Limits& limits) {
  return doc::parse_yaml(text, limits, doc::YamlSchema::kKubectl);
}

check::Step key_step(std::string_view key) {
  check::Step step;
  step.key = key;
  return step;
}

check::Step index_step(uint32_t index) {
  check::Step step;
  step.kind = check::Step::Kind::kIndex;
  step.index = index;
  return step;
}

using Places = std::map<std::pair<uint32_t, uint32_t>, std::pair<size_t, check::Path>>;

// The ways to the objects that begin at the positions in `places`.
void find_places(const Node& node, size_t document, check::Path& path, Places& places) {
  if (node.is_object()) {
    auto found = places.find({node.position().line, node.position().column});
    if (found != places.end() && found->second.first == SIZE_MAX) found->second = {document, path};
  }
  // Lists of objects hold objects in `items`; what is deeper is none.
  if (path.size() > 130) return;
  const Node* items = node.is_object() ? node.find("items") : nullptr;
  const Node& list = items ? *items : node;
  if (!list.is_array()) return;
  uint32_t index = 0;
  for (const Node& item : list.items()) {
    size_t depth = path.size();
    if (items) path.push_back(key_step("items"));
    path.push_back(index_step(index++));
    find_places(item, document, path, places);
    path.resize(depth);
  }
}

// Reads a text once, and says what its documents would be with some edits.
class Expectation {
 public:
  static Result<Expectation> create(std::string_view text, const std::vector<TextChange>& changes,
                                    const Limits& limits) {
    Expectation out(changes);
    out.documents_ = TRY(read(text, limits));
    for (const TextChange& change : changes)
      out.places_[{change.object.line, change.object.column}] = {SIZE_MAX, {}};
    for (size_t i = 0; i < out.documents_.size(); ++i) {
      check::Path path;
      find_places(out.documents_[i].root(), i, path, out.places_);
    }
    return out;
  }

  // Whether `text` is what it must be when all but the `refused` changes are made.
  bool fits(std::string_view text, const std::set<size_t>& refused, const Limits& limits) const {
    Result<std::vector<Document>> now = read(text, limits);
    if (!now || now->size() != documents_.size()) return false;
    std::map<size_t, std::vector<check::Edit>> edits;
    for (size_t i = 0; i < changes_.size(); ++i) {
      if (refused.contains(i)) continue;
      const TextChange& change = changes_[i];
      const auto& [document, path] = places_.at({change.object.line, change.object.column});
      if (document == SIZE_MAX) return false;
      check::Edit edit = *change.edit;
      edit.steps.insert(edit.steps.begin(), path.begin(), path.end());
      edits[document].push_back(std::move(edit));
    }
    for (size_t i = 0; i < documents_.size(); ++i) {
      auto found = edits.find(i);
      if (found == edits.end()) {
        if (!doc::equal(documents_[i].root(), (*now)[i].root())) return false;
        continue;
      }
      Result<Document> want = check::apply_edits(documents_[i].root(), found->second);
      if (!want || !doc::equal(want->root(), (*now)[i].root())) return false;
    }
    return true;
  }

 private:
  explicit Expectation(const std::vector<TextChange>& changes) : changes_(changes) {}
  const std::vector<TextChange>& changes_;
  std::vector<Document> documents_;
  Places places_;
};

struct Attempt {
  std::string text;
  std::map<size_t, std::string> refused;  // with what patch_yaml() says
  std::set<size_t> refused_set() const {
    std::set<size_t> out;
    for (const auto& entry : refused) out.insert(entry.first);
    return out;
  }
};

// Carries out all changes but those that are `left_out`.
Result<Attempt> attempt(std::string_view text, const std::vector<TextChange>& changes,
                        const std::map<size_t, std::string>& left_out, const Limits& limits) {
  std::vector<TextChange> tried;
  std::vector<size_t> places;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (left_out.contains(i)) continue;
    tried.push_back(changes[i]);
    places.push_back(i);
  }
  PatchedText patched = TRY(patch_yaml(text, tried, limits));
  Attempt out{std::move(patched.text), left_out};
  for (RefusedChange& refused : patched.refused)
    out.refused.emplace(places[refused.change], std::move(refused.why));
  return out;
}

PatchedText result_of(Attempt attempt) {
  PatchedText out;
  out.text = std::move(attempt.text);
  for (auto& [change, why] : attempt.refused) out.refused.push_back({change, std::move(why)});
  return out;
}

}  // namespace

Result<PatchedText> fix_text(std::string_view text, const std::vector<TextChange>& changes,
                             const Limits& limits) {
  Expectation expectation = TRY(Expectation::create(text, changes, limits));
  Attempt all = TRY(attempt(text, changes, {}, limits));
  if (expectation.fits(all.text, all.refused_set(), limits)) return result_of(std::move(all));
  // What is an alias here may have been changed where its anchor is.
  if (expectation.fits(all.text, {}, limits)) {
    all.refused.clear();
    return result_of(std::move(all));
  }
  std::map<size_t, std::string> left_out;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (i >= kTriedAlone) {
      left_out.emplace(i, "too many changes of this file to try each alone");
      continue;
    }
    std::map<size_t, std::string> others = left_out;
    for (size_t j = i + 1; j < changes.size(); ++j) others.emplace(j, "");
    Attempt one = TRY(attempt(text, changes, others, limits));
    if (auto refused = one.refused.find(i); refused != one.refused.end()) {
      left_out.emplace(i, refused->second);
    } else if (!expectation.fits(one.text, one.refused_set(), limits)) {
      left_out.emplace(i, kSpoils);
    }
  }
  Attempt last = TRY(attempt(text, changes, left_out, limits));
  if (expectation.fits(last.text, last.refused_set(), limits)) return result_of(std::move(last));
  PatchedText none{std::string(text), {}};
  for (size_t i = 0; i < changes.size(); ++i) none.refused.push_back({i, std::string(kSpoils)});
  return none;
}

}  // namespace seawall::posture
