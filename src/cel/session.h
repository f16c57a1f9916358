// What an Evaluation keeps between its runs: the bound variables, the looked-up paths below them,
// the memory and the budget. Private to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cel/compile.h"
#include "cel/environment.h"

namespace seawall::cel {

struct Session {
  // A path's value is that of the variable's current binding when the epochs are the same.
  struct Entry {
    Value value;
    uint64_t epoch = 0;
  };
  // Macros' variables, and the paths below them, the same way.
  using Local = Entry;

  explicit Session(const PathTable& path_table, size_t memory_budget)
      : paths(path_table), memory(memory_budget) {}

  const PathTable& paths;
  std::vector<Entry> entries;    // by path slot; a variable's is always current
  std::vector<uint64_t> epochs;  // by variable slot; never 0
  std::vector<bool> made_below;  // by variable: paths below it hold values that memory owns
  uint64_t last_epoch = 0;
  Memory memory;
  uint64_t cost = 0, cost_limit = 0, total_cost = 0;
  const void* data = nullptr;
  // Locals of the runs under way; runs nest when a LazyMap computes its entries by running
  // programs.
  std::unique_ptr<Local[]> locals;
  size_t locals_size = 0, locals_used = 0;
  unsigned depth = 0;

  void set_variable(uint32_t slot, const Value& value) {
    epochs[slot] = ++last_epoch;
    entries[slot] = {value, last_epoch};
  }
  const Value& path(uint32_t slot, uint32_t variable) {
    if (entries[slot].epoch != epochs[variable]) look_up(slot);
    return entries[slot].value;
  }
  // Fills the entry of a path.
  void look_up(uint32_t slot);
  // Adds to the cost of the run; false when that goes beyond the limit.
  bool charge(uint64_t amount) {
    cost += amount;
    return cost <= cost_limit;
  }
};

}  // namespace seawall::cel
