// In rounds: judge, plan the fixes of what fails, carry them out in the texts, read those again. A
// second round finds what the first could not do at once: two fixes that meet in one place, more
// violations than a judge lists of one object.
#include "posture/fix_manifests.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "doc/compare.h"
#include "doc/json_writer.h"
#include "posture/fix_text.h"
#include "posture/judge_manifests.h"

namespace seawall::posture {
namespace {

using check::Edit;
using finding::Finding;

constexpr int kRounds = 5;
constexpr size_t kShownValue = 60;

std::string described(const Edit& edit) {
  std::string path = check::path_text(edit.steps);
  if (edit.kind == Edit::Kind::kRemove) return fmt::format("remove {}", path);
  return fmt::format("set {} to {}", path, printable(doc::to_json(*edit.value), kShownValue));
}

FixNote note_of(const Finding& finding) {
  FixNote out;
  out.check = finding.id;
  out.title = finding.title;
  out.path = finding.subject.path;
  out.line = finding.subject.line;
  const finding::Subject& subject = finding.subject;
  out.object = fmt::format("{} {}{}{}", subject.kind, subject.name_space,
                           subject.name_space.empty() ? "" : "/", subject.name);
  if (!subject.container.empty()) out.object += ", container " + subject.container;
  return out;
}

// The edits of one object, and for which findings each of them is.
struct ObjectPlan {
  doc::Position position;
  std::vector<Edit> edits;
  std::vector<std::set<size_t>> findings;  // places in Round::findings, by edit
};

struct Attempted {
  std::string fingerprint;
  FixNote note;
};

// One look at everything.
struct Round {
  std::vector<Attempted> findings;  // those with a fix that may be carried out
  std::map<std::string, std::map<const kube::Object*, ObjectPlan>> plans;  // by file
  size_t unsafe_left = 0, without_fix = 0;
};

bool same_place(const Edit& a, const Edit& b) {
  return check::path_text(a.steps) == check::path_text(b.steps);
}

bool same_change(const Edit& a, const Edit& b) {
  return a.kind == b.kind && (a.kind == Edit::Kind::kRemove || doc::equal(*a.value, *b.value));
}

class Fixer {
 public:
  Fixer(const kube::Manifests& manifests, const Catalogue& catalogue, const ReadText& read_text,
        const FixOptions& options)
      : first_(manifests), catalogue_(catalogue), read_text_(read_text), options_(options) {}

  Result<FixResult> run() {
    for (int i = 0; i < kRounds; ++i) {
      const Round round = judge();
      remember(round);
      bool changed = TRY(carry_out(round));
      if (!changed) break;
      TRY(read_again());
    }
    return result(judge());
  }

 private:
  const kube::Manifests& manifests() const { return now_ ? *now_ : first_; }
  Round judge();
  void plan(const check::Violation& violation, const Finding& finding, Round& round);
  Result<bool> carry_out(const Round& round);
  Result<bool> change_file(const std::string& path,
                           const std::map<const kube::Object*, ObjectPlan>& plans,
                           const Round& round);
  Status read_again();
  void remember(const Round& round);
  FixResult result(const Round& last);
  Result<std::string> text_of(const std::string& path) {
    auto found = after_.find(path);
    return found != after_.end() ? Result<std::string>(found->second) : read_text_(path);
  }

