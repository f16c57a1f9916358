#include "check/compiled.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "cel/compile.h"
#include "doc/builder.h"

namespace seawall::check {
namespace {

const doc::Document& no_params() {
  static const doc::Document empty = [] {
    doc::Builder build;
    build.begin_object();
    build.end_object();
    return build.finish();
  }();
  return empty;
}

cel::EnvironmentOptions environment_options(const JudgeOptions& options) {
  const cel::Type* dyn = cel::dyn_type();
  cel::EnvironmentOptions out;
  out.variables = {{"object", dyn},
                   {"pod", dyn},
                   {"podMeta", dyn},
                   {"podPath", cel::string_type()},
                   {"container", dyn},
                   {"containerType", cel::string_type()},
                   {"dockerfile", dyn},
                   {"instruction", dyn},
                   {"stage", dyn},
                   {"image", dyn},
                   {"facts", dyn},
                   {"params", dyn},
                   {"minor", cel::int_type()},
                   {"variables", dyn}};
  CHECK(out.variables.size() == kSlots);
  out.functions = options.functions;
  return out;
}

// Whether an expression of that scope may read that variable (docs/checks.md).
bool has_variable(Scope scope, uint32_t slot) {
  switch (slot) {
    case kParamsSlot:
    case kMinorSlot:
    case kVariablesSlot:
      return true;
    case kObjectSlot:
    case kFactsSlot:
      return scope <= Scope::kContainer;
    case kPodSlot:
    case kPodMetaSlot:
    case kPodPathSlot:
      return scope == Scope::kPod || scope == Scope::kContainer;
    case kContainerSlot:
    case kContainerTypeSlot:
      return scope == Scope::kContainer;
    case kDockerfileSlot:
      return scope == Scope::kDockerfile || scope == Scope::kInstruction;
    case kInstructionSlot:
    case kStageSlot:
      return scope == Scope::kInstruction;
    default:
      return scope == Scope::kImage;
  }
}

// The names that a program selects directly from one variable.
std::set<std::string_view> selected(const cel::Program& program, uint32_t variable,
                                    const cel::PathTable& paths) {
  std::set<std::string_view> names;
  for (const cel::Node& node : program.compiled().nodes) {
    if (node.op != cel::Op::kPath && node.op != cel::Op::kHasPath) continue;
    uint32_t slot = node.a;
    if (paths[slot].variable != variable || paths[slot].depth == 0) continue;
    while (paths[slot].depth > 1) slot = paths[slot].parent;
    names.insert(paths[slot].key);
  }
  return names;
}

bool same_sort(const doc::Node& a, const doc::Node& b) {
  return a.kind() == b.kind() || (a.is_number() && b.is_number()) || a.is_null();
}

bool reads(const cel::Program& program, uint32_t slot) {
  const std::vector<uint32_t>& slots = program.variables();
  return std::find(slots.begin(), slots.end(), slot) != slots.end();
}

}  // namespace

Result<std::unique_ptr<CheckSet>> CheckSet::create(std::vector<Check> checks,
                                                   JudgeOptions options) {
  auto set = std::make_unique<CheckSet>();
  set->checks_ = std::move(checks);
  set->options_ = std::move(options);
  set->environment_ = std::make_unique<cel::Environment>(
      TRY(cel::Environment::create(environment_options(set->options_))));
  for (const Check& check : set->checks_) {
    CompiledCheck& compiled = set->compiled_.emplace_back();
    compiled.check = &check;
    compiled.index = static_cast<uint32_t>(set->compiled_.size() - 1);
    TRY(set->compile(compiled));
  }
  // Every kind that is named has its plan first, so that checks for all kinds go into each.
  for (const Check& check : set->checks_)
    for (const std::string& kind : check.match.kinds) set->plans_[kind];
  for (const CompiledCheck& compiled : set->compiled_) set->enlist(compiled);
  for (const auto& [name, value] : set->options_.params) {
    std::optional<Halves> halves = split_once(name, ".");
    auto named = [&](const Check& check) {
      return halves && check.id == halves->first && check.params &&
             check.params->find(halves->second);
    };
    if (std::none_of(set->checks_.begin(), set->checks_.end(), named))
      return Error::make(Code::kUsage, "no check that is judged has the parameter '{}'",
                         printable(name, 200));
  }
  return set;
}

Result<cel::Program> CheckSet::program(const CompiledCheck& compiled, std::string_view source,
                                       std::string_view field, const cel::Type* type,
                                       size_t variables) {
  const Check& check = *compiled.check;
  auto wrong = [&](std::string_view what) {
    return Error::make(Code::kInvalid, "{}{}: {} of the check: {}", check.source,
                       field == "expression" && check.expression_line > 0
                           ? fmt::format(":{}", check.expression_line)
                           : "",
                       field, what);
  };
  Result<cel::Program> compiled_program = environment_->compile(source, type);
  if (!compiled_program) return wrong(compiled_program.error().message());
  for (uint32_t slot : compiled_program->variables())
    if (!has_variable(check.scope, slot))
      return wrong(fmt::format("a check for each {} has no variable '{}'", scope_name(check.scope),
                               environment_->variables()[slot].name));
  for (std::string_view name : selected(*compiled_program, kVariablesSlot, environment_->paths())) {
    auto end = check.variables.begin() + static_cast<ptrdiff_t>(variables);
    auto has_name = [name](const NamedExpression& variable) { return variable.name == name; };
    if (std::none_of(check.variables.begin(), end, has_name))
      return wrong(fmt::format("there is no 'variables.{}' here", printable(name, 60)));
  }
  for (std::string_view name : selected(*compiled_program, kParamsSlot, environment_->paths()))
    if (!compiled.params->find(name))
      return wrong(fmt::format("there is no parameter '{}'", printable(name, 60)));
  return compiled_program;
}

Status CheckSet::compile(CompiledCheck& compiled) {
  const Check& check = *compiled.check;
  TRY(set_params(compiled));
  for (const NamedExpression& variable : check.variables)
    compiled.variables.push_back(TRY(
        program(compiled, variable.expression, "a variable", nullptr, compiled.variables.size())));
  size_t all = check.variables.size();
  if (!check.match.when.empty()) {
    compiled.has_when = true;
    compiled.when = TRY(program(compiled, check.match.when, "match.when", cel::bool_type(), all));
  }
  compiled.expression =
      TRY(program(compiled, check.expression, "expression", cel::bool_type(), all));
  if (!check.message.empty()) {
    compiled.has_message = true;
    compiled.message = TRY(program(compiled, check.message, "message", cel::string_type(), all));
  }
  auto note = [&compiled](const cel::Program& program) {
    compiled.reads_params |= reads(program, kParamsSlot);
    compiled.reads_facts |= reads(program, kFactsSlot);
    compiled.reads_variables |= reads(program, kVariablesSlot);
  };
  for (const cel::Program& variable : compiled.variables) note(variable);
  if (compiled.has_when) note(compiled.when);
  note(compiled.expression);
  if (compiled.has_message) note(compiled.message);
  for (kube::ContainerType type : check.match.containers)
    compiled.containers |= static_cast<uint8_t>(1U << static_cast<unsigned>(type));
  if (check.match.containers.empty()) compiled.containers = 0xff;
  for (const std::string& at : check.at) {
    Result<Target> target = parse_target(at, check.scope);
    if (!target) return std::move(target).take_error().with_context(check.source);
    compiled.at.push_back(*std::move(target));
  }
  return {};
}

Status CheckSet::set_params(CompiledCheck& compiled) {
  const Check& check = *compiled.check;
  compiled.params = check.params ? check.params : &no_params().root();
  auto given = [&](std::string_view name) -> const doc::Document* {
    auto found = options_.params.find(fmt::format("{}.{}", check.id, name));
    return found == options_.params.end() ? nullptr : &found->second;
  };
  bool changed = false;
  doc::Builder build;
  build.begin_object();
  for (const doc::Member& member : compiled.params->members()) {
    const doc::Document* other = given(member.key);
    if (other && !same_sort(member.value, other->root()))
      return Error::make(Code::kUsage, "the parameter {}.{} is a value of kind {}", check.id,
                         member.key, doc::kind_name(member.value.kind()));
    build.key(member.key);
    build.value(other ? other->root() : member.value);
    changed |= other != nullptr;
  }
  build.end_object();
  if (changed) compiled.params = &params_.emplace_back(build.finish()).root();
  return {};
}

void CheckSet::enlist(const CompiledCheck& compiled) {
  const Check& check = *compiled.check;
  switch (check.scope) {
    case Scope::kDockerfile:
      dockerfile_.push_back(&compiled);
      return;
    case Scope::kInstruction:
      instruction_.push_back(&compiled);
      return;
    case Scope::kImage:
      image_.push_back(&compiled);
      return;
    default:
      break;
  }
  auto add = [&](Plan& plan) {
    std::vector<const CompiledCheck*>& list = check.scope == Scope::kObject ? plan.object
                                              : check.scope == Scope::kPod  ? plan.pod
                                                                            : plan.container;
    list.push_back(&compiled);
    plan.reads_facts |= compiled.reads_facts;
  };
  const std::vector<std::string>& kinds = check.match.kinds;
  for (auto& [kind, plan] : plans_)
    if (kinds.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) add(plan);
  if (kinds.empty()) add(other_kinds_);
}

const Plan& CheckSet::plan(std::string_view kind) const {
  auto found = plans_.find(kind);
  return found == plans_.end() ? other_kinds_ : found->second;
}

}  // namespace seawall::check
