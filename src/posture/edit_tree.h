// The edits of one object as a tree along its members and items, so that all that goes into one
// place is written there at once. For this folder only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/fix.h"
#include "doc/builder.h"

namespace seawall::posture {

struct EditMember;

struct EditTree {
  const doc::Node* set = nullptr;
  bool remove = false;
  // The tree of values says that this exists; the text may have it elsewhere (merge keys).
  bool exists = false;
  std::vector<EditMember> members;  // in the order of the edits
  std::map<uint32_t, EditTree> items;
  std::vector<size_t> changes;  // those that end here or below

  bool leaf() const { return set != nullptr || remove; }
  EditTree& member(const std::string& key);
};

struct EditMember {
  std::string name;
  EditTree tree;
};

// False when an edit there or above, or below, is in the way.
bool add_edit(const check::Edit& edit, size_t change, EditTree& tree);

// The value that a part that is missing gets.
void build_value(const EditTree& tree, doc::Builder& build);

}  // namespace seawall::posture
