// kubescape/regolibrary's rule tests: RULE/test/CASE holds input/ (manifests), expected.json (what
// the rule says of them) and, for rules that have settings, data.json.
//
// A check of the catalogue claims a rule by `controls: regolibrary: [RULE]`. Of a claimed rule
// every case must agree on the set of objects that fail: kind, name, and namespace where both sides
// give one. How often an object fails, and the paths, are each tool's own. A rule about subjects of
// RBAC names a subject and the objects that give it its rights: compared are the bindings among
// those. Rules that nobody claims are skipped by name, and so are cases whose input holds no
// object.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/text.h"
#include "check/judge.h"
#include "conformance/suite.h"
#include "doc/json_writer.h"
#include "doc/parse.h"
#include "kube/manifests.h"
#include "model/facts.h"

namespace seawall::conformance {
namespace {

// An object as both sides name it.
struct Named {
  std::string kind, name_space, name;
  bool operator<(const Named& other) const {
    return std::tie(kind, name_space, name) < std::tie(other.kind, other.name_space, other.name);
  }
};

// Namespaces are often left out of what is expected.
bool same(const Named& a, const Named& b) {
  bool spaces = a.name_space.empty() || b.name_space.empty() || a.name_space == b.name_space;
  return a.kind == b.kind && a.name == b.name && spaces;
}

Named named(const doc::Node& object) {
  const doc::Node& metadata = object["metadata"];
  std::string_view name = metadata.text("name");
  if (name.empty()) name = object.text("name");
  return {std::string(object.text("kind")), std::string(metadata.text("namespace")),
          std::string(name)};
}

// ".../RULE/test/CASE/expected.json"
struct Case {
  std::string folder, rule, name;
};

std::optional<Case> case_of(const std::string& expected) {
  std::vector<std::string_view> parts = split(expected, '/');
  if (parts.size() < 4 || parts[parts.size() - 3] != "test") return std::nullopt;
  Case out;
  out.folder = expected.substr(0, expected.rfind('/'));
  out.rule = parts[parts.size() - 4];
  out.name = fmt::format("{}/{}", out.rule, parts[parts.size() - 2]);
  return out;
}

// The objects that the rule fails.
void add_expected(const doc::Node& alert, std::set<Named>& out) {
  const doc::Node& alerted = alert["alertObject"];
  // Both spellings occur.
  for (std::string_view list : {"k8sApiObjects", "k8SApiObjects"})
    for (const doc::Node& object : alerted[list].items()) out.insert(named(object));
  const doc::Node& external = alerted["externalObjects"];
  if (!external.is_object()) return;
  bool bound = false;
  for (const doc::Node& related : external["relatedObjects"].items()) {
    if (!related.text("kind").ends_with("RoleBinding")) continue;
    out.insert(named(related));
    bound = true;
  }
  if (!bound) out.insert(named(external));
}

Result<std::set<Named>> expected_of(const Case& one) {
  Limits limits;
  std::string text = TRY(read_file(one.folder + "/expected.json", limits.document_bytes));
  doc::Document document = TRY(doc::parse_json(text, limits));
  std::set<Named> out;
  for (const doc::Node& alert : document.root().items()) add_expected(alert, out);
  return out;
}

// What Kubernetes calls objects; a JSON file may hold a plain array of them.
Result<kube::Manifests> manifests_of(const Case& one) {
  Limits limits;
  kube::Manifests manifests;
  std::string input = one.folder + "/input";
  if (!directory_exists(input)) return manifests;
  for (const std::string& file : TRY(files_below(input, ""))) {
    std::string text = TRY(read_file(file, limits.document_bytes));
    if (trim(text).starts_with('[')) {
      manifests.documents.push_back(TRY(doc::parse_json(text, limits)));
      for (const doc::Node& item : manifests.documents.back().root().items())
        if (std::optional<kube::Object> object = kube::as_object(item, 0))
          manifests.objects.push_back(*object);
    } else {
      kube::read_manifest_text(text, {file, ""}, limits, manifests);
    }
  }
  return manifests;
}

// Settings of the case replace parameters of the same name.
Status set_params(const Case& one, const std::vector<check::Check>& checks,
                  check::JudgeOptions& options) {
  Limits limits;
  std::string file = one.folder + "/data.json";
  if (!file_exists(file)) return {};
  doc::Document data = TRY(doc::parse_json(TRY(read_file(file, limits.document_bytes)), limits));
  for (std::string_view group : {"postureControlInputs", "dataControlInputs"})
    for (const doc::Member& setting : data.root()[group].members())
      for (const check::Check& check : checks)
        if (check.params && check.params->find(setting.key))
          options.params[fmt::format("{}.{}", check.id, setting.key)] =
              TRY(doc::parse_json(doc::to_json(setting.value), limits));
  return {};
}

std::string joined(const std::set<Named>& objects, const std::set<Named>& without) {
  std::string out;
  for (const Named& object : objects) {
    auto is = [&object](const Named& other) { return same(object, other); };
    if (std::any_of(without.begin(), without.end(), is)) continue;
    out += fmt::format(" {}/{}", object.kind, object.name);
  }
  return out;
}

Status run_case(const Case& one, const std::vector<check::Check>& checks, Outcomes& outcomes) {
  std::set<Named> expected = TRY(expected_of(one));
  kube::Manifests manifests = TRY(manifests_of(one));
  if (manifests.objects.empty()) {
    outcomes.skip(one.name, "no manifest in its input");
    return {};
  }
  cel::TypeArena types;
  check::JudgeOptions options;
  options.functions = model::fact_functions(types);
  TRY(set_params(one, checks, options));
  check::Judge judge = TRY(check::Judge::create(checks, std::move(options)));
  check::Judge::Session session(judge);
  model::Facts facts(manifests.objects);
  check::Verdict verdict;
  for (const kube::Object& object : manifests.objects) session.object(object, &facts, verdict);
  for (const check::NotEvaluated& error : verdict.errors) {
    outcomes.fail(one.name, fmt::format("{}: {}", error.check->id, error.error));
    return {};
  }
  std::set<Named> failed;
  for (const check::Violation& violation : verdict.violations)
    failed.insert(named(*violation.object->root));
  std::string missed = joined(expected, failed), wrong = joined(failed, expected);
  std::string why;
  if (!missed.empty()) why += "must fail:" + missed;
  if (!wrong.empty()) why += fmt::format("{}must pass:{}", why.empty() ? "" : "; ", wrong);
  outcomes.check(why.empty(), one.name, why);
  return {};
}

Status run(const std::string& path, Outcomes& outcomes) {
  std::map<std::string, std::vector<check::Check>> claims;
  for (const check::Check& check : TRY(check::builtin_checks())) {
    auto rules = check.controls.find("regolibrary");
    if (rules == check.controls.end()) continue;
    for (const std::string& rule : rules->second) claims[rule].push_back(check);
  }
  size_t cases = 0;
  for (const std::string& file : TRY(files_below(path, "expected.json"))) {
    std::optional<Case> one = case_of(file);
    if (!one) continue;
    ++cases;
    auto claimed = claims.find(one->rule);
    if (claimed == claims.end()) {
      outcomes.skip(one->name, "not claimed");
      continue;
    }
    Status ran = run_case(*one, claimed->second, outcomes);
    if (!ran) outcomes.fail(one->name, ran.error().message());
  }
  if (cases == 0) return Error::make(Code::kNotFound, "no tests of rules below {}", path);
  return {};
}

}  // namespace

const Suite& regolibrary_suite() {
  static const Suite suite{"regolibrary", "kubescape/regolibrary's rule tests", run};
  return suite;
}

}  // namespace seawall::conformance
