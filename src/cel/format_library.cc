// Kubernetes' format library (k8s.io/apiserver/pkg/cel/library/format.go).
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "cel/library_support.h"
#include "cel/named_format.h"
#include "cel/operators.h"

namespace seawall::cel {

namespace {

constexpr Type kFormatType{TypeKind::kOpaque, "kubernetes.NamedFormat", {}};

class FormatValue final : public Opaque {
 public:
  explicit FormatValue(const NamedFormat& format) : format(format) {}
  const Type* type() const override { return &kFormatType; }
  bool equals(const Opaque& other) const override {
    return &format == &static_cast<const FormatValue&>(other).format;
  }
  std::string text() const override { return std::string(format.display_name); }

  const NamedFormat& format;
};

constexpr size_t kFormats = 13;

template <size_t index>
Value give_format(Call& call) {
  return make_opaque<FormatValue>(call.memory, named_formats()[index]);
}

template <size_t... indices>
constexpr std::array<Implementation, sizeof...(indices)> make_givers(
    std::index_sequence<indices...>) {
  return {give_format<indices>...};
}
constexpr std::array<Implementation, kFormats> kGivers =
    make_givers(std::make_index_sequence<kFormats>());

Value named(Call& call) {
  const NamedFormat* format = find_named_format(call[0].as_text());
  if (!format) return Value::none();
  Value value = make_opaque<FormatValue>(call.memory, *format);
  return value.is_error() ? value : make_optional(value, call.memory);
}

Value validate(Call& call) {
  std::vector<std::string> messages =
      opaque_of<FormatValue>(call[0]).format.validate(call[1].as_text());
  if (messages.empty()) return Value::none();
  Value* items = call.memory.allocate<Value>(messages.size());
  if (!items) return out_of_memory();
  for (size_t i = 0; i < messages.size(); ++i) {
    items[i] = make_text(messages[i], call.memory);
    if (items[i].is_error()) return items[i];
  }
  return make_optional(Value::list({items, messages.size()}), call.memory);
}

// The cost of a regular expression: that of the text times a quarter of the pattern's length.
uint64_t cost_of_validation(std::span<const Value> arguments, const Value&) {
  uint64_t pattern = opaque_of<FormatValue>(arguments[0]).format.pattern_size;
  return part_of(size_for_cost(arguments[1]) + 1, 10) * part_of(pattern, 4);
}

// "format.dns1123Label": the names live as long as the program.
std::string_view function_name(size_t index) {
  static const std::array<std::string, kFormats> names = [] {
    std::array<std::string, kFormats> made;
    for (size_t i = 0; i < kFormats; ++i)
      made[i] = "format." + std::string(named_formats()[i].name);
    return made;
  }();
  return names[index];
}

std::vector<Overload> overloads(TypeArena& types) {
  const Type* messages = types.optional_of(types.list_of(string_type()));
  OverloadList list;
  for (size_t i = 0; i < std::min(kFormats, named_formats().size()); ++i)
    list.function(function_name(i), function_name(i), {}, &kFormatType, kGivers[i]);
  list.function("format.named", "format-named", {string_type()}, types.optional_of(&kFormatType),
                named);
  list.member("validate", "format-validate", {&kFormatType, string_type()}, messages, validate,
              cost_of_validation);
  return list.take();
}

}  // namespace

const Library& format_library() {
  static const Library library{.name = "kubernetes.format",
                               .kubernetes_minor = 31,
                               .kubernetes = true,
                               .overloads = overloads,
                               .constants = nullptr};
  return library;
}

}  // namespace seawall::cel
