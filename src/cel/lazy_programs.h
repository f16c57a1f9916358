// Named programs as a map that computes: the `variables` of a policy or a check. Each entry is run
// when an expression first asks for it, and kept until begin().
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"

namespace seawall::cel {

struct NamedProgram {
  std::string name;
  Program program;
};

class LazyPrograms final : public LazyMap {
 public:
  // `evaluation` runs the programs; it must outlive this map.
  explicit LazyPrograms(Evaluation& evaluation) : evaluation_(evaluation) {}

  // Begins anew with `programs` (borrowed) and with what is bound in the evaluation now.
  void begin(std::span<const NamedProgram> programs);

  // A program that needs itself gives an error value.
  std::optional<Value> find(std::string_view key, Memory& memory) const override;
  std::span<const std::string_view> keys() const override { return keys_; }

 private:
  enum class State : uint8_t { kUnknown, kComputing, kKnown };
  struct Entry {
    State state = State::kUnknown;
    Value value;
  };
  Evaluation& evaluation_;
  std::span<const NamedProgram> programs_;
  std::vector<std::string_view> keys_;
  mutable std::vector<Entry> entries_;  // computing is no change that an expression can see
};

}  // namespace seawall::cel
