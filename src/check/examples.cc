#include "check/examples.h"

#include <algorithm>

#include "base/text.h"
#include "check/example_objects.h"
#include "check/fix.h"
#include "doc/builder.h"
#include "doc/compare.h"
#include "doc/json_writer.h"

namespace seawall::check {
namespace {

JudgeOptions judge_options(const Check& check, const Example& example,
                           const ExampleOptions& options) {
  JudgeOptions out;
  out.functions = options.functions;
  for (const doc::Member& member : (*example.root)["params"].members()) {
    doc::Builder build;
    build.value(member.value);
    out.params.emplace(fmt::format("{}.{}", check.id, member.key), build.finish());
  }
  if (std::optional<uint64_t> minor = (*example.root)["minor"].as_uint())
    out.kubernetes_minor = static_cast<unsigned>(*minor);
  return out;
}

kube::Manifests manifests_of(std::vector<doc::Document> documents) {
  kube::Manifests out;
  out.files.push_back({"example.yaml", ""});
  for (doc::Document& document : documents) {
    const doc::Node& root = out.documents.emplace_back(std::move(document)).root();
    if (std::optional<kube::Object> object = kube::as_object(root, 0))
      out.objects.push_back(*object);
  }
  return out;
}

// One example of one check.
class Run {
 public:
  Run(const Check& check, const Example& example, const ExampleOptions& options, const Judge& judge)
      : check_(check), example_(example), options_(options), session_(judge) {}

  Status run() {
    const doc::Node& body = (*example_.root)[example_.form];
    if (example_.form == "dockerfile") {
      Diagnostics remarks;
      kube::Dockerfile dockerfile =
          TRY(kube::parse_dockerfile(body.as_string(), "Dockerfile", Limits{}, remarks));
      Verdict verdict;
      session_.dockerfile(dockerfile, verdict);
      return expect(verdict);
    }
    if (example_.form == "image") {
      Verdict verdict;
      session_.image(body, verdict);
      return expect(verdict);
    }
    kube::Manifests manifests = manifests_of(TRY(expand_example(check_, example_, body)));
    Verdict verdict = judge(manifests);
    TRY(expect(verdict));
    if (example_.passes || check_.fix.empty()) return {};
    return expect_fixed(TRY(fix(manifests, verdict)));
  }

  // What the fix makes of a failing example passes.
  bool fix_helps() const { return fix_helps_; }

 private:
  Verdict judge(const kube::Manifests& manifests) {
    Verdict verdict;
    std::unique_ptr<FactSource> facts = options_.facts ? options_.facts(manifests) : nullptr;
    for (const kube::Object& object : manifests.objects)
      session_.object(object, facts.get(), verdict);
    return verdict;
  }

  Status expect(const Verdict& verdict) const {
    if (!verdict.errors.empty())
      return Error::make(Code::kInvalid, "was not judged: {}", verdict.errors[0].error);
    size_t found = verdict.violations.size();
    for (const Violation& violation : verdict.violations) {
      found += violation.more;
      if (!violation.message_error.empty())
        return Error::make(Code::kInvalid, "the message could not be made: {}",
                           violation.message_error);
    }
    if (example_.passes && found > 0)
      return Error::make(Code::kInvalid, "should pass, but: {}",
                         printable(verdict.violations[0].message, 300));
    if (!example_.passes && found == 0) return Error(Code::kInvalid, "should fail, but passes");
    if (example_.count >= 0 && found != static_cast<size_t>(example_.count))
      return Error::make(Code::kInvalid, "should fail {} times, but fails {} times", example_.count,
                         found);
    return {};
  }

  Result<std::vector<doc::Document>> fix(const kube::Manifests& manifests,
                                         const Verdict& verdict) const {
    std::vector<doc::Document> fixed;
    for (const kube::Object& object : manifests.objects) {
      std::vector<Edit> plan;
      for (const Violation& violation : verdict.violations)
        if (violation.object == &object)
          merge_edits(plan, plan_fix(check_, *object.root, violation.subject));
      fixed.push_back(TRY(apply_edits(*object.root, plan)));
    }
    return fixed;
  }

  Status expect_fixed(std::vector<doc::Document> fixed) {
    if (example_.fixed) {
      std::vector<doc::Document> wanted = TRY(expand_example(check_, example_, *example_.fixed));
      for (size_t i = 0; i < fixed.size(); ++i)
        if (i >= wanted.size() || !doc::equal(fixed[i].root(), wanted[i].root()))
          return Error::make(Code::kInvalid, "the fix does not make what 'fixed' says, but {}",
                             printable(doc::to_json(fixed[i].root()), 600));
    }
    Verdict again = judge(manifests_of(std::move(fixed)));
    fix_helps_ = again.violations.empty() && again.errors.empty();
    if (example_.fixed && !fix_helps_)
      return Error(Code::kInvalid, "what the fix makes does not pass");
    return {};
  }

  const Check& check_;
  const Example& example_;
  const ExampleOptions& options_;
  Judge::Session session_;
  bool fix_helps_ = false;
};

Status run_example(const Check& check, const Example& example, const ExampleOptions& options,
                   bool& fix_helps) {
  Judge judge = TRY(Judge::create({check}, judge_options(check, example, options)));
  Run run(check, example, options, judge);
  Status status = run.run();
  fix_helps |= run.fix_helps();
  return status;
}

}  // namespace

ExampleReport run_examples(std::span<const Check> checks, const ExampleOptions& options) {
  ExampleReport report;
  for (const Check& check : checks) {
    ++report.checks;
    size_t problems = report.problems.size();
    bool fix_helps = check.fix.empty();
    for (const Example& example : check.examples) {
      ++report.examples;
      Status status = run_example(check, example, options, fix_helps);
      if (!status) report.problems.push_back({&check, example.line, status.error().message()});
    }
    if (!fix_helps && report.problems.size() == problems)
      report.problems.push_back({&check, 0, "the fix makes no failing example pass"});
  }
  return report;
}

}  // namespace seawall::check
