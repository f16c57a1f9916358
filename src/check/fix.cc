#include "check/fix.h"

#include <algorithm>
#include <memory>

#include "check/target.h"
#include "doc/builder.h"
#include "doc/compare.h"

namespace seawall::check {
namespace {

bool same_steps(const Path& a, const Path& b) {
  auto same = [](const Step& x, const Step& y) {
    return x.kind == y.kind && x.key == y.key && x.index == y.index;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

// A tree that can be changed: nodes of the old tree, copied level by level where an edit goes.
struct Draft {
  doc::Node node;  // when it is as it was
  bool open = false;
  bool removed = false;
  std::vector<std::pair<std::string, std::unique_ptr<Draft>>> members;
  std::vector<std::unique_ptr<Draft>> items;

  explicit Draft(const doc::Node& from) : node(from) {}

  void unfold() {
    if (open) return;
    open = true;
    for (const doc::Member& member : node.members())
      members.emplace_back(std::string(member.key), std::make_unique<Draft>(member.value));
    for (const doc::Node& item : node.items()) items.push_back(std::make_unique<Draft>(item));
  }
  // The part that a step leads to; with `make` a missing member is made. nullptr: there is none.
  Draft* child(const Step& step, bool make) {
    bool is_list = node.is_array();
    if (step.kind == Step::Kind::kIndex) {
      unfold();
      return is_list && step.index < items.size() ? items[step.index].get() : nullptr;
    }
    if (!node.is_object() && !(node.is_null() && make)) return nullptr;
    unfold();
    for (auto& [key, value] : members)
      if (key == step.key) return value.get();
    if (!make) return nullptr;
    members.emplace_back(step.key, std::make_unique<Draft>(doc::Node()));
    return members.back().second.get();
  }
  void replace(const doc::Node& value) {
    node = value;
    open = removed = false;
    members.clear();
    items.clear();
  }
};

void write(const Draft& draft, doc::Builder& build) {
  if (!draft.open) {
    build.value(draft.node);
  } else if (draft.node.is_array()) {
    build.begin_array(draft.node.position());
    for (const std::unique_ptr<Draft>& item : draft.items)
      if (!item->removed) write(*item, build);
    build.end_array();
  } else {
    build.begin_object(draft.node.position());
    for (const auto& [key, value] : draft.members) {
      if (value->removed) continue;
      build.key(key);
      write(*value, build);
    }
    build.end_object();
  }
}

// Copies a tree whole, so that it outlives what it was made of.
void copy(const doc::Node& node, doc::Builder& build) {
  if (node.is_array()) {
    build.begin_array(node.position());
    for (const doc::Node& item : node.items()) copy(item, build);
    build.end_array();
  } else if (node.is_object()) {
    build.begin_object(node.position());
    for (const doc::Member& member : node.members()) {
      build.key(member.key, member.key_position);
      copy(member.value, build);
    }
    build.end_object();
  } else if (node.is_string()) {
    build.string(node.as_string(), node.position());
  } else {
    build.value(node);
  }
}

}  // namespace

std::vector<Edit> plan_fix(const Check& check, const doc::Node& root, const Path& subject) {
  std::vector<Edit> edits;
  auto places = [&](const std::string& text, bool incomplete, auto add) {
    Result<Target> target = parse_target(text, check.scope);
    if (!target) return;  // parse_check() lets none through
    Path whole = resolve(*target, subject, check.scope);
    std::vector<Place> found = locate_all(whole, root, incomplete);
    for (auto place = found.rbegin(); place != found.rend(); ++place) add(whole, *place);
  };
  for (const Fix::Set& change : check.fix.set) {
    places(change.path, true, [&](const Path& whole, const Place& place) {
      bool exists = place.taken == whole.size();
      if (exists && doc::equal(*place.node, *change.value)) return;
      Edit edit{Edit::Kind::kSet,
                place.steps,
                place.steps.size(),
                place.position,
                exists ? place.node : nullptr,
                change.value};
      edit.steps.insert(edit.steps.end(), whole.begin() + static_cast<ptrdiff_t>(place.taken),
                        whole.end());
      edits.push_back(std::move(edit));
    });
  }
  for (const std::string& removed : check.fix.remove) {
    places(removed, false, [&](const Path&, const Place& place) {
      edits.push_back({Edit::Kind::kRemove, place.steps, place.steps.size(), place.position,
                       place.node, nullptr});
    });
  }
  return edits;
}

std::vector<Path> merge_edits(std::vector<Edit>& plan, std::vector<Edit> more) {
  std::vector<Path> conflicts;
  for (Edit& edit : more) {
    auto there = std::find_if(plan.begin(), plan.end(), [&edit](const Edit& other) {
      return same_steps(edit.steps, other.steps);
    });
    if (there == plan.end()) {
      plan.push_back(std::move(edit));
      continue;
    }
    bool same = there->kind == edit.kind &&
                (edit.kind == Edit::Kind::kRemove || doc::equal(*there->value, *edit.value));
    if (!same) conflicts.push_back(edit.steps);
  }
  return conflicts;
}

Result<doc::Document> apply_edits(const doc::Node& root, const std::vector<Edit>& edits) {
  Draft draft(root);
  for (const Edit& edit : edits) {
    Draft* at = &draft;
    for (const Step& step : edit.steps) {
      at = at->child(step, edit.kind == Edit::Kind::kSet);
      if (!at)
        return Error::make(Code::kInvalid, "there is nothing at {} to change",
                           path_text(edit.steps));
    }
    if (edit.kind == Edit::Kind::kSet) {
      at->replace(*edit.value);
    } else {
      at->removed = true;
    }
  }
  doc::Builder build;
  write(draft, build);
  doc::Document borrowed = build.finish();
  copy(borrowed.root(), build);
  return build.finish();
}

}  // namespace seawall::check
