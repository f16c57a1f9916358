#include "check/lazy_variables.h"

namespace seawall::check {

void LazyVariables::begin(const CompiledCheck& compiled) {
  if (&compiled != compiled_) {
    compiled_ = &compiled;
    keys_.clear();
    for (const NamedExpression& variable : compiled.check->variables)
      keys_.push_back(variable.name);
  }
  entries_.assign(compiled.variables.size(), {});
}

std::optional<cel::Value> LazyVariables::find(std::string_view key, cel::Memory& memory) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] != key) continue;
    Entry& entry = entries_[i];
    if (entry.state == State::kKnown) return entry.value;
    if (entry.state == State::kComputing)
      return cel::make_error(cel::ErrorCode::kInvalid, "a variable refers to itself", memory);
    entry.state = State::kComputing;
    entry.value = evaluation_.run(compiled_->variables[i]);
    // What the cost limit of one run cut off, another may compute.
    bool cut =
        entry.value.is_error() && entry.value.as_error().code >= cel::ErrorCode::kCostExceeded;
    entry.state = cut ? State::kUnknown : State::kKnown;
    return entry.value;
  }
  return std::nullopt;
}

}  // namespace seawall::check
