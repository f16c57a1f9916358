// What a check may know beyond the object it judges: docs/facts.md. Computed from a set of objects
// that were scanned together, each fact when it is first asked for; the indexes that a fact needs
// are built once, so that no fact looks at all objects for each object.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cel/function.h"
#include "cel/value.h"
#include "kube/fact_source.h"
#include "kube/object.h"

namespace seawall::model {

struct FactOptions {
  bool in_cluster = false;                    // the objects are all that a live cluster has
  std::vector<kube::TemplatePath> templates;  // user-declared pod template paths
  uint64_t comparisons = 500'000'000;         // that may be made for all facts of all objects
};

// The facts of objects, one at a time. For one thread; another thread takes another().
//
// A fact whose computation goes beyond its bounds (100,000 entries of a list,
// FactOptions::comparisons) is an error value, never a shorter list.
class Facts final : public kube::FactSource {
 public:
  // `objects` and their documents outlive this and what another() gives.
  explicit Facts(std::span<const kube::Object> objects, FactOptions options = {});
  ~Facts() override;
  // Facts of the same objects; the indexes are shared, whoever builds them.
  std::unique_ptr<Facts> another() const;

  // `object` need not be one of the set (an admission review): its facts are what the set says of
  // it. Values given are valid until the next call. Never nullptr.
  const cel::LazyMap* facts(const kube::Object& object) override;

 private:
  struct State;
  explicit Facts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The functions of docs/facts.md: imageReference, allows, secretKind.
std::vector<cel::Overload> fact_functions(cel::TypeArena& types);

}  // namespace seawall::model
