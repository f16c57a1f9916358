// kubescape/cel-admission-library: controls/ID/policy.yaml is a ValidatingAdmissionPolicy,
// tests.json beside it lists objects (a template of test-resources and changes of its fields) and
// whether the policy lets them pass, denies them (fail) or warns (warn). A case runs with a binding
// of its own or one that denies, and with the parameters of its own or the folder's default ones.
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "conformance/suite.h"
#include "doc/builder.h"
#include "doc/parse.h"
#include "policy/validating_policy.h"

namespace seawall::conformance {
namespace {

namespace fs = std::filesystem;

// One part of "spec.containers.[0].image": a key, or the index of a list.
struct Part {
  std::string_view key;
  std::optional<uint64_t> index;
};

std::vector<Part> parts_of(std::string_view path) {
  std::vector<Part> out;
  for (std::string_view word : split(path, '.')) {
    Part part{word, std::nullopt};
    if (word.starts_with("[") && word.ends_with("]"))
      part.index = parse_uint(word.substr(1, word.size() - 2));
    out.push_back(part);
  }
  return out;
}

// Copies `node` into `build` with `value` at the place that `path` names, which is made if need be.
void copy_changed(const doc::Node& node, std::span<const Part> path, const doc::Node& value,
                  doc::Builder& build) {
  if (path.empty()) return build.value(value);
  std::span<const Part> rest = path.subspan(1);
  const doc::Node none;
  if (path[0].index) {
    build.begin_array();
    size_t index = *path[0].index;
    for (size_t i = 0; i < std::max(node.items().size(), index + 1); ++i) {
      const doc::Node& item = i < node.items().size() ? node.items()[i] : none;
      if (i == index) {
        copy_changed(item, rest, value, build);
      } else {
        build.value(item);
      }
    }
    return build.end_array();
  }
  build.begin_object();
  for (const doc::Member& member : node.members()) {
    if (member.key == path[0].key) continue;
    build.key(member.key);
    build.value(member.value);
  }
  const doc::Node* old = node.find(path[0].key);
  build.key(path[0].key);
  copy_changed(old ? *old : none, rest, value, build);
  build.end_object();
}

// Documents of one case; those that were changed point into those they were made of.
class Case {
 public:
  Case(const doc::Node& test, const std::string& folder) : test_(test), folder_(folder) {
    std::error_code error;
    resources_ = fs::path(folder).parent_path().parent_path() / "test-resources";
    if (!fs::exists(resources_, error)) resources_ = "";
  }

  Result<policy::Review> review() {
    TRY(add_file(folder_ + "/policy.yaml"));
    const doc::Node policy = documents_[0].root();  // documents_ will grow
    TRY(add_parameters(policy));
    TRY(add_binding(policy));
    TRY(add_object());
    std::vector<kube::Object> objects;
    for (const doc::Document& document : documents_)
      if (std::optional<kube::Object> object = kube::as_object(document.root(), 0))
        objects.push_back(*object);
    policy::PolicySet policies = TRY(policy::PolicySet::create(objects));
    policy::PolicySet::Reviewer reviewer(policies);
    return reviewer.review(policy::creation_of(objects.back(), nullptr));
  }

 private:
  Status add_file(const std::string& path) {
    Limits limits;
    std::string text = TRY(read_file(path, limits.document_bytes));
    std::vector<doc::Document> read = TRY(doc::parse_yaml(text, limits).context("{}", path));
    if (read.empty()) return Error::make(Code::kInvalid, "{} is empty", path);
    for (doc::Document& document : read) documents_.push_back(std::move(document));
    return {};
  }

  // The value of a change is JSON where it reads as JSON, else text.
  Status change_last(std::string_view change) {
    std::optional<Halves> halves = split_once(change, "=");
    if (!halves) return Error::make(Code::kInvalid, "a change without '=': {}", change);
    doc::Builder build;
    Result<doc::Document> json = doc::parse_json(halves->second, Limits{});
    doc::Node value = json ? json->root() : build.string_node(halves->second, {});
    if (json) sources_.push_back(std::move(json).value());
    sources_.push_back(std::move(documents_.back()));
    documents_.pop_back();
    std::vector<Part> path = parts_of(halves->first);
    copy_changed(sources_.back().root(), path, value, build);
    documents_.push_back(build.finish());
    return {};
  }

