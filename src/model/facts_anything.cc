// Facts about objects of any kind.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

constexpr size_t kMostUnsorted = 1000;  // mappings that are named

Value name_space(const FactContext& context) {
  return object_or_null(context.index.find_namespace(context.name_space));
}

Value in_cluster(const FactContext& context) {
  return Value::boolean(context.index.options().in_cluster);
}

Value has(const FactContext& context) {
  const std::vector<std::pair<std::string_view, size_t>>& counts = context.index.kinds();
  if (context.kept.kinds) return *context.kept.kinds;
  cel::Memory& memory = context.kept.memory;
  auto* entries = memory.allocate<cel::MapEntry>(counts.size());
  if (!entries) return cel::out_of_memory();
  for (size_t i = 0; i < counts.size(); ++i)
    entries[i] = {Value::string(counts[i].first),
                  Value::integer(static_cast<int64_t>(counts[i].second))};
  context.kept.kinds = cel::make_map({entries, counts.size()}, memory);
  return *context.kept.kinds;
}

// Lists are made once for all objects: what asks for them compares every object with every other.
Value objects_by_kind(const FactContext& context) {
  if (context.kept.objects) return *context.kept.objects;
  std::map<std::string_view, std::vector<Id>> kinds;
  std::span<const kube::Object> objects = context.index.objects();
  for (Id id = 0; id < objects.size(); ++id) kinds[objects[id].kind].push_back(id);
  FactContext keeping{context.index,       context.object, context.name_space, context.pods,
                      context.kept.memory, context.work,   context.kept};
  auto* entries = context.kept.memory.allocate<cel::MapEntry>(kinds.size());
  if (!entries) return cel::out_of_memory();
  size_t count = 0;
  for (const auto& [kind, ids] : kinds)
    entries[count++] = {Value::string(kind), object_list(keeping, ids)};
  context.kept.objects = cel::make_map({entries, count}, context.kept.memory);
  return *context.kept.objects;
}

Value duplicate_names(const FactContext& context) {
  std::vector<Id> out;
  const kube::Object& object = context.object;
  if (!object.name.empty())
    for (Id id :
         context.index.names().named(object.group, object.kind, context.name_space, object.name))
      if (context.index.object(id).root != object.root) out.push_back(id);
  return object_list(context, out);
}

// Names the mappings whose keys are not in order of their bytes, as paths.
class Unsorted {
 public:
  explicit Unsorted(const FactContext& context) : context_(context) {}

  void visit(const doc::Node& node, const std::string& path) {
    if (out_.size() >= kMostUnsorted) return;
    if (node.is_object()) {
      auto later = [](const doc::Member& a, const doc::Member& b) { return a.key < b.key; };
      std::span<const doc::Member> members = node.members();
      if (!std::is_sorted(members.begin(), members.end(), later))
        out_.push_back(make_text(context_, path));
      for (const doc::Member& member : members)
        if (member.value.size() > 0) visit(member.value, path_of(path, member.key));
    }
    size_t index = 0;
    for (const doc::Node& item : node.items()) {
      if (item.size() > 0) visit(item, fmt::format("{}[{}]", path, index));
      ++index;
    }
  }
  Value take() { return make_list(context_, out_); }

 private:
  static std::string path_of(const std::string& path, std::string_view key) {
    if (key.find_first_of(".[]\"") != std::string_view::npos)
      return fmt::format("{}[\"{}\"]", path, key);
    return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
  }
  const FactContext& context_;
  std::vector<Value> out_;
};

Value unsorted_keys(const FactContext& context) {
  Unsorted out(context);
  out.visit(*context.object.root, "");
  return out.take();
}

}  // namespace

std::span<const Fact> facts_of_anything() {
  static constexpr Fact kFacts[] = {{"namespace", name_space},
                                    {"inCluster", in_cluster},
                                    {"has", has},
                                    {"objects", objects_by_kind},
                                    {"duplicateNames", duplicate_names},
                                    {"unsortedKeys", unsorted_keys}};
  return kFacts;
}

}  // namespace seawall::model
