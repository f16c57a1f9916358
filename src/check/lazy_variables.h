// The `variables` of one check while it is judged for one thing: each is computed when first asked
// for, and kept until the next thing. Private to this folder.
#pragma once

#include <string_view>
#include <vector>

#include "check/compiled.h"

namespace seawall::check {

class LazyVariables final : public cel::LazyMap {
 public:
  explicit LazyVariables(cel::Evaluation& evaluation) : evaluation_(evaluation) {}

  // Begins anew, for `compiled` and what is bound in the evaluation.
  void begin(const CompiledCheck& compiled);

  std::optional<cel::Value> find(std::string_view key, cel::Memory& memory) const override;
  std::span<const std::string_view> keys() const override { return keys_; }

 private:
  enum class State : uint8_t { kUnknown, kComputing, kKnown };
  struct Entry {
    State state = State::kUnknown;
    cel::Value value;
  };
  cel::Evaluation& evaluation_;
  const CompiledCheck* compiled_ = nullptr;
  std::vector<std::string_view> keys_;
  mutable std::vector<Entry> entries_;  // computing is no change that an expression can see
};

}  // namespace seawall::check
