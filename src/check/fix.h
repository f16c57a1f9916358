// What a check's fix changes in one object: a plan of edits. Rendering a plan as text that keeps
// comments is for who has the text; apply_edits() gives the tree as it would be then.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "check/check.h"
#include "check/path.h"

namespace seawall::check {

struct Edit {
  enum class Kind : uint8_t { kSet, kRemove };
  Kind kind = Kind::kSet;
  Path steps;                        // from the object's root; members and places in lists only
  size_t existing = 0;               // how many of the steps exist; members beyond are made
  doc::Position position;            // of the deepest part that exists
  const doc::Node* old = nullptr;    // what is replaced or removed; nullptr: nothing is there
  const doc::Node* value = nullptr;  // kSet; lives in the Check's document
};

// What `check.fix` changes about the thing at `subject` (Violation::subject) of an object, in the
// order of the check; items of one list from the last to the first. Nothing that is already as the
// fix would have it. Empty when there is nothing to change, or the check has no fix.
std::vector<Edit> plan_fix(const Check& check, const doc::Node& root, const Path& subject);

// Adds `more` to `plan` without edits that are there already (the same fix for two containers may
// change their pod). Of two edits that set the same path to different values the first stays, and
// its steps are returned, so that the caller can say so.
std::vector<Path> merge_edits(std::vector<Edit>& plan, std::vector<Edit> more);

// The tree after the edits. kInvalid when they do not fit `root`.
Result<doc::Document> apply_edits(const doc::Node& root, const std::vector<Edit>& edits);

}  // namespace seawall::check