  Status add_parameters(const doc::Node& policy) {
    std::string_view kind = policy["spec"]["paramKind"].text("kind");
    if (kind.empty()) return {};
    std::string_view named = test_.text("param_template");
    if (!named.empty()) return add_file((resources_ / named).native());
    std::error_code error;
    for (const char* folder : {"test-resources", "configuration"})
      for (fs::directory_iterator at(resources_.parent_path() / folder, error), end;
           !error && at != end; at.increment(error)) {
        std::string name = at->path().filename().native();
        if (!name.ends_with("control-configuration.yaml") || name.starts_with("empty")) continue;
        return add_file(at->path().native());
      }
    return Error(Code::kNotFound, "the folder has no default parameters");
  }

  Status add_binding(const doc::Node& policy) {
    std::string_view named = test_.text("binding_template");
    bool own = !named.empty() && file_exists((resources_ / named).native());
    if (own) {
      TRY(add_file((resources_ / named).native()));
    } else {
      constexpr std::string_view kDeny =
          "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\n"
          "spec: {validationActions: [Deny]}\n";
      documents_.push_back(std::move(TRY(doc::parse_yaml(kDeny, Limits{})).at(0)));
    }
    std::string_view name = policy["metadata"].text("name");
    TRY(change_last(fmt::format("spec.policyName={}", name)));
    TRY(change_last("metadata.name=binding"));
    if (policy["spec"]["paramKind"].is_null()) return drop_param_ref();
    return change_last(R"(spec.paramRef={"selector":{},"parameterNotFoundAction":"Deny"})");
  }

  // A binding's template has parameters also for policies without.
  Status drop_param_ref() {
    doc::Builder build;
    sources_.push_back(std::move(documents_.back()));
    documents_.pop_back();
    build.begin_object();
    for (const doc::Member& member : sources_.back().root().members()) {
      build.key(member.key);
      if (member.key != "spec") {
        build.value(member.value);
        continue;
      }
      build.begin_object();
      for (const doc::Member& field : member.value.members()) {
        if (field.key == "paramRef") continue;
        build.key(field.key);
        build.value(field.value);
      }
      build.end_object();
    }
    build.end_object();
    documents_.push_back(build.finish());
    return {};
  }

  Status add_object() {
    TRY(add_file((resources_ / test_.text("template")).native()));
    for (const doc::Node& change : test_["field_change_list"].items())
      TRY(change_last(change.as_string()));
    return {};
  }

  const doc::Node& test_;
  const std::string& folder_;
  fs::path resources_;
  std::vector<doc::Document> documents_, sources_;
};

std::string verdict_of(const policy::Review& review) {
  if (review.denied()) return "fail";
  return review.outcomes.empty() ? "pass" : "warn";
}

void run_case(const doc::Node& test, const std::string& folder, const std::string& where,
              Outcomes& outcomes) {
  Result<policy::Review> review = Case(test, folder).review();
  if (!review && review.error().code() == Code::kNotFound)
    return outcomes.skip(where, review.error().message());
  if (!review) return outcomes.fail(where, review.error().message());
  std::string got = verdict_of(*review);
  std::string why =
      fmt::format("{}: want {}, got {}", test.text("name"), test.text("expected"), got);
  for (const policy::Outcome& outcome : review->outcomes) why += "; " + outcome.message;
  outcomes.check(got == test.text("expected"), where, why);
}

Status run(const std::string& path, Outcomes& outcomes) {
  Limits limits;
  size_t cases = 0;
  for (const std::string& file : TRY(files_below(path, "tests.json"))) {
    std::string text = TRY(read_file(file, limits.document_bytes));
    Result<doc::Document> document = doc::parse_json(text, limits);
    if (!document) {
      outcomes.fail(file, document.error().message());
      continue;
    }
    std::string folder = fs::path(file).parent_path().native();
    for (const doc::Node& test : document->root().items()) {
      ++cases;
      run_case(test, folder, fmt::format("{}:{}", file, test.position().line), outcomes);
    }
  }
  if (cases == 0) return Error::make(Code::kNotFound, "no tests.json below {}", path);
  return {};
}

}  // namespace

const Suite& vap_library_suite() {
  static const Suite suite{"vap-library", "kubescape/cel-admission-library's controls", run};
  return suite;
}

}  // namespace seawall::conformance
