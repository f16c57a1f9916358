#include "posture/catalogue.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "base/text.h"
#include "doc/parse.h"
#include "model/facts.h"

namespace seawall::posture {

using check::Check;
using check::Framework;

const char* level_name(PodSecurity::Level level) {
  switch (level) {
    case PodSecurity::Level::kBaseline:
      return "baseline";
    case PodSecurity::Level::kRestricted:
      return "restricted";
    default:
      return "privileged";
  }
}

std::optional<PodSecurity::Level> parse_level(std::string_view text) {
  for (auto level : {PodSecurity::Level::kPrivileged, PodSecurity::Level::kBaseline,
                     PodSecurity::Level::kRestricted})
    if (text == level_name(level)) return level;
  return std::nullopt;
}

std::optional<unsigned> parse_kubernetes_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() < 2 || parts.size() > 3 || parts[0] != "1") return std::nullopt;
  std::optional<uint64_t> minor = parse_uint(parts[1]);
  if (!minor || *minor > 1000 || (parts.size() == 3 && !parse_uint(parts[2]))) return std::nullopt;
  return static_cast<unsigned>(*minor);
}

Result<PodSecurity> parse_pod_security(std::string_view text) {
  auto halves = split_once(text, "@");
  std::optional<PodSecurity::Level> level = parse_level(halves ? halves->first : text);
  if (!level)
    return Error::make(Code::kUsage,
                       "'{}' is no LEVEL@1.MINOR; levels are privileged, baseline, "
                       "restricted",
                       printable(text, 60));
  PodSecurity out;
  out.level = *level;
  if (!halves || halves->second == "latest") return out;
  std::optional<unsigned> minor = parse_kubernetes_version(halves->second);
  if (!minor || *minor > check::kNewestKubernetesMinor)
    return Error::make(Code::kUsage, "'{}' is no version from 1.0 to 1.{}, nor 'latest'",
                       printable(halves->second, 60), check::kNewestKubernetesMinor);
  out.minor = *minor;
  return out;
}

namespace {

Result<std::vector<Check>> load_all(const std::vector<std::string>& folders) {
  std::vector<Check> checks = TRY(check::builtin_checks());
  for (const std::string& folder : folders)
    for (Check& more : TRY(check::load_checks(folder, Limits{}))) checks.push_back(std::move(more));
  auto by_id = [](const Check& a, const Check& b) { return a.id < b.id; };
  std::stable_sort(checks.begin(), checks.end(), by_id);
  for (size_t i = 1; i < checks.size(); ++i)
    if (checks[i].id == checks[i - 1].id)
      return Error::make(Code::kUsage, "two checks have the id '{}': {} and {}", checks[i].id,
                         checks[i - 1].source, checks[i].source);
  return checks;
}

bool any_match(const std::vector<std::string>& patterns, const std::string& id) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&id](const std::string& pattern) { return glob_match(pattern, id); });
}

Status check_patterns(const std::vector<std::string>& patterns, std::string_view option,
                      const std::vector<Check>& all) {
  for (const std::string& pattern : patterns) {
    auto matches = [&pattern](const Check& check) { return glob_match(pattern, check.id); };
    if (std::none_of(all.begin(), all.end(), matches))
      return Error::make(Code::kUsage,
                         "{}: there is no check '{}'; `seawall check list` has them "
                         "all",
                         option, printable(pattern, 60));
  }
  return {};
}

// A framework that only the `controls` of checks know.
std::optional<Framework> framework_of_checks(const std::string& id, const std::vector<Check>& all) {
  std::set<std::string> controls;
  for (const Check& check : all)
    if (auto found = check.controls.find(id); found != check.controls.end())
      controls.insert(found->second.begin(), found->second.end());
  if (controls.empty()) return std::nullopt;
  Framework framework;
  framework.id = framework.title = id;
  for (const std::string& control : controls) framework.controls.push_back({control, "", ""});
  return framework;
}

Result<std::vector<Framework>> load_frameworks(const std::vector<std::string>& named,
                                               const std::vector<Check>& all) {
  std::vector<Framework> frameworks = TRY(check::builtin_frameworks());
  for (const std::string& id : named) {
    auto same = [&id](const Framework& framework) { return framework.id == id; };
    if (std::any_of(frameworks.begin(), frameworks.end(), same)) continue;
    std::optional<Framework> made = framework_of_checks(id, all);
    if (!made) {
      std::set<std::string> known;
      for (const Framework& framework : frameworks) known.insert(framework.id);
      for (const Check& check : all)
        for (const auto& [name, controls] : check.controls) known.insert(name);
      return Error::make(Code::kUsage, "--framework: there is no '{}'; there are {}",
                         printable(id, 60), fmt::join(known, ", "));
    }
    frameworks.push_back(*std::move(made));
  }
  return frameworks;
}

struct Param {
  std::string name;  // "ID.NAME"
  std::string value;
};