  const kube::Manifests& first_;
  const Catalogue& catalogue_;
  const ReadText& read_text_;
  const FixOptions& options_;
  std::optional<kube::Manifests> now_;                     // once something has changed
  std::map<std::string, std::string> before_, after_;      // texts that change, by path
  std::map<std::string, std::vector<FixNote>> attempted_;  // by fingerprint
  std::map<std::string, std::string> refused_;             // why, by fingerprint
};

void Fixer::plan(const check::Violation& violation, const Finding& finding, Round& round) {
  auto accepts = [&finding](const waiver::Waiver& waiver) {
    return waiver::matches(waiver, finding);
  };
  for (const waiver::Waiver& waiver : options_.waivers)
    if ((waiver.expires_at == 0 || options_.now < waiver.expires_at) && accepts(waiver)) return;
  if (finding.autofix == Finding::Autofix::kNone || !violation.object) {
    ++round.without_fix;
    return;
  }
  if (finding.autofix == Finding::Autofix::kUnsafe && !options_.unsafe) {
    ++round.unsafe_left;
    return;
  }
  const kube::Object& object = *violation.object;
  std::vector<Edit> edits = check::plan_fix(*violation.check, *object.root, violation.subject);
  size_t number = round.findings.size();
  Attempted attempted{finding::fingerprint(finding), note_of(finding)};
  if (edits.empty()) refused_[attempted.fingerprint] = "its fix has nothing to change here";
  ObjectPlan& plan = round.plans[finding.subject.path][&object];
  plan.position = object.position();
  for (Edit& edit : edits) {
    std::string& what = attempted.note.what;
    what += (what.empty() ? "" : "; ") + described(edit);
    size_t at = 0;
    while (at < plan.edits.size() && !same_place(plan.edits[at], edit)) ++at;
    if (at == plan.edits.size()) {
      plan.edits.push_back(std::move(edit));
      plan.findings.push_back({number});
    } else if (same_change(plan.edits[at], edit)) {
      plan.findings[at].insert(number);
    } else {
      refused_[attempted.fingerprint] = "another fix changes the same place";
    }
  }
  round.findings.push_back(std::move(attempted));
}

Round Fixer::judge() {
  Round round;
  JudgeManifestsOptions how;
  how.catalogue = &catalogue_;
  how.visit = [&](const check::Violation& violation, const Finding& finding) {
    plan(violation, finding, round);
  };
  judge_manifests(manifests(), how);
  return round;
}

Result<bool> Fixer::change_file(const std::string& path,
                                const std::map<const kube::Object*, ObjectPlan>& plans,
                                const Round& round) {
  std::vector<TextChange> changes;
  std::vector<const std::set<size_t>*> findings;
  for (const auto& [object, plan] : plans) {
    for (size_t i = 0; i < plan.edits.size(); ++i) {
      changes.push_back({plan.position, &plan.edits[i]});
      findings.push_back(&plan.findings[i]);
    }
  }
  if (changes.empty()) return false;
  std::string text = TRY(text_of(path).context("{}", path));
  Result<PatchedText> fixed = fix_text(text, changes, options_.limits);
  if (!fixed) {
    for (const std::set<size_t>* list : findings)
      for (size_t finding : *list)
        refused_[round.findings[finding].fingerprint] = fixed.error().message();
    return false;
  }
  for (const RefusedChange& refused : fixed->refused)
    for (size_t finding : *findings[refused.change])
      refused_[round.findings[finding].fingerprint] = refused.why;
  if (fixed->text == text) return false;
  before_.emplace(path, std::move(text));
  after_[path] = std::move(fixed->text);
  return true;
}

Result<bool> Fixer::carry_out(const Round& round) {
  bool changed = false;
  for (const auto& [path, plans] : round.plans) {
    bool one = TRY(change_file(path, plans, round));
    changed = changed || one;
  }
  return changed;
}

// What is rendered stays as it was.
Status Fixer::read_again() {
  kube::Manifests next;
  for (size_t file = 0; file < first_.files.size(); ++file) {
    const kube::SourceFile& source = first_.files[file];
    if (source.renderer.empty()) {
      std::string text = TRY(text_of(source.path).context("{}", source.path));
      kube::read_manifest_text(text, source, options_.limits, next);
      continue;
    }
    next.files.push_back(source);
    for (kube::Object object : first_.objects) {
      if (object.file != file) continue;
      object.file = static_cast<uint32_t>(next.files.size() - 1);
      next.objects.push_back(object);
    }
  }
  now_ = std::move(next);
  return {};
}

void Fixer::remember(const Round& round) {
  std::map<std::string, std::vector<FixNote>> notes;
  for (const Attempted& attempted : round.findings)
    notes[attempted.fingerprint].push_back(attempted.note);
  for (auto& [fingerprint, list] : notes) {
    std::vector<FixNote>& known = attempted_[fingerprint];
    if (list.size() > known.size()) known = std::move(list);
  }
}

FixResult Fixer::result(const Round& last) {
  FixResult out;
  out.unsafe_left = last.unsafe_left;
  out.without_fix = last.without_fix;
  std::map<std::string, size_t> left;
  for (const Attempted& attempted : last.findings) ++left[attempted.fingerprint];
  for (auto& [fingerprint, notes] : attempted_) {
    for (size_t i = 0; i < notes.size(); ++i) {
      FixNote& note = notes[i];
      if (i >= left[fingerprint]) {
        out.fixed.push_back(std::move(note));
      } else if (auto why = refused_.find(fingerprint); why != refused_.end()) {
        note.why = why->second;
        out.refused.push_back(std::move(note));
      } else {
        note.why = "it still fails after the change";
        out.remaining.push_back(std::move(note));
      }
    }
  }
  auto by_place = [](const FixNote& a, const FixNote& b) {
    return std::tie(a.path, a.line, a.check, a.object) <
           std::tie(b.path, b.line, b.check, b.object);
  };
  for (std::vector<FixNote>* list : {&out.fixed, &out.refused, &out.remaining})
    std::stable_sort(list->begin(), list->end(), by_place);
  for (auto& [path, after] : after_)
    out.files.push_back({path, before_.at(path), std::move(after)});
  return out;
}

}  // namespace

Result<FixResult> fix_manifests(const kube::Manifests& manifests, const Catalogue& catalogue,
                                const ReadText& read_text, const FixOptions& options) {
  return Fixer(manifests, catalogue, read_text, options).run();
}

}  // namespace seawall::posture
