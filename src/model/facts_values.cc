#include "model/facts_values.h"

#include <algorithm>

namespace seawall::model {

using cel::Value;

cel::Value make_list(const FactContext& context, std::span<const Value> items) {
  if (items.size() > kMostListed)
    return cel::make_error(cel::ErrorCode::kInvalid, "the fact has more than 100,000 entries",
                           context.memory);
  auto* copy = context.memory.allocate<Value>(items.size());
  if (!copy) return cel::out_of_memory();
  std::copy(items.begin(), items.end(), copy);
  return Value::list({copy, items.size()});
}

cel::Value make_fields(const FactContext& context,
                       std::initializer_list<std::pair<std::string_view, Value>> fields) {
  auto* entries = context.memory.allocate<cel::MapEntry>(fields.size());
  if (!entries) return cel::out_of_memory();
  size_t count = 0;
  for (const auto& [name, value] : fields) {
    if (value.is_error()) return value;
    entries[count++] = {Value::string(name), value};
  }
  return cel::make_map({entries, count}, context.memory);
}

cel::Value object_list(const FactContext& context, std::span<const Id> ids) {
  std::vector<Value> out;
  if (!context.work.spend(ids.size())) return Value::null();
  out.reserve(ids.size());
  for (Id id : ids) out.push_back(Value::from_node(*context.index.object(id).root));
  return make_list(context, out);
}

cel::Value object_or_null(const kube::Object* object) {
  return object ? Value::from_node(*object->root) : Value::null();
}

cel::Value make_text(const FactContext& context, std::string_view text) {
  return cel::make_string({text}, context.memory);
}

cel::Value workload_list(const FactContext& context, const std::vector<const Pods*>& pods) {
  return object_list(context, context.index.workloads_of(pods, context.work));
}

}  // namespace seawall::model
