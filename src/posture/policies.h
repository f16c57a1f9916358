// Admission policies that were named on the command line, run over manifests as an API server would
// when they are applied.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "kube/manifests.h"
#include "policy/validating_policy.h"

namespace seawall::posture {

// Policies, bindings and parameters of some files. A policy without binding denies. Immutable,
// serves many threads.
class Policies {
 public:
  // kInvalid, with the file, when there is no ValidatingAdmissionPolicy in them, one cannot be
  // used, or something in them cannot be read.
  static Result<std::unique_ptr<Policies>> load(const std::vector<std::string>& files);

  const policy::PolicySet& set() const { return *set_; }
  // "policies.yaml:12", where the policy of that name is.
  std::string source_of(std::string_view policy) const;
  // Bindings without policies and the like.
  const Diagnostics& remarks() const { return set_->remarks(); }

 private:
  Policies() = default;
  std::shared_ptr<kube::Manifests> manifests_;
  std::optional<policy::PolicySet> set_;
};

// True for the objects that admission policies are made of: no API server asks policies about
// them.
bool is_policy_object(const kube::Object& object);

}  // namespace seawall::posture
