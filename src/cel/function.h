// Functions that expressions may call. A library is a file `NAME_library.cc`; CMake finds it. An
// overload declares its types for the checker, its implementation for the evaluator and its cost.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cel/type.h"
#include "cel/value.h"

namespace seawall::cel {

// What an implementation is given. Arguments are never errors, and match the declared kinds of the
// overload (dyn parameters may be any kind). Of a member call the receiver is arguments[0].
struct Call {
  std::span<const Value> arguments;
  Memory& memory;
  uint64_t& cost;       // an implementation whose work depends on its input may add to it ...
  uint64_t cost_limit;  // ... and must stop with kCostExceeded beyond this
  const void* environment_data = nullptr;  // of the evaluation: see Evaluation::set_data()
  const Value& operator[](size_t index) const { return arguments[index]; }
};
using Implementation = Value (*)(Call& call);

// Kubernetes' cost of a call in cel-go's units; nullptr: 1. Called after the implementation, with
// the arguments and the result.
using CallCost = uint64_t (*)(std::span<const Value> arguments, const Value& result);

struct Overload {
  std::string_view function;  // "contains", "_+_", "ip.isCanonical" (namespaced functions whole)
  std::string_view id;        // cel-spec's overload id: "string_contains"
  bool member = false;        // receiver.function(...)
  std::vector<const Type*> parameters;  // receiver first; kParameter types are bound per call
  const Type* result = nullptr;
  Implementation implementation = nullptr;
  CallCost cost = nullptr;
};

// A constant that a library brings: the type names "int", "net.IP", "google.protobuf.Timestamp";
// enum-like names.
struct Constant {
  std::string_view name;
  const Type* type = nullptr;
  Value value;
};

struct Library {
  std::string_view name;      // "standard", "kubernetes.quantity", "strings"
  unsigned kubernetes_minor;  // in which Kubernetes 1.x environment it came; 0: always there
  bool kubernetes;            // part of the Kubernetes environment (others: cel-spec extensions)
  // Built once, on first use; `types` outlives the program.
  std::vector<Overload> (*overloads)(TypeArena& types);
  std::vector<Constant> (*constants)(TypeArena& types);  // may be nullptr
};

// All libraries, by name (generated from the folder's *_library.cc files).
std::span<const Library* const> libraries();

}  // namespace seawall::cel
