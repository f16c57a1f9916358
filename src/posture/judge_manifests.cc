// Objects are judged in pieces of some dozens, each by whichever thread is free; a piece keeps its
// own findings and counts, and pieces are joined in their order, so that the answer does not depend
// on who did what. Each thread has its own sessions and its own view of the facts.
#include "posture/judge_manifests.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>

#include "base/text.h"
#include "base/thread_pool.h"
#include "model/facts.h"
#include "posture/pod_security.h"

namespace seawall::posture {
namespace {

using check::Check;
using finding::Finding;

constexpr size_t kPiece = 64;
constexpr size_t kObjectsForThreads = 256;
constexpr size_t kNotJudgedTexts = 3;

struct Count {
  uint64_t applied = 0, failed = 0, not_judged = 0;
};

void add(const Count& count, Count& sum) {
  sum.applied += count.applied;
  sum.failed += count.failed;
  sum.not_judged += count.not_judged;
}

// A thing that a check gave no answer about.
struct Unanswered {
  std::string check, where, error;
  uint64_t things = 1;
};

struct Piece {
  std::vector<Finding> findings;
  std::map<const check::Judge*, std::vector<Count>> counts;  // by the check's place in its judge
  std::vector<Unanswered> unanswered;
};

// "Deployment shop/web (deploy/web.yaml:3)"
std::string described(const kube::Manifests& manifests, const kube::Object* object,
                      const std::string& dockerfile, doc::Position position) {
  std::string file = object ? manifests.files[object->file].path : dockerfile;
  std::string place = position.line > 0 ? fmt::format("{}:{}", file, position.line) : file;
  if (!object) return place;
  std::string_view name_space = kube::namespace_of(*object);
  return fmt::format("{} {}{}{} ({})", object->kind, name_space, name_space.empty() ? "" : "/",
                     object->name, place);
}

// Where a path of an object stands in a file: what a renderer printed is in none, unless its source
// is known.
void describe_object(const kube::Manifests& manifests, const kube::Object& object,
                     doc::Position position, const std::string& path, finding::Subject& subject) {
  const kube::SourceFile& file = manifests.files[object.file];
  subject.path = file.path;
  if (object.origin) {
    subject.path = manifests.origins[object.origin_file];
    Result<check::Path> steps = check::parse_path(path);
    position = steps && !steps->empty() ? check::locate(*steps, *object.origin).position
                                        : object.origin->position();
  }
  if (file.renderer.empty() || object.origin) {
    subject.line = position.line;
    subject.column = position.column;
  }
  subject.kind = object.kind;
  subject.name = object.name;
  if (subject.name.empty()) subject.name = object.metadata().text("generateName");
  subject.name_space = kube::namespace_of(object);
}

Finding finding_of(const check::Violation& violation, const kube::Manifests& manifests,
                   const std::string& dockerfile) {
  const Check& check = *violation.check;
  Finding out;
  out.id = check.id;
  out.kind = "check";
  out.title = check.title;
  out.detail = check.rationale;
  out.severity = check.severity;
  out.severity_source = check.source;
  out.stage = check.stage;
  out.layer = check.layer;
  out.remedy = check.remedy;
  out.references = check.references;
  if (violation.message != check.title) out.reason = violation.message;
  out.subject.field = violation.path;
  out.subject.container = violation.container;
  bool rendered = false;
  if (violation.object) {
    const kube::Object& object = *violation.object;
    describe_object(manifests, object, violation.position, violation.path, out.subject);
    rendered = !manifests.files[object.file].renderer.empty() && !object.origin;
  } else {
    out.subject.path = dockerfile;
    out.subject.line = violation.position.line;
    out.subject.column = violation.position.column;
  }
  if (!check.fix.empty() && violation.object && !rendered)
    out.autofix = check.fix.safe ? Finding::Autofix::kSafe : Finding::Autofix::kUnsafe;
  return out;
}

bool same_violation(const Finding& a, const Finding& b) {
  const finding::Subject &x = a.subject, &y = b.subject;
  return a.kind == "check" && b.kind == "check" && a.id == b.id && x.path == y.path &&
         x.line == y.line && x.field == y.field && x.kind == y.kind && x.name == y.name &&
         x.name_space == y.name_space && x.container == y.container && a.reason == b.reason;
}

// What is shared by all threads.
struct Job {
  const kube::Manifests& manifests;
  const JudgeManifestsOptions& options;
  const PodSecurityPlan& pod_security;
  std::map<std::string_view, const doc::Node*> namespaces;
  std::map<PodSecurity, const check::Judge*> judges;
};

// One thread's part.
class Worker {
 public:
  Worker(const Job& job, std::unique_ptr<model::Facts> facts)
      : job_(job), facts_(std::move(facts)) {
    if (job.options.catalogue) session_.emplace(job.options.catalogue->judge());
    for (const auto& [level, judge] : job.judges)
      if (judge) levels_.try_emplace(level, *judge);
    if (job.options.policies) reviewer_.emplace(job.options.policies->set());
  }

