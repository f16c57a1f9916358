#include "doc/schema_registry.h"

#include "base/text.h"
#include "doc/uri.h"

namespace seawall::doc {

namespace {

// `$id`, or `id` as draft 4 has it; not in places where "id" may be a property's name.
std::string_view own_id(const Node& node) {
  std::string_view id = node.text("$id");
  if (!id.empty()) return id;
  return node.text("$schema").find("draft-04") != std::string_view::npos ? node.text("id") : "";
}

bool is_reference_alone(const Node& root) {
  std::string_view dialect = root.text("$schema");
  return dialect.empty() || dialect.find("draft-0") != std::string_view::npos;
}

bool holds_no_schemas(std::string_view keyword) {
  return keyword == "enum" || keyword == "const" || keyword == "default" || keyword == "examples";
}

const Node* step(const Node& node, std::string_view token) {
  if (node.is_object()) return node.find(token);
  std::optional<uint64_t> index = parse_uint(token);
  if (!index || *index >= node.items().size()) return nullptr;
  return &node.items()[*index];
}

}  // namespace

SchemaRegistry::SchemaRegistry(const std::vector<SchemaDocument>& documents) {
  std::string main_base;
  for (const SchemaDocument& document : documents) {
    bool is_main = &document == &documents.front();
    SchemaPlace outer{document.root, resolve_uri(main_base, document.uri),
                      is_reference_alone(*document.root)};
    add(outer.base, outer);
    SchemaPlace place = inside(outer, *document.root);
    // Found by the URI it was given, it still sees its references from its own $id.
    places_[std::string(split_fragment(outer.base).address)].base = place.base;
    walk(outer);
    if (!is_main) continue;
    main_ = place;
    main_base = place.base;
  }
}

void SchemaRegistry::add(const std::string& uri, const SchemaPlace& place) {
  std::string_view key = uri;
  if (key.ends_with('#')) key.remove_suffix(1);
  places_.try_emplace(std::string(key), place);
}

SchemaPlace SchemaRegistry::inside(const SchemaPlace& outer, const Node& node) {
  SchemaPlace place{&node, outer.base, outer.reference_alone};
  std::string_view id = own_id(node);
  if (!id.empty() && id.front() != '#')
    place.base = std::string(split_fragment(resolve_uri(outer.base, id)).address);
  return place;
}

// Depth is bounded by that of the document.
void SchemaRegistry::walk(const SchemaPlace& outer) {
  const Node& node = *outer.node;
  for (const Node& item : node.items()) walk({&item, outer.base, outer.reference_alone});
  if (!node.is_object()) return;
  SchemaPlace place = inside(outer, node);
  std::string_view id = own_id(node);
  if (id.starts_with('#') && id.size() > 1) add(place.base + std::string(id), place);
  if (!id.empty() && id.front() != '#') add(place.base, place);
  if (std::string_view anchor = node.text("$anchor"); !anchor.empty())
    add(place.base + "#" + std::string(anchor), place);
  for (const Member& member : node.members())
    if (!holds_no_schemas(member.key)) walk({&member.value, place.base, place.reference_alone});
}

Result<SchemaPlace> SchemaRegistry::follow(SchemaPlace place, std::string_view pointer) {
  std::optional<std::string> decoded = percent_decode(pointer);
  if (!decoded) return Error{Code::kInvalid, "malformed percent encoding"};
  std::vector<std::string_view> tokens = split(*decoded, '/');
  for (size_t i = 1; i < tokens.size(); ++i) {
    std::string token = replace_all(replace_all(tokens[i], "~1", "/"), "~0", "~");
    const Node* next = step(*place.node, token);
    if (next == nullptr) return Error{Code::kNotFound, "nothing is there"};
    place = inside(place, *next);
  }
  return place;
}

Result<SchemaPlace> SchemaRegistry::find(const SchemaPlace& from,
                                         std::string_view reference) const {
  std::string uri = resolve_uri(from.base, reference);
  auto [address, fragment] = split_fragment(uri);
  bool pointer = fragment.empty() || fragment.front() == '/';
  auto at = places_.find(pointer ? address : std::string_view(uri));
  if (at == places_.end())
    return Error::make(Code::kNotFound, "$ref {}: no such schema", printable(uri, 200));
  if (!pointer) return at->second;
  return follow(at->second, fragment).context("$ref {}", printable(uri, 200));
}

}  // namespace seawall::doc
