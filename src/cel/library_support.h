// What the libraries of functions share: declaring overloads, opaque values, messages.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/call_cost.h"
#include "cel/function.h"

namespace seawall::cel {

// Collects the overloads of a library.
class OverloadList {
 public:
  void function(std::string_view name, std::string_view id,
                std::initializer_list<const Type*> parameters, const Type* result,
                Implementation implementation, CallCost cost = nullptr) {
    add(name, id, false, parameters, result, implementation, cost);
  }
  // The receiver is the first of `parameters`.
  void member(std::string_view name, std::string_view id,
              std::initializer_list<const Type*> parameters, const Type* result,
              Implementation implementation, CallCost cost = nullptr) {
    add(name, id, true, parameters, result, implementation, cost);
  }
  std::vector<Overload> take() { return std::move(all_); }

 private:
  void add(std::string_view name, std::string_view id, bool member,
           std::initializer_list<const Type*> parameters, const Type* result,
           Implementation implementation, CallCost cost);
  std::vector<Overload> all_;
};

// The T that an argument is; the overload's declaration says that it is one.
template <typename T>
const T& opaque_of(const Value& value) {
  return *static_cast<const T*>(value.as_opaque());
}
// A new opaque value; an error value when there is no room.
template <typename T, typename... Arguments>
Value make_opaque(Memory& memory, Arguments&&... arguments) {
  const T* made = memory.make<T>(std::forward<Arguments>(arguments)...);
  return made ? Value::opaque(made) : out_of_memory();
}

// A string of `text`, copied; an error value when there is no room.
Value make_text(std::string_view text, Memory& memory);
// An error value with that sentence.
Value invalid(Memory& memory, std::string_view sentence);

// Go's %q: in double quotes, with its escapes. Long texts are cut: messages go into reports.
std::string quoted(std::string_view text);

// Work that Kubernetes' costs do not count but grows with an input (`bytes`): nothing for inputs of
// ordinary size, so that costs agree.
void charge_work(Call& call, uint64_t bytes);

}  // namespace seawall::cel
