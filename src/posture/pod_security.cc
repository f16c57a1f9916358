#include "posture/pod_security.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::posture {
namespace {

constexpr std::string_view kEnforce = "pod-security.kubernetes.io/enforce";
constexpr std::string_view kEnforceVersion = "pod-security.kubernetes.io/enforce-version";

class LabelReader {
 public:
  LabelReader(const kube::Manifests& manifests, std::vector<NotJudged>& not_judged)
      : manifests_(manifests), not_judged_(not_judged) {}

  std::optional<PodSecurity> read(const kube::Object& object) {
    const doc::Node& labels = object.metadata()["labels"];
    const doc::Node* level = labels.find(kEnforce);
    if (!level) return std::nullopt;
    PodSecurity out;
    if (std::optional<PodSecurity::Level> known = parse_level(level->as_string())) {
      out.level = *known;
    } else {
      out.level = PodSecurity::Level::kRestricted;
      tell(object, kEnforce, *level, "no level: taken as restricted, as the API server does");
    }
    const doc::Node* version = labels.find(kEnforceVersion);
    if (!version || version->as_string() == "latest") return out;
    if (std::optional<unsigned> minor = parse_kubernetes_version(version->as_string())) {
      out.minor = std::min(*minor, check::kNewestKubernetesMinor);
    } else {
      tell(object, kEnforceVersion, *version,
           "no version: taken as the latest, as the API server does");
    }
    return out;
  }

 private:
  void tell(const kube::Object& object, std::string_view label, const doc::Node& value,
            std::string_view what) {
    const std::string& path = manifests_.files[object.file].path;
    not_judged_.push_back(
        {"pod-security-label", "",
         fmt::format("Namespace {} ({}:{}): the label {} is '{}', {}", printable(object.name, 100),
                     printable(path), value.position().line, label,
                     printable(value.as_string(), 100), what),
         "", 0, false});
  }
  const kube::Manifests& manifests_;
  std::vector<NotJudged>& not_judged_;
};

}  // namespace

PodSecurityPlan::PodSecurityPlan(const kube::Manifests& manifests, std::optional<PodSecurity> least,
                                 std::vector<NotJudged>& not_judged) {
  if (least) least_ = *least;
  LabelReader reader(manifests, not_judged);
  for (const kube::Object& object : manifests.objects) {
    if (object.kind != "Namespace" || !object.group.empty()) continue;
    std::optional<PodSecurity> label = reader.read(object);
    if (!label || label->level == PodSecurity::Level::kPrivileged) continue;
    // Of two objects of one name the stricter counts.
    auto [entry, fresh] = labels_.emplace(object.name, *label);
    if (!fresh && entry->second < *label) entry->second = *label;
  }
}

PodSecurity PodSecurityPlan::of(std::string_view name_space) const {
  auto found = labels_.find(name_space);
  return found != labels_.end() && found->second.level > least_.level ? found->second : least_;
}

std::string weaker_pod_security_check(std::string_view id) {
  constexpr std::string_view kRestricted = "pss-restricted-";
  if (!id.starts_with(kRestricted)) return "";
  return fmt::format("pss-baseline-{}", id.substr(kRestricted.size()));
}

}  // namespace seawall::posture
