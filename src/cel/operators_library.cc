// The operators, for the checker: what types they take. The evaluator knows them by itself; the
// implementations here are for calls by overload. Numbers of different types compare, as Kubernetes
// has it.
#include "cel/function.h"
#include "cel/operators.h"

namespace seawall::cel {

namespace {

Value call_add(Call& call) {
  return arithmetic(Arithmetic::kAdd, call[0], call[1], call.memory);
}
Value call_subtract(Call& call) {
  return arithmetic(Arithmetic::kSubtract, call[0], call[1], call.memory);
}
Value call_multiply(Call& call) {
  return arithmetic(Arithmetic::kMultiply, call[0], call[1], call.memory);
}
Value call_divide(Call& call) {
  return arithmetic(Arithmetic::kDivide, call[0], call[1], call.memory);
}
Value call_modulus(Call& call) {
  return arithmetic(Arithmetic::kModulus, call[0], call[1], call.memory);
}
Value call_negate(Call& call) {
  return negate(call[0]);
}
Value call_not(Call& call) {
  return Value::boolean(!call[0].as_bool());
}
Value call_equal(Call& call) {
  return Value::boolean(equals(call[0], call[1], call.memory));
}
Value call_not_equal(Call& call) {
  return Value::boolean(!equals(call[0], call[1], call.memory));
}
template <Relation relation>
Value call_relate(Call& call) {
  return relate(relation, call[0], call[1]);
}
Value call_in(Call& call) {
  uint64_t steps = 50'000'000;
  return is_in(call[0], call[1], call.memory, steps);
}
Value call_size(Call& call) {
  return size_of(call[0]);
}

class Overloads {
 public:
  explicit Overloads(TypeArena& types) : types_(types) {}

  void add(std::string_view function, std::string_view id, std::vector<const Type*> parameters,
           const Type* result, Implementation implementation, bool member = false) {
    Overload made;
    made.function = function;
    made.id = id;
    made.member = member;
    made.parameters = std::move(parameters);
    made.result = result;
    made.implementation = implementation;
    all_.push_back(std::move(made));
  }

  void add_arithmetic() {
    struct Row {
      const char* function;
      Implementation implementation;
      const char *ints, *uints, *doubles;
    };
    constexpr Row kRows[] = {
        {"_+_", call_add, "add_int64", "add_uint64", "add_double"},
        {"_-_", call_subtract, "subtract_int64", "subtract_uint64", "subtract_double"},
        {"_*_", call_multiply, "multiply_int64", "multiply_uint64", "multiply_double"},
        {"_/_", call_divide, "divide_int64", "divide_uint64", "divide_double"},
        {"_%_", call_modulus, "modulo_int64", "modulo_uint64", nullptr},
    };
    for (const Row& row : kRows) {
      add_same(row.function, row.ints, int_type(), row.implementation);
      add_same(row.function, row.uints, uint_type(), row.implementation);
      if (row.doubles) add_same(row.function, row.doubles, double_type(), row.implementation);
    }
    add("-_", "negate_int64", {int_type()}, int_type(), call_negate);
    add("-_", "negate_double", {double_type()}, double_type(), call_negate);
    add("!_", "logical_not", {bool_type()}, bool_type(), call_not);
  }

  void add_concatenation() {
    add_same("_+_", "add_string", string_type(), call_add);
    add_same("_+_", "add_bytes", bytes_type(), call_add);
    add_same("_+_", "add_list", types_.list_of(types_.parameter("A")), call_add);
  }

  void add_times() {
    const Type* duration = duration_type();
    const Type* timestamp = timestamp_type();
    add("_+_", "add_duration_duration", {duration, duration}, duration, call_add);
    add("_+_", "add_timestamp_duration", {timestamp, duration}, timestamp, call_add);
    add("_+_", "add_duration_timestamp", {duration, timestamp}, timestamp, call_add);
    add("_-_", "subtract_duration_duration", {duration, duration}, duration, call_subtract);
    add("_-_", "subtract_timestamp_duration", {timestamp, duration}, timestamp, call_subtract);
    add("_-_", "subtract_timestamp_timestamp", {timestamp, timestamp}, duration, call_subtract);
  }

  void add_relation(std::string_view function, std::string_view prefix,
                    Implementation implementation) {
    struct Named {
      const Type* type;
      const char* name;
    };
    const Named numbers[] = {
        {int_type(), "int64"}, {uint_type(), "uint64"}, {double_type(), "double"}};
    const Named others[] = {{bool_type(), "bool"},
                            {string_type(), "string"},
                            {bytes_type(), "bytes"},
                            {timestamp_type(), "timestamp"},
                            {duration_type(), "duration"}};
    for (const Named& a : numbers) {
      for (const Named& b : numbers) {
        std::string id = std::string(prefix) + "_" + a.name;
        if (a.type != b.type) id += std::string("_") + b.name;
        add(function, name(id), {a.type, b.type}, bool_type(), implementation);
      }
    }
    for (const Named& a : others)
      add(function, name(std::string(prefix) + "_" + a.name), {a.type, a.type}, bool_type(),
          implementation);
  }

  void add_relations() {
    add_relation("_<_", "less", call_relate<Relation::kLess>);
    add_relation("_<=_", "less_equals", call_relate<Relation::kLessEqual>);
    add_relation("_>_", "greater", call_relate<Relation::kGreater>);
    add_relation("_>=_", "greater_equals", call_relate<Relation::kGreaterEqual>);
    const Type* any = types_.parameter("A");
    add("_==_", "equals", {any, any}, bool_type(), call_equal);
    add("_!=_", "not_equals", {any, any}, bool_type(), call_not_equal);
  }

  void add_containers() {
    const Type* a = types_.parameter("A");
    const Type* b = types_.parameter("B");
    const Type* list = types_.list_of(a);
    const Type* map = types_.map_of(a, b);
    add("@in", "in_list", {a, list}, bool_type(), call_in);
    add("@in", "in_map", {a, map}, bool_type(), call_in);
    for (bool member : {false, true}) {
      add("size", member ? "string_size" : "size_string", {string_type()}, int_type(), call_size,
          member);
      add("size", member ? "bytes_size" : "size_bytes", {bytes_type()}, int_type(), call_size,
          member);
      add("size", member ? "list_size" : "size_list", {list}, int_type(), call_size, member);
      add("size", member ? "map_size" : "size_map", {map}, int_type(), call_size, member);
    }
  }

  std::vector<Overload> take() { return std::move(all_); }

 private:
  void add_same(std::string_view function, std::string_view id, const Type* type,
                Implementation implementation) {
    add(function, id, {type, type}, type, implementation);
  }
  // A name made here, kept where types keep theirs.
  std::string_view name(const std::string& text) { return types_.parameter(text)->name; }

  TypeArena& types_;
  std::vector<Overload> all_;
};

std::vector<Overload> operators(TypeArena& types) {
  Overloads overloads(types);
  overloads.add_arithmetic();
  overloads.add_concatenation();
  overloads.add_times();
  overloads.add_relations();
  overloads.add_containers();
  return overloads.take();
}

}  // namespace

const Library& operators_library() {
  static constexpr Library kLibrary{"operators", 0, true, operators, nullptr};
  return kLibrary;
}

}  // namespace seawall::cel
