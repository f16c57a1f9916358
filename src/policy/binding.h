// ValidatingAdmissionPolicyBinding: which policy, which actions, which parameters. Used by this
// folder only.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "kube/object.h"
#include "policy/compiled_policy.h"
#include "policy/request.h"
#include "policy/validating_policy.h"

namespace seawall::policy {

struct Binding {
  std::string name, policy;
  std::vector<Action> actions;
  const doc::Node* resources = nullptr;  // spec.matchResources, or nullptr
  const doc::Node* param_ref = nullptr;  // spec.paramRef, or nullptr
};

// kInvalid with the field when the API server would refuse `object`.
Result<Binding> read_binding(const kube::Object& object);

// The objects that parameters may be, by group, version and kind.
class Parameters {
 public:
  explicit Parameters(std::span<const kube::Object> objects);

  struct Found {
    std::vector<const kube::Object*> objects;  // by namespace and name
    bool skip = false;  // nothing found, and parameterNotFoundAction is Allow
    std::string error;  // nothing found, and it is Deny; or the reference makes no sense
  };
  Found find(const CompiledPolicy& policy, const Binding& binding, const Request& request) const;

 private:
  std::map<std::string, std::vector<const kube::Object*>> by_kind_;  // "group/version/kind"
};

}  // namespace seawall::policy
