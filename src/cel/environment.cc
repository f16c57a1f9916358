#include "cel/environment.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "cel/checker.h"
#include "cel/compile.h"
#include "cel/path_table.h"

namespace seawall::cel {

namespace {

constexpr size_t kMostVariables = 100'000;

// The language itself; the others are chosen.
bool is_always_there(const Library& library) {
  return library.name == "operators" || library.name == "standard";
}

bool is_chosen(const Library& library, const EnvironmentOptions& options) {
  if (is_always_there(library) || options.all_libraries) return true;
  if (options.libraries.empty()) return library.kubernetes;
  return std::find(options.libraries.begin(), options.libraries.end(), library.name) !=
         options.libraries.end();
}

}  // namespace

struct Environment::State final : Declarations {
  using OverloadKey = std::pair<std::string_view, bool>;

  EnvironmentOptions options;
  mutable TypeArena types;  // message types are made when they are asked for
  mutable std::map<std::string, const Type*, std::less<>> messages;
  PathTable paths;
  std::vector<std::vector<Overload>> overload_lists;
  std::vector<std::vector<Constant>> constant_lists;
  std::map<OverloadKey, std::vector<const Overload*>> overloads_by_name;
  std::unordered_map<std::string_view, const Constant*> constants;
  std::unordered_map<std::string_view, uint32_t> slots;

  void add_overloads(std::vector<Overload> overloads) {
    overload_lists.push_back(std::move(overloads));
    for (const Overload& each : overload_lists.back())
      overloads_by_name[{each.function, each.member}].push_back(&each);
  }
  void add_constants(std::vector<Constant> all) {
    constant_lists.push_back(std::move(all));
    for (const Constant& each : constant_lists.back()) constants.emplace(each.name, &each);
  }

  std::string_view container() const override { return options.container; }
  std::optional<uint32_t> variable(std::string_view name) const override {
    auto found = slots.find(name);
    return found == slots.end() ? std::nullopt : std::optional(found->second);
  }
  const Type* variable_type(uint32_t slot) const override { return options.variables[slot].type; }
  const Constant* constant(std::string_view name) const override {
    auto found = constants.find(name);
    return found == constants.end() ? nullptr : found->second;
  }
  const Type* message_type(std::string_view name) const override {
    if (!options.messages.type) return nullptr;
    auto found = messages.find(name);
    if (found == messages.end())
      found = messages.emplace(name, options.messages.type(name, types)).first;
    return found->second;
  }
  const Type* field_type(const Type& message, std::string_view field) const override {
    if (!options.messages.field) return Declarations::field_type(message, field);
    return options.messages.field(message, field);
  }
  std::span<const Overload* const> overloads(std::string_view function,
                                             bool member) const override {
    auto found = overloads_by_name.find({function, member});
    if (found == overloads_by_name.end()) return {};
    return found->second;
  }
};

Environment::Environment(std::unique_ptr<State> state) : state_(std::move(state)) {}
Environment::~Environment() = default;
Environment::Environment(Environment&&) noexcept = default;
Environment& Environment::operator=(Environment&&) noexcept = default;

Result<Environment> Environment::create(EnvironmentOptions options) {
  if (options.variables.size() > kMostVariables)
    return Error::make(Code::kLimit, "more than {} variables", kMostVariables);
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  for (uint32_t slot = 0; slot < state->options.variables.size(); ++slot) {
    const Variable& variable = state->options.variables[slot];
    if (!state->slots.emplace(variable.name, slot).second)
      return Error::make(Code::kInvalid, "the variable {} is declared twice", variable.name);
    state->paths.add_variable(variable.name);
  }
  for (const std::string& name : state->options.libraries) {
    auto named = [&](const Library* library) { return library->name == name; };
    if (std::none_of(libraries().begin(), libraries().end(), named))
      return Error::make(Code::kInvalid, "there is no library {}", name);
  }
  for (const Library* library : libraries()) {
    if (!is_chosen(*library, state->options)) continue;
    if (library->overloads) state->add_overloads(library->overloads(state->types));
    if (library->constants) state->add_constants(library->constants(state->types));
  }
  state->add_overloads(state->options.functions);
  return Environment(std::move(state));
}

Result<Program> Environment::compile(std::string_view source, const Type* expected) const {
  Ast ast = TRY(parse(source, state_->options.parse));
  CheckedAst checked = check(std::move(ast), *state_, expected);
  if (!checked.mistakes.empty()) return Error(Code::kInvalid, mistakes_text(checked));
  Program program;
  program.compiled_ = compile_checked(std::move(checked), state_->paths);
  return program;
}

Result<Program> Environment::compile_unchecked(std::string_view source) const {
  Ast ast = TRY(parse(source, state_->options.parse));
  Program program;
  program.compiled_ = compile_checked(resolve_unchecked(std::move(ast), *state_), state_->paths);
  return program;
}

TypeArena& Environment::types() const {
  return state_->types;
}
const std::vector<Variable>& Environment::variables() const {
  return state_->options.variables;
}
std::span<const Overload* const> Environment::overloads(std::string_view function,
                                                        bool member) const {
  return state_->overloads(function, member);
}
const Constant* Environment::constant(std::string_view name) const {
  return state_->constant(name);
}
const std::string& Environment::container() const {
  return state_->options.container;
}
PathTable& Environment::paths() const {
  return state_->paths;
}

Program::Program() = default;
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

const Type* Program::type() const {
  return compiled_->type;
}
std::string_view Program::source() const {
  return compiled_->source;
}
Program::Cost Program::cost() const {
  return compiled_->cost;
}
const std::vector<uint32_t>& Program::variables() const {
  return compiled_->variables;
}

}  // namespace seawall::cel