Result<std::vector<Param>> parse_params(const std::vector<std::string>& words,
                                        const std::vector<Check>& all) {
  std::vector<Param> out;
  for (const std::string& word : words) {
    auto halves = split_once(word, "=");
    auto name = halves ? split_once(halves->first, ".") : std::nullopt;
    if (!name)
      return Error::make(Code::kUsage, "--param takes ID.NAME=VALUE, not '{}'",
                         printable(word, 60));
    auto has = [&name](const Check& check) {
      return check.id == name->first && check.params && check.params->find(name->second);
    };
    if (std::none_of(all.begin(), all.end(), has))
      return Error::make(Code::kUsage, "--param: no check has the parameter '{}'",
                         printable(halves->first, 60));
    out.push_back({std::string(halves->first), std::string(halves->second)});
  }
  return out;
}

// An empty value is an empty text.
Result<doc::Document> parse_value(const Param& param) {
  std::string text = param.value.empty() ? "\"\"" : param.value;
  Result<std::vector<doc::Document>> read = doc::parse_yaml(text, Limits{}, doc::YamlSchema::kCore);
  if (read && read->size() == 1) return std::move((*read)[0]);
  return Error::make(Code::kUsage, "--param {}: '{}' is no value{}", param.name,
                     printable(param.value, 60), read ? "" : ": " + read.error().message());
}

}  // namespace

struct Catalogue::State {
  Selection selection;
  std::vector<Check> all;
  std::vector<Framework> frameworks;
  std::vector<Param> params;
  cel::TypeArena types;  // of the functions of all judges
  std::optional<check::Judge> judge;
  std::mutex mutex;  // of what follows
  std::map<PodSecurity, std::unique_ptr<check::Judge>> by_level;

  bool is_on(const Check& check) const {
    if (any_match(selection.disable, check.id)) return false;
    if (any_match(selection.enable, check.id)) return true;
    const std::vector<std::string>& named = selection.frameworks;
    if (named.empty()) return check.enabled;
    return std::any_of(named.begin(), named.end(), [&check](const std::string& framework) {
      return check.controls.contains(framework);
    });
  }
  Result<check::Judge> make(std::vector<Check> checks, unsigned minor);
};

Result<check::Judge> Catalogue::State::make(std::vector<Check> checks, unsigned minor) {
  check::JudgeOptions options;
  options.kubernetes_minor = minor;
  options.templates = selection.templates;
  options.functions = model::fact_functions(types);
  for (const Param& param : params) {
    std::string_view id = std::string_view(param.name).substr(0, param.name.find('.'));
    auto same = [id](const Check& check) { return check.id == id; };
    if (std::any_of(checks.begin(), checks.end(), same))
      options.params[param.name] = TRY(parse_value(param));
  }
  return check::Judge::create(std::move(checks), std::move(options));
}

Catalogue::Catalogue(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalogue::~Catalogue() = default;

Result<std::unique_ptr<Catalogue>> Catalogue::create(Selection selection) {
  auto state = std::make_unique<State>();
  state->all = TRY(load_all(selection.folders));
  TRY(check_patterns(selection.enable, "--enable", state->all));
  TRY(check_patterns(selection.disable, "--disable", state->all));
  state->frameworks = TRY(load_frameworks(selection.frameworks, state->all));
  state->params = TRY(parse_params(selection.params, state->all));
  state->selection = std::move(selection);
  std::vector<Check> on;
  for (const Check& check : state->all)
    if (state->is_on(check)) on.push_back(check);
  state->judge = TRY(state->make(std::move(on), state->selection.kubernetes_minor));
  return std::unique_ptr<Catalogue>(new Catalogue(std::move(state)));
}

const Selection& Catalogue::selection() const {
  return state_->selection;
}
const std::vector<Check>& Catalogue::all() const {
  return state_->all;
}
const std::vector<Framework>& Catalogue::frameworks() const {
  return state_->frameworks;
}
const check::Judge& Catalogue::judge() const {
  return *state_->judge;
}

const Check* Catalogue::find(std::string_view id) const {
  const std::vector<Check>& all = state_->all;
  auto found =
      std::lower_bound(all.begin(), all.end(), id,
                       [](const Check& check, std::string_view key) { return check.id < key; });
  return found != all.end() && found->id == id ? &*found : nullptr;
}

Result<const check::Judge*> Catalogue::judge(const PodSecurity& level) const {
  State& state = *state_;
  std::lock_guard lock(state.mutex);
  std::unique_ptr<check::Judge>& judge = state.by_level[level];
  if (judge) return judge.get();
  std::vector<Check> checks;
  for (const Check& check : state.all) {
    bool baseline = check.id.starts_with("pss-baseline-");
    bool restricted = check.id.starts_with("pss-restricted-");
    bool wanted = level.level == PodSecurity::Level::kRestricted ? baseline || restricted
                  : level.level == PodSecurity::Level::kBaseline ? baseline
                                                                 : false;
    if (wanted && !any_match(state.selection.disable, check.id)) checks.push_back(check);
  }
  judge = std::make_unique<check::Judge>(TRY(state.make(std::move(checks), level.minor)));
  return judge.get();
}

}  // namespace seawall::posture
