// The functions of docs/facts.md.
#include <algorithm>

#include "cel/overload_builder.h"
#include "image/reference.h"
#include "model/facts.h"
#include "model/secret_kind.h"

namespace seawall::model {
namespace {

using cel::Value;

Value copied(std::string_view text, cel::Memory& memory) {
  return cel::make_string({text}, memory);
}

Value make_reference(const image::Reference& reference, bool valid, cel::Memory& memory) {
  std::string_view repository = reference.repository;
  std::string_view name = repository.substr(repository.rfind('/') + 1);
  constexpr size_t kFields = 6;
  auto* entries = memory.allocate<cel::MapEntry>(kFields);
  if (!entries) return cel::out_of_memory();
  entries[0] = {Value::string("registry"), copied(reference.registry, memory)};
  entries[1] = {Value::string("repository"), copied(reference.repository, memory)};
  entries[2] = {Value::string("name"), copied(name, memory)};
  entries[3] = {Value::string("tag"), copied(reference.tag, memory)};
  entries[4] = {Value::string("digest"), copied(reference.digest, memory)};
  entries[5] = {Value::string("valid"), Value::boolean(valid)};
  for (size_t i = 0; i < kFields; ++i)
    if (entries[i].value.is_error()) return entries[i].value;
  return cel::make_map({entries, kFields}, memory);
}

Value image_reference(cel::Call& call) {
  std::string_view text = call[0].as_text();
  Result<image::Reference> reference = image::parse_reference(text);
  if (!reference) return make_reference({}, false, call.memory);
  // The parser fills in what Docker would pull; checks want to know what is written.
  if (reference->digest.empty() && reference->tag == "latest" && !text.ends_with(":latest"))
    reference->tag.clear();
  return make_reference(*reference, true, call.memory);
}

// Whether the list under `field` of a rule has one of the texts.
bool has_any(const Value& rule, std::string_view field, std::initializer_list<std::string_view> of,
             cel::Call& call) {
  std::optional<Value> list = rule.find(field, call.memory);
  if (!list || list->kind() != cel::Kind::kList) return false;
  size_t size = list->size();
  call.cost += size / 16;
  for (size_t i = 0; i < size; ++i) {
    Value item = list->item(i);
    if (item.kind() == cel::Kind::kString &&
        std::find(of.begin(), of.end(), item.as_text()) != of.end())
      return true;
  }
  return false;
}

// As the RBAC authorizer matches (pkg/apis/rbac/v1, evaluation_helpers.go): "*" is every resource
// and subresource, "*/scale" that subresource of any; "pods/*" is nothing.
Value allows(cel::Call& call) {
  const Value& rule = call[0];
  if (rule.kind() != cel::Kind::kMap)
    return cel::make_error(cel::ErrorCode::kNoSuchOverload, "allows", call.memory);
  std::string_view resource = call[3].as_text();
  size_t slash = resource.find('/');
  std::string any_with_subresource =
      slash == std::string_view::npos ? "*" : "*" + std::string(resource.substr(slash));
  return Value::boolean(has_any(rule, "verbs", {"*", call[1].as_text()}, call) &&
                        has_any(rule, "apiGroups", {"*", call[2].as_text()}, call) &&
                        has_any(rule, "resources", {"*", resource, any_with_subresource}, call));
}

Value kind_of_secret(cel::Call& call) {
  std::string_view text = call[0].as_text();
  call.cost += text.size() / 64;
  if (call.cost > call.cost_limit)
    return cel::make_error(cel::ErrorCode::kCostExceeded, "", call.memory);
  return Value::string(secret_kind(text));
}

}  // namespace

std::vector<cel::Overload> fact_functions(cel::TypeArena& types) {
  const cel::Type* text = cel::string_type();
  cel::OverloadBuilder build(types);
  build.function("imageReference")
      .global("image_reference_string", {text}, types.map_of(text, cel::dyn_type()),
              image_reference);
  build.function("allows").global("allows_rule", {cel::dyn_type(), text, text, text},
                                  cel::bool_type(), allows);
  build.function("secretKind").global("secret_kind_string", {text}, text, kind_of_secret);
  return build.take();
}

}  // namespace seawall::model
