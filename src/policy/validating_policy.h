// ValidatingAdmissionPolicy and its bindings (admissionregistration.k8s.io/v1), run unmodified,
// with the API server's semantics: match constraints and conditions, parameters, lazy variables,
// message expressions, audit annotations, failure policy, cost limits.
//
//   PolicySet policies = TRY(PolicySet::create(objects));
//   PolicySet::Reviewer reviewer(policies);
//   Review review = reviewer.review(creation_of(object, namespace_object));
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "kube/object.h"
#include "policy/request.h"

namespace seawall::policy {

enum class Action : uint8_t { kDeny, kWarn, kAudit };
const char* action_name(Action action);  // "Deny", "Warn", "Audit"

// One validation that a request did not pass, or that could not be evaluated.
struct Outcome {
  std::string policy, binding;  // names; binding is empty where none was needed
  std::vector<Action> actions;  // as the binding says
  std::string message;          // as the API server would say it
  std::string reason;           // "Invalid", "Forbidden", "Unauthorized", "RequestEntityTooLarge"
  std::string parameter;        // name of the parameter object; may be empty
  bool error = false;       // an expression gave no answer; the failure policy made it an outcome
  uint32_t validation = 0;  // index into spec.validations; of no meaning for errors
};

struct AuditAnnotation {
  std::string key;  // "POLICY/KEY"
  std::string value;
};

struct Review {
  std::vector<Outcome> outcomes;
  std::vector<AuditAnnotation> annotations;
  // Expressions without an answer that the failure policy Ignore let through: said, never silent.
  std::vector<std::string> ignored;
  // Some outcome with the action Deny.
  bool denied() const;
};

struct PolicyOptions {
  // Policies without any binding are enforced as if bound with Deny and without parameters; else
  // they are not enforced, as in a cluster.
  bool bind_unbound = false;
  uint64_t expression_cost = 1'000'000;  // Kubernetes' limit of one expression
  uint64_t binding_cost = 10'000'000;    // ... of all expressions of a binding
  uint64_t conditions_cost = 2'500'000;  // ... of the match conditions
};

// Policies, their bindings and their parameters. Immutable; for many threads, each with a Reviewer.
class PolicySet {
 public:
  // Takes ValidatingAdmissionPolicy and ...Binding objects out of `objects`; all others are
  // possible parameters. Everything is borrowed and must outlive the set. A policy that the API
  // server would refuse (a field that is missing, an expression that does not compile) is kInvalid
  // with its name and the place: "policy NAME: spec.validations[0].expression: 1:5: undeclared
  // reference ...".
  static Result<PolicySet> create(std::span<const kube::Object> objects,
                                  PolicyOptions options = {});
  ~PolicySet();
  PolicySet(PolicySet&&) noexcept;
  PolicySet& operator=(PolicySet&&) noexcept;

  size_t policies() const;
  // Bindings to policies that are not there, policies without bindings, unused parameters kinds.
  const Diagnostics& remarks() const;

  class Reviewer {
   public:
    explicit Reviewer(const PolicySet& policies);
    ~Reviewer();
    Review review(const Request& request);

   private:
    struct State;
    std::unique_ptr<State> state_;
  };

 private:
  struct State;
  explicit PolicySet(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace seawall::policy
