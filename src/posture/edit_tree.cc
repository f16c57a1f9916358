#include "posture/edit_tree.h"

namespace seawall::posture {

EditTree& EditTree::member(const std::string& key) {
  for (auto& [name, tree] : members)
    if (name == key) return tree;
  members.push_back({key, {}});
  return members.back().tree;
}

namespace {

// The part that `edit` leads to, or nullptr when an edit above is in the way.
const EditTree* find(const EditTree& root, const check::Path& steps) {
  const EditTree* at = &root;
  for (const check::Step& step : steps) {
    if (at->leaf()) return nullptr;
    const EditTree* next = nullptr;
    if (step.kind == check::Step::Kind::kIndex) {
      auto found = at->items.find(step.index);
      if (found != at->items.end()) next = &found->second;
    } else {
      for (const auto& [name, tree] : at->members)
        if (name == step.key) next = &tree;
    }
    if (!next) return at;  // nothing there yet
    at = next;
  }
  return at->leaf() || !at->members.empty() || !at->items.empty() ? nullptr : at;
}

}  // namespace

bool add_edit(const check::Edit& edit, size_t change, EditTree& tree) {
  if (edit.steps.empty() || !find(tree, edit.steps)) return false;
  EditTree* at = &tree;
  at->changes.push_back(change);
  for (size_t i = 0; i < edit.steps.size(); ++i) {
    const check::Step& step = edit.steps[i];
    at = step.kind == check::Step::Kind::kIndex ? &at->items[step.index] : &at->member(step.key);
    at->changes.push_back(change);
    at->exists |= i < edit.existing;
  }
  at->set = edit.value;
  at->remove = edit.kind == check::Edit::Kind::kRemove;
  return true;
}

void build_value(const EditTree& tree, doc::Builder& build) {
  if (tree.set) return build.value(*tree.set);
  build.begin_object();
  for (const auto& [name, member] : tree.members) {
    build.key(name);
    build_value(member, build);
  }
  build.end_object();
}

}  // namespace seawall::posture
