#include "cel/lazy_programs.h"

namespace seawall::cel {

void LazyPrograms::begin(std::span<const NamedProgram> programs) {
  if (programs.data() != programs_.data() || programs.size() != programs_.size()) {
    programs_ = programs;
    keys_.clear();
    for (const NamedProgram& named : programs) keys_.push_back(named.name);
  }
  entries_.assign(programs.size(), {});
}

std::optional<Value> LazyPrograms::find(std::string_view key, Memory& memory) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] != key) continue;
    Entry& entry = entries_[i];
    if (entry.state == State::kKnown) return entry.value;
    if (entry.state == State::kComputing)
      return make_error(ErrorCode::kInvalid, "a variable refers to itself", memory);
    entry.state = State::kComputing;
    entry.value = evaluation_.run(programs_[i].program);
    // What the cost limit of one run cut off, another may compute.
    bool cut = entry.value.is_error() && entry.value.as_error().code >= ErrorCode::kCostExceeded;
    entry.state = cut ? State::kUnknown : State::kKnown;
    return entry.value;
  }
  return std::nullopt;
}

}  // namespace seawall::cel
