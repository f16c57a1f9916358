#include "cel/mutation.h"

#include <array>
#include <string>

#include "cel/library_support.h"

namespace seawall::cel {

namespace {

constexpr std::string_view kObject = "Object";
constexpr Type kObjectType{TypeKind::kMessage, kObject, {}};
constexpr Type kJsonPatchType{TypeKind::kMessage, "JSONPatch", {}};

const Type* message_named(std::string_view name, TypeArena& types) {
  if (name == kObjectType.name) return &kObjectType;
  if (name == kJsonPatchType.name) return &kJsonPatchType;
  bool is_part = name.starts_with(kObject) && name.substr(kObject.size()).starts_with('.');
  return is_part ? types.message(name) : nullptr;
}

const Type* field_of_message(const Type& message, std::string_view field) {
  if (message.kind != TypeKind::kMessage) return nullptr;
  if (message.name != kJsonPatchType.name) return dyn_type();
  if (field == "op" || field == "path" || field == "from") return string_type();
  return field == "value" ? dyn_type() : nullptr;
}

// RFC 6901, section 3.
Value escape_key(Call& call) {
  std::string_view key = call[0].as_text();
  std::string escaped;
  escaped.reserve(key.size());
  for (char c : key) {
    if (c == '~')
      escaped += "~0";
    else if (c == '/')
      escaped += "~1";
    else
      escaped += c;
  }
  return make_text(escaped, call.memory);
}

std::vector<Overload> json_patch_functions() {
  OverloadList list;
  list.function("jsonpatch.escapeKey", "string_jsonpatch_escapeKey_string", {string_type()},
                string_type(), escape_key, cost_of_reading);
  return list.take();
}

class NameCheck {
 public:
  // `path`: what an object here must be called.
  Result<void> check(const Value& value, const std::string& path, int depth) {
    constexpr int kDeepest = 200;
    if (depth > kDeepest || --parts_ == 0)
      return Error(Code::kLimit, "the object is nested too deeply or has too many parts");
    if (value.is_node()) return {};  // documents hold no named objects
    if (value.kind() == Kind::kList) {
      for (const Value& item : value.items()) TRY(check(item, path, depth + 1));
    } else if (const MapTable* table = map_of(value)) {
      return check_map(*table, path, depth);
    }
    return {};
  }

 private:
  static const MapTable* map_of(const Value& value) {
    return value.kind() == Kind::kMap ? value.map_table() : nullptr;
  }

  Result<void> check_map(const MapTable& table, const std::string& path, int depth) {
    if (table.message && table.message->name != path)
      return Error::make(Code::kInvalid,
                         "unexpected type name {}, expected {}, which matches field name path "
                         "from root Object type",
                         quoted(table.message->name), quoted(path));
    for (const MapEntry& entry : table.entries) {
      if (!table.message || entry.key.kind() != Kind::kString)
        TRY(check(entry.value, path, depth + 1));
      else
        TRY(check(entry.value, path + "." + std::string(entry.key.as_text()), depth + 1));
    }
    return {};
  }

  int parts_ = 1'000'000;
};

}  // namespace

void allow_mutation(EnvironmentOptions& options) {
  options.messages = {.type = message_named, .field = field_of_message};
  for (Overload& overload : json_patch_functions())
    options.functions.push_back(std::move(overload));
}

const Type* object_type() {
  return &kObjectType;
}

const Type* json_patch_list_type() {
  static constexpr std::array<const Type*, 1> kItem = {&kJsonPatchType};
  static constexpr Type kList{TypeKind::kList, {}, kItem};
  return &kList;
}

Result<void> check_object_names(const Value& value) {
  return NameCheck().check(value, std::string(kObject), 0);
}

}  // namespace seawall::cel
