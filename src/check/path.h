// Paths of checks: where a violation is pointed at (`at`), what a fix changes. A path names parts
// of a document tree:
//
//   securityContext.privileged             members, by name
//   metadata.annotations["a.b/c"]          a name with dots in it
//   args[*]   ports[*].hostPort            every item of a list
//   args[0]                                one item, by place
//   containers[name=app]                   items that have this member, a text
//   capabilities.add[SYS_ADMIN]            items that are this text
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "doc/tree.h"

namespace seawall::check {

struct Step {
  enum class Kind : uint8_t { kKey, kEvery, kIndex, kMember, kText };
  Kind kind = Kind::kKey;
  std::string key;     // kKey, kMember
  std::string value;   // kMember, kText
  uint32_t index = 0;  // kIndex
};

using Path = std::vector<Step>;

// kInvalid: what is wrong with `text`. At most 64 steps.
Result<Path> parse_path(std::string_view text);

// A part of a tree that a path leads to.
struct Place {
  const doc::Node* node = nullptr;
  doc::Position position;  // of its key; of the item itself in a list
  Path steps;              // from the root: kKey and kIndex only
  size_t taken = 0;        // how many steps of the path led here; all of them when it exists
};

// The first place that the path leads to, else the deepest part of it that exists (the root at
// least). Looks at no more than 10,000 items of lists.
Place locate(const Path& path, const doc::Node& root);

// Every place that the path leads to, in document order, at most 10,000. With `incomplete` also
// those where only members are missing (what a fix has to make).
std::vector<Place> locate_all(const Path& path, const doc::Node& root, bool incomplete);

// "spec.containers[0].securityContext": as parse_path() reads it.
std::string path_text(const Path& path);

}  // namespace seawall::check
