// The paths that the programs of one Environment select from declared variables, shared between
// them: `object.spec.containers` is one slot however many programs name it, and an Evaluation keeps
// one looked-up value per slot until the variable is bound anew.
//
// Slots are numbered; the first ones are the variables themselves. A slot never moves and never
// changes once made, so programs may run while others are compiled.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "base/arena.h"
#include "cel/value.h"

namespace seawall::cel {

struct PathSlot {
  std::string_view key;
  uint32_t parent = 0;    // slot; a variable's is itself
  uint32_t variable = 0;  // slot of the variable at the root
  uint32_t depth = 0;     // selects from the variable
  // The errors of this select, made once so that an absent field costs nothing: there is no such
  // key; what it is selected from has no fields. Of a variable: it is not bound; unused.
  ErrorInfo missing;
  ErrorInfo no_field;
};

class PathTable {
 public:
  static constexpr uint32_t kNone = ~0u;

  // The next variable; variables come before all paths.
  uint32_t add_variable(std::string_view name);
  // The slot of `key` below `parent`, made if need be; kNone when the table is full (a million
  // paths): select without a slot then.
  uint32_t child(uint32_t parent, std::string_view key);
  const PathSlot& operator[](uint32_t slot) const {
    return (*chunks_[slot / kChunk])[slot % kChunk];
  }
  uint32_t size() const { return size_; }

 private:
  static constexpr uint32_t kChunk = 256;
  static constexpr uint32_t kChunks = 4096;
  PathSlot* add();

  std::array<std::unique_ptr<std::array<PathSlot, kChunk>>, kChunks> chunks_;
  uint32_t size_ = 0;
  std::map<std::pair<uint32_t, std::string_view>, uint32_t> children_;
  Arena texts_;
};

}  // namespace seawall::cel
