// Any YAML stream as a set of objects: every fact of every object is asked for.
#include <cstdint>

#include "doc/parse.h"
#include "model/facts.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace doc = seawall::doc;
  namespace kube = seawall::kube;
  namespace model = seawall::model;
  namespace cel = seawall::cel;
  constexpr size_t kMostObjects = 64;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  doc::Documents read = doc::parse_yaml_stream(text, seawall::Limits{});
  std::vector<kube::Object> objects;
  for (const doc::Document& document : read.documents)
    if (std::optional<kube::Object> object = kube::as_object(document.root(), 0))
      if (objects.size() < kMostObjects) objects.push_back(*object);
  model::FactOptions options;
  options.comparisons = 100'000;
  options.in_cluster = size % 2 == 0;
  model::Facts facts(objects, options);
  cel::Memory memory;
  for (const kube::Object& object : objects) {
    const cel::LazyMap* map = facts.facts(object);
    for (std::string_view key : map->keys())
      if (std::optional<cel::Value> value = map->find(key, memory)) cel::to_text(*value, memory);
    memory.reset();
  }
  return 0;
}
