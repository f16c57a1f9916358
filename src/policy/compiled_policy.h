// A ValidatingAdmissionPolicy with its expressions compiled. Used by this folder only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cel/environment.h"
#include "cel/lazy_programs.h"
#include "kube/object.h"

namespace seawall::policy {

// Slots of the variables that every policy has.
enum Slot : uint32_t {
  kObject,
  kOldObject,
  kRequest,
  kParams,
  kNamespaceObject,
  kVariables,
  kAuthorizer,
  kSlots
};

struct Validation {
  cel::Program program;
  std::optional<cel::Program> message_program;
  std::string message, reason;
};

struct CompiledPolicy {
  std::string name;
  const doc::Node* constraints = nullptr;  // spec.matchConstraints
  bool fails_closed = true;                // failurePolicy Fail
  bool has_param_kind = false;
  std::string param_group, param_version, param_kind;
  std::vector<cel::NamedProgram> conditions, variables, annotations;
  std::vector<Validation> validations;
};

// The environment that policies are compiled in: Kubernetes' newest, and the slots above.
Result<cel::Environment> policy_environment();

// kInvalid with the field when the API server would refuse `policy`.
Result<CompiledPolicy> compile_policy(const kube::Object& policy,
                                      const cel::Environment& environment);

}  // namespace seawall::policy
