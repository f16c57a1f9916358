// Which checks judge: the catalogue and the user's own folders, as the command line selects them;
// compiled once for all targets.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/check.h"
#include "check/framework.h"
#include "check/judge.h"
#include "kube/object.h"

namespace seawall::posture {

// A level of the Pod Security Standards, as Kubernetes 1.MINOR defines it.
struct PodSecurity {
  enum class Level : uint8_t { kPrivileged, kBaseline, kRestricted } level = Level::kPrivileged;
  unsigned minor = check::kNewestKubernetesMinor;

  friend bool operator==(const PodSecurity&, const PodSecurity&) = default;
  friend bool operator<(const PodSecurity& a, const PodSecurity& b) {
    return a.level != b.level ? a.level < b.level : a.minor < b.minor;
  }
};
const char* level_name(PodSecurity::Level level);  // "privileged", "baseline", "restricted"

// "restricted", "baseline@1.29", "restricted@latest". kUsage: what is wrong.
Result<PodSecurity> parse_pod_security(std::string_view text);
std::optional<PodSecurity::Level> parse_level(std::string_view text);
// "1.29", "v1.29", "1.29.4" -> 29. Nothing for other texts.
std::optional<unsigned> parse_kubernetes_version(std::string_view text);

struct Selection {
  std::vector<std::string> folders;          // of checks, beside the built-in ones
  std::vector<std::string> frameworks;       // only their checks; empty: all that are on
  std::vector<std::string> enable, disable;  // ids, wildcards as in glob_match
  std::vector<std::string> params;           // "ID.NAME=VALUE", the value in YAML
  unsigned kubernetes_minor = check::kNewestKubernetesMinor;
  std::optional<PodSecurity> pod_security;  // what every pod must keep at least
  std::vector<kube::TemplatePath> templates;
};

// Immutable but for the judges it makes on demand; serves many threads.
class Catalogue {
 public:
  // kUsage for ids, frameworks and parameters that there are not; kInvalid for a bad check, with
  // file and line.
  static Result<std::unique_ptr<Catalogue>> create(Selection selection);
  ~Catalogue();

  const Selection& selection() const;
  // Every check that there is, those that are off too; by id.
  const std::vector<check::Check>& all() const;
  const check::Check* find(std::string_view id) const;
  // Those with a file, and those that were named.
  const std::vector<check::Framework>& frameworks() const;
  // By the checks that are on.
  const check::Judge& judge() const;
  // By the checks of a level and version; none for kPrivileged. Lives as long as this.
  Result<const check::Judge*> judge(const PodSecurity& level) const;

 private:
  struct State;
  explicit Catalogue(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace seawall::posture