  void object(const kube::Object& object, Piece& piece) {
    size_t first = piece.findings.size();
    if (session_) {
      check::Verdict& verdict = cleared();
      session_->object(object, facts_.get(), verdict);
      take(job_.options.catalogue->judge(), verdict, "", piece);
    }
    if (!levels_.empty()) pod_security(object, first, piece);
    if (reviewer_ && !is_policy_object(object)) review(object, piece);
  }

  void dockerfile(const kube::Dockerfile& dockerfile, Piece& piece) {
    if (!session_) return;
    check::Verdict& verdict = cleared();
    session_->dockerfile(dockerfile, verdict);
    take(job_.options.catalogue->judge(), verdict, dockerfile.path, piece);
  }

 private:
  check::Verdict& cleared() {
    verdict_.violations.clear();
    verdict_.errors.clear();
    verdict_.applied.clear();
    return verdict_;
  }
  void take(const check::Judge& judge, const check::Verdict& verdict, const std::string& dockerfile,
            Piece& piece);
  // `first`: of the object's findings in `piece`.
  void pod_security(const kube::Object& object, size_t first, Piece& piece);
  void review(const kube::Object& object, Piece& piece);
  Finding finding_of_outcome(const policy::Outcome& outcome, const kube::Object& object) const;

  const Job& job_;
  std::unique_ptr<model::Facts> facts_;
  std::optional<check::Judge::Session> session_;
  std::map<PodSecurity, check::Judge::Session> levels_;
  std::optional<policy::PolicySet::Reviewer> reviewer_;
  check::Verdict verdict_;
};

void Worker::take(const check::Judge& judge, const check::Verdict& verdict,
                  const std::string& dockerfile, Piece& piece) {
  const Check* first = judge.checks().data();
  std::vector<Count>& counts = piece.counts[&judge];
  counts.resize(judge.checks().size());
  for (size_t i = 0; i < verdict.applied.size(); ++i) counts[i].applied += verdict.applied[i];
  for (const check::Violation& violation : verdict.violations) {
    counts[static_cast<size_t>(violation.check - first)].failed += 1 + violation.more;
    piece.findings.push_back(finding_of(violation, job_.manifests, dockerfile));
    if (job_.options.visit) job_.options.visit(violation, piece.findings.back());
  }
  for (const check::NotEvaluated& error : verdict.errors) {
    counts[static_cast<size_t>(error.check - first)].not_judged += 1 + error.more;
    piece.unanswered.push_back({error.check->id,
                                described(job_.manifests, error.object, dockerfile, error.position),
                                error.error, uint64_t{1} + error.more});
  }
}

// A restricted check that is violated says all that the baseline check of that name would.
void Worker::pod_security(const kube::Object& object, size_t first, Piece& piece) {
  auto level = levels_.find(job_.pod_security.of(kube::namespace_of(object)));
  if (level == levels_.end()) return;
  const check::Judge& judge = *job_.judges.at(level->first);
  check::Verdict& verdict = cleared();
  level->second.object(object, facts_.get(), verdict);
  std::vector<std::string> weaker;
  for (const check::Violation& violation : verdict.violations)
    weaker.push_back(weaker_pod_security_check(violation.check->id));
  auto is_replaced = [&weaker](const check::Violation& violation) {
    return std::find(weaker.begin(), weaker.end(), violation.check->id) != weaker.end();
  };
  for (const check::Violation& violation : verdict.violations)
    if (is_replaced(violation))
      for (size_t i = 0; i < judge.checks().size(); ++i)
        if (judge.checks()[i].id == violation.check->id)
          verdict.applied[i] -= std::min(verdict.applied[i], 1 + violation.more);
  std::erase_if(verdict.violations, is_replaced);
  size_t before = piece.findings.size();
  take(judge, verdict, "", piece);
  // The checks of the standards may be on by themselves too.
  for (size_t i = before; i < piece.findings.size();) {
    auto end = piece.findings.begin() + static_cast<ptrdiff_t>(before);
    auto same = [&](const Finding& other) { return same_violation(other, piece.findings[i]); };
    if (std::any_of(piece.findings.begin() + static_cast<ptrdiff_t>(first), end, same)) {
      piece.findings.erase(piece.findings.begin() + static_cast<ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

Finding Worker::finding_of_outcome(const policy::Outcome& outcome,
                                   const kube::Object& object) const {
  auto has = [&outcome](policy::Action action) {
    return std::find(outcome.actions.begin(), outcome.actions.end(), action) !=
           outcome.actions.end();
  };
  Finding out;
  out.id = outcome.policy;
  out.kind = "policy";
  out.title = fmt::format("Admission policy {} refuses it", outcome.policy);
  out.severity = finding::Severity::kLow;
  if (has(policy::Action::kDeny)) {
    out.severity = finding::Severity::kHigh;
  } else if (has(policy::Action::kWarn)) {
    out.title = fmt::format("Admission policy {} warns of it", outcome.policy);
    out.severity = finding::Severity::kMedium;
  } else {
    out.title = fmt::format("Admission policy {} notes it", outcome.policy);
  }
  out.severity_source = job_.options.policies->source_of(outcome.policy);
  out.stage = finding::Stage::kDeploy;
  out.layer = finding::Layer::kCluster;
  out.reason = outcome.message;
  if (!outcome.binding.empty()) out.detail = fmt::format("Bound by {}.", outcome.binding);
  if (!outcome.parameter.empty()) out.detail += fmt::format(" Parameters: {}.", outcome.parameter);
  out.remedy = "Change the object so that the policy lets it pass.";
  describe_object(job_.manifests, object, object.position(), "", out.subject);
  return out;
}

void Worker::review(const kube::Object& object, Piece& piece) {
  auto found = job_.namespaces.find(kube::namespace_of(object));
  const doc::Node* name_space = found == job_.namespaces.end() ? nullptr : found->second;
  policy::Review review = reviewer_->review(policy::creation_of(object, name_space));
  for (const policy::Outcome& outcome : review.outcomes)
    piece.findings.push_back(finding_of_outcome(outcome, object));
  for (const std::string& ignored : review.ignored)
    piece.unanswered.push_back(
        {"", described(job_.manifests, &object, "", object.position()), ignored, 1});
}

// All pieces, in their order.
std::vector<Piece> run(const Job& job) {
  const std::vector<kube::Object>& objects = job.manifests.objects;
  size_t object_pieces = (objects.size() + kPiece - 1) / kPiece;
  std::vector<Piece> pieces(object_pieces + 1);  // the last one is for Dockerfiles
  model::FactOptions fact_options;
  if (job.options.catalogue) fact_options.templates = job.options.catalogue->selection().templates;
  model::Facts facts(objects, fact_options);
  if (job.options.progress)
    job.options.progress->begin("judging", objects.size() + job.manifests.dockerfiles.size(),
                                "objects");
  std::atomic<size_t> next{0};
  auto work = [&] {
    Worker worker(job, facts.another());
    for (size_t i; (i = next.fetch_add(1)) < pieces.size();) {
      if (i == object_pieces) {
        for (const kube::Dockerfile& dockerfile : job.manifests.dockerfiles)
          worker.dockerfile(dockerfile, pieces[i]);
        continue;
      }
      size_t end = std::min(objects.size(), (i + 1) * kPiece);
      for (size_t at = i * kPiece; at < end; ++at) worker.object(objects[at], pieces[i]);
      if (job.options.progress) job.options.progress->add(end - i * kPiece);
    }
  };
  unsigned threads = job.options.threads > 0 ? job.options.threads : ThreadPool::available_cores();
  if (threads > 1 && objects.size() >= kObjectsForThreads && !job.options.visit) {
    ThreadPool pool(threads);
    for (unsigned i = 0; i < threads; ++i) pool.submit(work);
    pool.wait();
  } else {
    work();
  }
  if (job.options.progress) job.options.progress->end();
  return pieces;
}

// One entry for each check: how often, the first places, and the error of the first.
void tell_unanswered(const std::vector<Unanswered>& unanswered, std::vector<NotJudged>& out) {
  std::map<std::string, std::vector<const Unanswered*>> by_check;
  for (const Unanswered& one : unanswered) by_check[one.check].push_back(&one);
  for (const auto& [check, list] : by_check) {
    uint64_t things = 0;
    std::string places;
    for (size_t i = 0; i < list.size(); ++i) {
      things += list[i]->things;
      if (i < kNotJudgedTexts) places += fmt::format("{}{}", i > 0 ? ", " : "", list[i]->where);
    }
    if (list.size() > kNotJudgedTexts) places += " ...";
    std::string what = check.empty() ? "an admission policy" : fmt::format("check {}", check);
    out.push_back({check.empty() ? "policy-error" : "check-error", "",
                   fmt::format("{} gave no answer for {} thing{}: {}: {}", what, things,
                               things == 1 ? "" : "s", places, list[0]->error),
                   "", 0, true});
  }
}

// Judges of every level and version that some namespace asks for.
void find_levels(Job& job, std::vector<NotJudged>& not_judged) {
  if (!job.options.catalogue || job.pod_security.empty()) return;
  for (const kube::Object& object : job.manifests.objects) {
    PodSecurity level = job.pod_security.of(kube::namespace_of(object));
    if (level.level == PodSecurity::Level::kPrivileged || job.judges.contains(level)) continue;
    Result<const check::Judge*> judge = job.options.catalogue->judge(level);
    if (!judge)
      not_judged.push_back(
          {"check-error", "",
           fmt::format("Pod Security Standards {} at 1.{}: {}", level_name(level.level),
                       level.minor, judge.error().message()),
           "", 0, true});
    job.judges[level] = judge ? *judge : nullptr;
  }
}

// One for each check of the judge that is not there yet.
void list_outcomes(const check::Judge& judge, const std::map<std::string_view, Count>& counts,
                   std::vector<CheckOutcome>& out) {
  for (const Check& check : judge.checks()) {
    auto same = [&check](const CheckOutcome& outcome) { return outcome.id == check.id; };
    if (std::any_of(out.begin(), out.end(), same)) continue;
    CheckOutcome outcome = outcome_of(check);
    if (auto found = counts.find(check.id); found != counts.end()) {
      outcome.applied = found->second.applied;
      outcome.failed = found->second.failed;
      outcome.not_judged = found->second.not_judged;
    }
    out.push_back(std::move(outcome));
  }
}

}  // namespace

Judged judge_manifests(const kube::Manifests& manifests, const JudgeManifestsOptions& options) {
  Judged out;
  if (!options.catalogue && !options.policies) return out;
  PodSecurityPlan plan(
      manifests, options.catalogue ? options.catalogue->selection().pod_security : std::nullopt,
      out.not_judged);
  Job job{manifests, options, plan, {}, {}};
  for (const kube::Object& object : manifests.objects)
    if (object.kind == "Namespace" && object.group.empty())
      job.namespaces.emplace(object.name, object.root);
  find_levels(job, out.not_judged);
  std::map<std::string_view, Count> counts;  // by the check's id
  std::vector<Unanswered> unanswered;
  std::vector<Piece> pieces = run(job);
  size_t findings = 0;
  for (const Piece& piece : pieces) findings += piece.findings.size();
  out.findings.reserve(findings);
  for (Piece& piece : pieces) {
    for (const auto& [judge, list] : piece.counts)
      for (size_t i = 0; i < list.size(); ++i) add(list[i], counts[judge->checks()[i].id]);
    for (Finding& finding : piece.findings) out.findings.push_back(std::move(finding));
    piece.findings = {};
    for (Unanswered& one : piece.unanswered) unanswered.push_back(std::move(one));
  }
  tell_unanswered(unanswered, out.not_judged);
  if (!options.catalogue) return out;
  list_outcomes(options.catalogue->judge(), counts, out.checks);
  for (const auto& [level, judge] : job.judges)
    if (judge) list_outcomes(*judge, counts, out.checks);
  std::sort(out.checks.begin(), out.checks.end(),
            [](const CheckOutcome& a, const CheckOutcome& b) { return a.id < b.id; });
  return out;
}

}  // namespace seawall::posture
