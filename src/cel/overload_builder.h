// How a library writes its list of overloads:
//
//   OverloadBuilder builder(types);
//   builder.function("contains")
//       .member("contains_string", {string_type(), string_type()}, bool_type(), contains);
//   return builder.take();
#pragma once

#include <utility>
#include <vector>

#include "cel/function.h"

namespace seawall::cel {

class OverloadBuilder {
 public:
  explicit OverloadBuilder(TypeArena& types) : types_(types) {}
  TypeArena& types() { return types_; }

  // The overloads that follow are of this function. Names and ids are literals.
  OverloadBuilder& function(std::string_view name) {
    function_ = name;
    return *this;
  }
  OverloadBuilder& global(std::string_view id, std::vector<const Type*> parameters,
                          const Type* result, Implementation implementation,
                          CallCost cost = nullptr) {
    return add(id, false, std::move(parameters), result, implementation, cost);
  }
  // The receiver is the first parameter.
  OverloadBuilder& member(std::string_view id, std::vector<const Type*> parameters,
                          const Type* result, Implementation implementation,
                          CallCost cost = nullptr) {
    return add(id, true, std::move(parameters), result, implementation, cost);
  }
  // The same for an id that is put together here; kept where types keep their names.
  std::string_view keep(std::string_view text) { return types_.parameter(text)->name; }

  std::vector<Overload> take() { return std::move(all_); }

 private:
  OverloadBuilder& add(std::string_view id, bool member, std::vector<const Type*> parameters,
                       const Type* result, Implementation implementation, CallCost cost) {
    all_.push_back({function_, id, member, std::move(parameters), result, implementation, cost});
    return *this;
  }

  TypeArena& types_;
  std::string_view function_;
  std::vector<Overload> all_;
};

}  // namespace seawall::cel
