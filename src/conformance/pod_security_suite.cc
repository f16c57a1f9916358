// kubernetes/pod-security-admission's test data: LEVEL/vMAJOR.MINOR/pass|fail/CHECKn.yaml holds one
// pod. A passing one violates nothing at that level and version; a failing one violates the check
// that its file is named after.
#include <algorithm>
#include <array>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "check/judge.h"
#include "conformance/suite.h"
#include "doc/parse.h"

namespace seawall::conformance {
namespace {

struct Named {
  std::string_view theirs, ours;
};

constexpr std::array<Named, 20> kNames = {{
    {"allowprivilegeescalation", "pss-restricted-privilege-escalation"},
    {"apparmorprofile", "pss-baseline-apparmor"},
    {"capabilities_baseline", "pss-baseline-capabilities"},
    {"capabilities_restricted", "pss-restricted-capabilities"},
    {"hostnamespaces", "pss-baseline-host-namespaces"},
    {"hostpathvolumes", "pss-baseline-volumes"},
    {"hostports", "pss-baseline-host-ports"},
    {"hostprobesandhostlifecycle", "pss-baseline-probe-hosts"},
    {"privileged", "pss-baseline-privileged"},
    {"procmount", "pss-baseline-proc-mount"},
    {"procmount_restricted", "pss-restricted-proc-mount"},
    {"restrictedvolumes", "pss-restricted-volumes"},
    {"runasnonroot", "pss-restricted-run-as-non-root"},
    {"runasuser", "pss-restricted-run-as-user"},
    {"seccompprofile_baseline", "pss-baseline-seccomp"},
    {"seccompprofile_restricted", "pss-restricted-seccomp"},
    {"selinuxoptions", "pss-baseline-selinux"},
    {"sysctls", "pss-baseline-sysctls"},
    {"windowshostprocess", "pss-baseline-windows-host-process"},
    {"base", ""},
}};

std::string_view our_name(std::string_view theirs) {
  while (!theirs.empty() && is_digit(theirs.back())) theirs.remove_suffix(1);
  for (const Named& named : kNames)
    if (named.theirs == theirs) return named.ours;
  return {};
}

struct Place {
  std::string level, name;
  unsigned minor = 0;
  bool passes = false;
};

// From ".../restricted/v1.25/fail/runasuser0.yaml".
std::optional<Place> place_of(std::string_view path) {
  std::vector<std::string_view> parts = split(path, '/');
  if (parts.size() < 4) return std::nullopt;
  auto from_end = [&](size_t n) { return parts[parts.size() - n]; };
  Place place;
  place.level = from_end(4);
  std::string_view version = from_end(3);
  if (!version.starts_with("v1.")) return std::nullopt;
  std::optional<uint64_t> minor = parse_uint(version.substr(3));
  bool known = from_end(2) == "pass" || from_end(2) == "fail";
  if (!minor || !known || (place.level != "baseline" && place.level != "restricted"))
    return std::nullopt;
  place.minor = static_cast<unsigned>(*minor);
  place.passes = from_end(2) == "pass";
  place.name = from_end(1).substr(0, from_end(1).find('.'));
  return place;
}

Result<check::Judge> judge_of(const Place& place) {
  std::vector<check::Check> all = TRY(check::builtin_checks());
  std::vector<check::Check> wanted;
  for (const check::Check& one : all)
    if (one.id.starts_with("pss-baseline-") ||
        (place.level == "restricted" && one.id.starts_with("pss-restricted-")))
      wanted.push_back(one);
  check::JudgeOptions options;
  options.kubernetes_minor = place.minor;
  return check::Judge::create(std::move(wanted), std::move(options));
}

void run_case(const std::string& file, const Place& place, const check::Judge& judge,
              Outcomes& outcomes) {
  Limits limits;
  Result<std::string> text = read_file(file, limits.document_bytes);
  if (!text) return outcomes.fail(file, text.error().message());
  Result<std::vector<doc::Document>> documents = doc::parse_yaml(*text, limits);
  if (!documents) return outcomes.fail(file, documents.error().message());
  check::Judge::Session session(judge);
  check::Verdict verdict;
  std::vector<kube::Object> objects;
  for (const doc::Document& document : *documents)
    if (std::optional<kube::Object> object = kube::as_object(document.root(), 0))
      objects.push_back(*object);
  for (const kube::Object& object : objects) session.object(object, nullptr, verdict);
  for (const check::NotEvaluated& error : verdict.errors)
    return outcomes.fail(file, fmt::format("{}: {}", error.check->id, error.error));
  std::string violated;
  for (const check::Violation& violation : verdict.violations)
    violated += fmt::format(" {}", violation.check->id);
  if (place.passes) return outcomes.check(verdict.violations.empty(), file, "violates" + violated);
  std::string_view wanted = our_name(place.name);
  auto named = [&](const check::Violation& violation) { return violation.check->id == wanted; };
  bool found = std::any_of(verdict.violations.begin(), verdict.violations.end(), named);
  outcomes.check(found, file, fmt::format("want {}, violates{}", wanted, violated));
}

Status run(const std::string& path, Outcomes& outcomes) {
  std::map<std::string, check::Judge> judges;
  size_t cases = 0;
  for (const std::string& file : TRY(files_below(path, ".yaml"))) {
    std::optional<Place> place = place_of(file);
    if (!place) continue;
    ++cases;
    std::string key = fmt::format("{} {}", place->level, place->minor);
    auto judge = judges.find(key);
    if (judge == judges.end()) judge = judges.emplace(key, TRY(judge_of(*place))).first;
    run_case(file, *place, judge->second, outcomes);
  }
  if (cases == 0)
    return Error::make(Code::kNotFound, "no pods by level and version below {}", path);
  return {};
}

}  // namespace

const Suite& pod_security_suite() {
  static const Suite suite{"pod-security", "kubernetes/pod-security-admission's test data", run};
  return suite;
}

}  // namespace seawall::conformance
