#include "package/project_file.h"

namespace seawall::package {

namespace {

// Some writers leave an empty list where a map is meant, and the other way round.
bool holds(const doc::Node& node, doc::Kind kind) {
  bool empty = (node.is_array() || node.is_object()) && node.size() == 0;
  return node.kind() == kind || node.is_null() || empty;
}

}  // namespace

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);  // npos + 1 is 0
}

std::optional<std::string_view> beside(const File& file, std::string_view name) {
  if (file.siblings == nullptr) return std::nullopt;
  return file.siblings->read(fmt::format("{}{}", folder_of(file.path), name));
}

Result<std::span<const doc::Node>> list_of(const doc::Node& parent, std::string_view key) {
  if (!holds(parent[key], doc::Kind::kArray))
    return Error::make(Code::kInvalid, "\"{}\" is no list", key);
  return parent[key].items();
}

Result<std::span<const doc::Member>> map_of(const doc::Node& parent, std::string_view key) {
  if (!holds(parent[key], doc::Kind::kObject))
    return Error::make(Code::kInvalid, "\"{}\" is no map", key);
  return parent[key].members();
}

}  // namespace seawall::package
