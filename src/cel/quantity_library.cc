// Kubernetes' quantity library (k8s.io/apiserver/pkg/cel/library/quantity.go).
#include <algorithm>

#include "cel/library_support.h"
#include "cel/quantity.h"

namespace seawall::cel {

namespace {

constexpr Type kQuantityType{TypeKind::kOpaque, "kubernetes.Quantity", {}};

class QuantityValue final : public Opaque {
 public:
  explicit QuantityValue(const Quantity& quantity) : quantity(quantity) {}
  const Type* type() const override { return &kQuantityType; }
  bool equals(const Opaque& other) const override {
    return compare(quantity, static_cast<const QuantityValue&>(other).quantity) == 0;
  }
  std::string text() const override { return to_text(quantity); }

  const Quantity quantity;
};

const Quantity& quantity_of(const Value& value) {
  return opaque_of<QuantityValue>(value).quantity;
}

Value give(const Result<Quantity>& quantity, Memory& memory) {
  if (quantity) return make_opaque<QuantityValue>(memory, *quantity);
  ErrorCode code =
      quantity.error().code() == Code::kLimit ? ErrorCode::kMemoryExceeded : ErrorCode::kInvalid;
  return make_error(code, quantity.error().message(), memory);
}

Value make_quantity(Call& call) {
  charge_work(call, call[0].as_text().size());
  return give(parse_quantity(call[0].as_text(), call.memory), call.memory);
}

Value is_quantity(Call& call) {
  charge_work(call, call[0].as_text().size());
  Result<Quantity> quantity = parse_quantity(call[0].as_text(), call.memory);
  if (!quantity && quantity.error().code() == Code::kLimit) return give(quantity, call.memory);
  return Value::boolean(quantity.ok());
}

int compare_arguments(Call& call) {
  const Quantity& a = quantity_of(call[0]);
  const Quantity& b = quantity_of(call[1]);
  charge_work(call, std::min(a.digit_count(), b.digit_count()));
  return compare(a, b);
}

Value is_greater(Call& call) {
  return Value::boolean(compare_arguments(call) > 0);
}
Value is_less(Call& call) {
  return Value::boolean(compare_arguments(call) < 0);
}
Value compare_to(Call& call) {
  return Value::integer(compare_arguments(call));
}

Value sign(Call& call) {
  return Value::integer(quantity_of(call[0]).sign());
}
Value is_integer(Call& call) {
  return Value::boolean(quantity_of(call[0]).as_integer().has_value());
}
Value as_integer(Call& call) {
  std::optional<int64_t> value = quantity_of(call[0]).as_integer();
  return value ? Value::integer(*value) : invalid(call.memory, "cannot convert value to integer");
}
Value as_approximate_float(Call& call) {
  return Value::real(quantity_of(call[0]).as_approximate_float());
}

Quantity second_of(Call& call) {
  return call[1].kind() == Kind::kInt ? Quantity::of_integer(call[1].as_int())
                                      : quantity_of(call[1]);
}
Value give_sum(Call& call, const Result<Quantity>& sum) {
  if (sum) charge_work(call, sum->digit_count());
  return give(sum, call.memory);
}
Value add_quantities(Call& call) {
  return give_sum(call, add(quantity_of(call[0]), second_of(call), call.memory));
}
Value subtract_quantities(Call& call) {
  return give_sum(call, subtract(quantity_of(call[0]), second_of(call), call.memory));
}

std::vector<Overload> overloads(TypeArena&) {
  const Type* self = &kQuantityType;
  OverloadList list;
  list.function("quantity", "string_to_quantity", {string_type()}, self, make_quantity,
                cost_of_reading);
  list.function("isQuantity", "is_quantity_string", {string_type()}, bool_type(), is_quantity,
                cost_of_reading);
  // A plain function, though the documentation shows a method.
  list.function("sign", "quantity_sign", {self}, int_type(), sign);
  list.member("isGreaterThan", "quantity_is_greater_than", {self, self}, bool_type(), is_greater);
  list.member("isLessThan", "quantity_is_less_than", {self, self}, bool_type(), is_less);
  list.member("compareTo", "quantity_compare_to", {self, self}, int_type(), compare_to);
  list.member("asApproximateFloat", "quantity_get_float", {self}, double_type(),
              as_approximate_float);
  list.member("asInteger", "quantity_get_int", {self}, int_type(), as_integer);
  list.member("isInteger", "quantity_is_integer", {self}, bool_type(), is_integer);
  list.member("add", "quantity_add", {self, self}, self, add_quantities);
  list.member("add", "quantity_add_int", {self, int_type()}, self, add_quantities);
  list.member("sub", "quantity_sub", {self, self}, self, subtract_quantities);
  list.member("sub", "quantity_sub_int", {self, int_type()}, self, subtract_quantities);
  return list.take();
}

}  // namespace

const Library& quantity_library() {
  static const Library library{.name = "kubernetes.quantity",
                               .kubernetes_minor = 28,
                               .kubernetes = true,
                               .overloads = overloads,
                               .constants = nullptr};
  return library;
}

}  // namespace seawall::cel
