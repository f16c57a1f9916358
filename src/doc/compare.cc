#include "doc/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "doc/json_writer.h"

namespace seawall::doc {

namespace {

bool exact(const Node& node) {
  return node.as_int() || node.as_uint();
}

template <typename T>
int order(T a, T b) {
  return a < b ? -1 : a == b ? 0 : 1;
}

}  // namespace

int compare_numbers(const Node& a, const Node& b) {
  if (!exact(a) || !exact(b)) return order(*a.as_double(), *b.as_double());
  if (a.as_int() && b.as_int()) return order(*a.as_int(), *b.as_int());
  // One of them lies beyond int64_t, so above all that it holds.
  if (a.as_int()) return -1;
  if (b.as_int()) return 1;
  return order(*a.as_uint(), *b.as_uint());
}

bool equal(const Node& a, const Node& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  if (a.kind() != b.kind() || a.size() != b.size()) return false;
  switch (a.kind()) {
    case Kind::kBool:
      return a.as_bool() == b.as_bool();
    case Kind::kString:
      return a.as_string() == b.as_string();
    case Kind::kArray:
      for (size_t i = 0; i < a.size(); ++i)
        if (!equal(a.items()[i], b.items()[i])) return false;
      return true;
    case Kind::kObject:
      return std::all_of(a.members().begin(), a.members().end(), [&](const Member& member) {
        const Node* other = b.find(member.key);
        return other != nullptr && equal(member.value, *other);
      });
    default:
      return true;
  }
}

size_t append_canonical(const Node& node, std::string& out) {
  size_t visited = 1;
  if (node.is_number()) {
    if (node.as_int()) {
      out += fmt::format("{}", *node.as_int());
    } else if (node.as_uint()) {
      out += fmt::format("{}", *node.as_uint());
    } else {
      out += fmt::format("{}", *node.as_double());
    }
  } else if (node.is_string()) {
    append_json_string(out, node.as_string());
  } else if (node.is_array()) {
    out += '[';
    for (const Node& item : node.items()) {
      visited += append_canonical(item, out);
      out += ',';
    }
    out += ']';
  } else if (node.is_object()) {
    std::vector<const Member*> members;
    for (const Member& member : node.members()) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const Member* a, const Member* b) { return a->key < b->key; });
    out += '{';
    for (const Member* member : members) {
      append_json_string(out, member->key);
      visited += append_canonical(member->value, out);
      out += ',';
    }
    out += '}';
  } else {
    out += node.is_null() ? "null" : node.as_bool() ? "true" : "false";
  }
  return visited;
}

}  // namespace seawall::doc
