// Facts about permissions. A rule is given with the binding that grants it and the role that it
// stands in; `namespace` is where it holds, "" is everywhere. A RoleBinding grants nothing on URLs.
#include <algorithm>

#include "model/facts_permissions.h"
#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

Value list_or_empty(const doc::Node& node) {
  return node.is_array() ? Value::from_node(node) : Value::list({});
}

// Appends the rules of a role, as a binding (or nothing) grants them.
class Rules {
 public:
  explicit Rules(const FactContext& context) : context_(context) {}

  void add(const RoleRules& rules, const kube::Object* role, const kube::Object* binding,
           std::string_view name_space) {
    if (!context_.work.spend(rules.rules.size())) return;
    too_many_ |= rules.too_many || out_.size() + rules.rules.size() > kMostListed;
    if (too_many_) return;
    bool no_urls = !name_space.empty();
    for (const doc::Node* rule : rules.rules) {
      if (no_urls && (*rule)["resources"].size() == 0 && (*rule)["nonResourceURLs"].size() > 0)
        continue;
      out_.push_back(make_fields(
          context_, {{"apiGroups", list_or_empty((*rule)["apiGroups"])},
                     {"resources", list_or_empty((*rule)["resources"])},
                     {"verbs", list_or_empty((*rule)["verbs"])},
                     {"resourceNames", list_or_empty((*rule)["resourceNames"])},
                     {"nonResourceURLs",
                      no_urls ? Value::list({}) : list_or_empty((*rule)["nonResourceURLs"])},
                     {"namespace", Value::string(name_space)},
                     {"binding", object_or_null(binding)},
                     {"role", object_or_null(role)}}));
    }
  }

  void add_binding(const kube::Object& binding) {
    const PermissionIndex& permissions = context_.index.permissions();
    std::string_view name_space = kube::namespace_of(binding);
    if (const kube::Object* role = permissions.role_of(binding))
      add(*permissions.rules_of(*role), role, &binding, name_space);
    else
      add(*permissions.builtin_rules(binding), nullptr, &binding, name_space);
  }

  Value take() {
    if (too_many_)
      return cel::make_error(cel::ErrorCode::kInvalid, "the fact has more than 100,000 entries",
                             context_.memory);
    return make_list(context_, out_);
  }

 private:
  const FactContext& context_;
  std::vector<Value> out_;
  bool too_many_ = false;
};

Value role_rules(const FactContext& context) {
  Rules out(context);
  out.add(*context.index.permissions().rules_of(context.object), &context.object, nullptr,
          context.name_space);
  return out.take();
}

Value role_bindings(const FactContext& context) {
  return object_list(context, context.index.permissions().bindings_of_role(context.object));
}

Value binding_role(const FactContext& context) {
  return object_or_null(context.index.permissions().role_of(context.object));
}

Value binding_rules(const FactContext& context) {
  Rules out(context);
  out.add_binding(context.object);
  return out.take();
}

Value account_rules(const FactContext& context) {
  return rules_of_account(context, context.object.name);
}

Value account_bindings(const FactContext& context) {
  return object_list(context, context.index.permissions().bindings_of_account(context.name_space,
                                                                              context.object.name));
}

Value account_workloads(const FactContext& context) {
  return workload_list(context,
                       context.index.pods().under(context.name_space, context.object.name));
}

}  // namespace

// Many workloads run under one account: its rules are kept.
Value rules_of_account(const FactContext& here, std::string_view name) {
  auto [at, is_new] =
      here.kept.rules.try_emplace({std::string(here.name_space), std::string(name)});
  if (!is_new) return at->second;
  FactContext context{here.index,       here.object, here.name_space, here.pods,
                      here.kept.memory, here.work,   here.kept};
  Rules out(context);
  std::vector<Id> bindings =
      context.index.permissions().bindings_of_account(context.name_space, name);
  if (!context.work.spend(bindings.size())) return Value::null();
  for (Id id : bindings) out.add_binding(context.index.object(id));
  at->second = out.take();
  return at->second;
}

std::span<const Fact> facts_of_role() {
  static constexpr Fact kFacts[] = {{"rules", role_rules}, {"bindings", role_bindings}};
  return kFacts;
}

std::span<const Fact> facts_of_binding() {
  static constexpr Fact kFacts[] = {{"role", binding_role}, {"rules", binding_rules}};
  return kFacts;
}

std::span<const Fact> facts_of_service_account() {
  static constexpr Fact kFacts[] = {
      {"rules", account_rules}, {"bindings", account_bindings}, {"workloads", account_workloads}};
  return kFacts;
}

}  // namespace seawall::model
