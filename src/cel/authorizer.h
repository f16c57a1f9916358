// The `authorizer` of Kubernetes' expressions: asks whether a user may do something. Who answers is
// behind an interface: role bindings of a folder, a cluster, a fixed table in tests.
//
//   Evaluation evaluation(environment);  // variables "authorizer" and "authorizer.requestResource"
//   evaluation.bind(3, make_authorizer(rules, user, memory));
//   evaluation.bind(4, make_request_resource(rules, user, request, memory));
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "cel/memory.h"
#include "cel/type.h"
#include "cel/value.h"

namespace seawall::cel {

// All texts are borrowed and outlive the evaluation's memory.
struct AuthorizerUser {
  std::string_view name;  // "system:serviceaccount:NAMESPACE:NAME" of a service account
  std::string_view uid{};
  std::span<const std::string_view> groups{};
};

struct AuthorizerResource {
  std::string_view group{}, resource{}, subresource{}, space{}, name{};
};

// What is asked: a resource, or a path when `is_resource` is false.
struct AuthorizerQuestion {
  AuthorizerUser user;
  std::string_view verb;
  bool is_resource = false;
  std::string_view path{};  // "/healthz"
  AuthorizerResource resource{};
  // As the expression gave them; empty: none. One that cannot be parsed restricts nothing.
  std::string_view field_selector{}, label_selector{};
};

// The texts live in the memory that was given, or longer.
struct AuthorizerDecision {
  bool is_allowed = false;
  std::string_view reason{};
  std::optional<std::string_view> error{};  // the question could not be answered in full
};

// For one thread at a time, as the evaluation that asks.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  virtual AuthorizerDecision authorize(const AuthorizerQuestion& question,
                                       Memory& memory) const = 0;
};

// Types of the variables.
const Type* authorizer_type();      // kubernetes.authorization.Authorizer
const Type* resource_check_type();  // kubernetes.authorization.ResourceCheck

// The value of `authorizer`; an error value when there is no room. `authorizer` outlives it.
Value make_authorizer(const Authorizer& authorizer, const AuthorizerUser& user, Memory& memory);
// Of `authorizer.requestResource`: the resource of the request under judgement.
Value make_request_resource(const Authorizer& authorizer, const AuthorizerUser& user,
                            const AuthorizerResource& request, Memory& memory);

}  // namespace seawall::cel
