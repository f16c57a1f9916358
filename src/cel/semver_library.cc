// Kubernetes' semver library (k8s.io/apiserver/pkg/cel/library/semverlib.go), version 1.
#include "cel/library_support.h"
#include "cel/semver.h"

namespace seawall::cel {

namespace {

constexpr Type kSemverType{TypeKind::kOpaque, "kubernetes.Semver", {}};

class SemverValue final : public Opaque {
 public:
  explicit SemverValue(const Semver& version) : version(version) {}
  const Type* type() const override { return &kSemverType; }
  bool equals(const Opaque& other) const override {
    return compare(version, static_cast<const SemverValue&>(other).version) == 0;
  }
  std::string text() const override { return to_text(version); }

  const Semver version;
};

const Semver& version_of(const Value& value) {
  return opaque_of<SemverValue>(value).version;
}

bool is_normalizing(const Call& call) {
  return call.arguments.size() > 1 && call[1].as_bool();
}

Value make_semver(Call& call) {
  std::string_view text = call[0].as_text();
  if (is_normalizing(call)) {
    Result<std::string> normalized = normalized_semver(text);
    if (!normalized) return invalid(call.memory, normalized.error().message());
    text = call.memory.copy(*normalized);
    if (!text.data()) return out_of_memory();
  }
  Result<Semver> version = parse_semver(text);
  if (!version) return invalid(call.memory, version.error().message());
  return make_opaque<SemverValue>(call.memory, *version);
}

Value is_semver(Call& call) {
  std::string_view text = call[0].as_text();
  if (!is_normalizing(call)) return Value::boolean(parse_semver(text).ok());
  Result<std::string> normalized = normalized_semver(text);
  return Value::boolean(normalized.ok() && parse_semver(*normalized).ok());
}

int compare_arguments(Call& call) {
  charge_work(call, version_of(call[0]).prerelease.size());
  return compare(version_of(call[0]), version_of(call[1]));
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

// Numbers beyond int64 come out negative, as in the original.
template <uint64_t Semver::*number>
Value number_of(Call& call) {
  return Value::integer(static_cast<int64_t>(version_of(call[0]).*number));
}

std::vector<Overload> overloads(TypeArena&) {
  const Type* self = &kSemverType;
  OverloadList list;
  list.function("semver", "string_to_semver", {string_type()}, self, make_semver, cost_of_reading);
  list.function("semver", "string_bool_to_semver", {string_type(), bool_type()}, self, make_semver,
                cost_of_reading);
  list.function("isSemver", "is_semver_string", {string_type()}, bool_type(), is_semver,
                cost_of_reading);
  list.function("isSemver", "is_semver_string_bool", {string_type(), bool_type()}, bool_type(),
                is_semver, cost_of_reading);
  list.member("isGreaterThan", "semver_is_greater_than", {self, self}, bool_type(), is_greater);
  list.member("isLessThan", "semver_is_less_than", {self, self}, bool_type(), is_less);
  list.member("compareTo", "semver_compare_to", {self, self}, int_type(), compare_to);
  list.member("major", "semver_major", {self}, int_type(), number_of<&Semver::major>);
  list.member("minor", "semver_minor", {self}, int_type(), number_of<&Semver::minor>);
  list.member("patch", "semver_patch", {self}, int_type(), number_of<&Semver::patch>);
  return list.take();
}

}  // namespace

const Library& semver_library() {
  static const Library library{.name = "kubernetes.Semver",
                               .kubernetes_minor = 33,
                               .kubernetes = true,
                               .overloads = overloads,
                               .constants = nullptr};
  return library;
}

}  // namespace seawall::cel
