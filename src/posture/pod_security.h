// Which level of the Pod Security Standards holds for the pods of a namespace: what the labels of
// its Namespace object enforce, as Pod Security Admission reads them, and at least what the command
// line demands. A label never lowers that: nothing in a scanned folder configures Seawall.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kube/manifests.h"
#include "posture/catalogue.h"
#include "posture/outcome.h"

namespace seawall::posture {

class PodSecurityPlan {
 public:
  // `least` is what every pod must keep. Labels that no API server would take are told in
  // `not_judged`; as there, such a level counts as restricted and such a version as the latest.
  PodSecurityPlan(const kube::Manifests& manifests, std::optional<PodSecurity> least,
                  std::vector<NotJudged>& not_judged);

  // kPrivileged where nothing is demanded.
  PodSecurity of(std::string_view name_space) const;
  bool empty() const { return least_.level == PodSecurity::Level::kPrivileged && labels_.empty(); }

 private:
  PodSecurity least_;
  std::map<std::string, PodSecurity, std::less<>> labels_;  // those over kPrivileged
};

// For a violation of "pss-restricted-X": "pss-baseline-X", which says the same less strictly and is
// left out for the same object. Empty for other ids.
std::string weaker_pod_security_check(std::string_view id);

}  // namespace seawall::posture
