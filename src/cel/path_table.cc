#include "cel/path_table.h"

namespace seawall::cel {

PathSlot* PathTable::add() {
  if (size_ == kChunk * kChunks) return nullptr;
  auto& chunk = chunks_[size_ / kChunk];
  if (!chunk) chunk = std::make_unique<std::array<PathSlot, kChunk>>();
  return &(*chunk)[size_++ % kChunk];
}

uint32_t PathTable::add_variable(std::string_view name) {
  PathSlot* slot = add();
  if (slot == nullptr) return kNone;
  uint32_t number = size_ - 1;
  std::string_view key = texts_.copy(name);
  *slot = {key, number, number, 0, {ErrorCode::kUndeclared, key}, {ErrorCode::kUndeclared, key}};
  return number;
}

uint32_t PathTable::child(uint32_t parent, std::string_view key) {
  auto known = children_.find({parent, key});
  if (known != children_.end()) return known->second;
  const PathSlot& above = (*this)[parent];
  PathSlot* slot = add();
  if (slot == nullptr) return kNone;
  std::string_view text = texts_.copy(key);
  *slot = {text,
           parent,
           above.variable,
           above.depth + 1,
           {ErrorCode::kNoSuchKey, text},
           {ErrorCode::kNoSuchOverload, text}};
  children_.emplace(std::pair(parent, text), size_ - 1);
  return size_ - 1;
}

}  // namespace seawall::cel
