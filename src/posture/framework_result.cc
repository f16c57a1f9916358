#include "posture/framework_result.h"

#include <algorithm>
#include <map>

namespace seawall::posture {

using Verdict = ControlResult::Verdict;

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kNotApplicable:
      return "not-applicable";
    default:
      return "not-judged";
  }
}

size_t FrameworkResult::count(Verdict verdict) const {
  return static_cast<size_t>(std::count_if(
      controls.begin(), controls.end(),
      [verdict](const ControlResult& control) { return control.verdict == verdict; }));
}

namespace {

using ByControl = std::map<std::string_view, std::vector<const CheckOutcome*>>;

ByControl ran_by_control(const std::string& framework, const std::vector<CheckOutcome>& checks) {
  ByControl out;
  for (const CheckOutcome& check : checks)
    if (auto found = check.controls.find(framework); found != check.controls.end())
      for (const std::string& control : found->second) out[control].push_back(&check);
  return out;
}

std::string why_none_ran(const check::Control& control, const check::Coverage::Row* row) {
  if (!control.why_not.empty()) return control.why_not;
  if (!row || row->checks.empty()) return "no check implements it";
  std::vector<std::string_view> ids;
  for (const check::Check* check : row->checks) ids.push_back(check->id);
  return fmt::format("its checks are off: {}", fmt::join(ids, ", "));
}

ControlResult judged(const std::vector<const CheckOutcome*>& ran) {
  ControlResult out;
  uint64_t passed = 0, not_judged = 0;
  std::string unanswered;
  for (const CheckOutcome* check : ran) {
    out.checks.push_back(check->id);
    out.failed += check->failed - std::min(check->failed, check->waived);
    out.waived += check->waived;
    passed += check->passed();
    not_judged += check->not_judged;
    if (check->not_judged > 0) unanswered = check->id;
  }
  if (out.failed > 0) {
    out.verdict = Verdict::kFailed;
  } else if (not_judged > 0) {
    out.verdict = Verdict::kNotJudged;
    out.why = fmt::format("check {} gave no answer for {} things", unanswered, not_judged);
  } else {
    out.verdict = passed + out.waived > 0 ? Verdict::kPassed : Verdict::kNotApplicable;
  }
  return out;
}

// A control has not passed as long as one of its checks might say otherwise.
void heed_those_off(const check::Coverage::Row& row, ControlResult& result) {
  if (result.verdict != Verdict::kPassed && result.verdict != Verdict::kNotApplicable) return;
  std::vector<std::string_view> off;
  for (const check::Check* check : row.checks)
    if (std::find(result.checks.begin(), result.checks.end(), check->id) == result.checks.end())
      off.push_back(check->id);
  if (off.empty()) return;
  result.verdict = Verdict::kNotJudged;
  result.why = fmt::format("checks of it are off: {}", fmt::join(off, ", "));
}

}  // namespace

std::vector<FrameworkResult> framework_results(const Catalogue& catalogue,
                                               const std::vector<CheckOutcome>& checks) {
  std::vector<FrameworkResult> out;
  const std::vector<std::string>& named = catalogue.selection().frameworks;
  for (const check::Framework& framework : catalogue.frameworks()) {
    ByControl ran = ran_by_control(framework.id, checks);
    bool is_named = std::find(named.begin(), named.end(), framework.id) != named.end();
    if (ran.empty() && !is_named) continue;
    FrameworkResult result{framework.id,  framework.title, framework.version,
                           framework.url, is_named,        {}};
    check::Coverage coverage = check::coverage(framework, catalogue.all());
    for (size_t i = 0; i < framework.controls.size(); ++i) {
      const check::Control& control = framework.controls[i];
      ControlResult one;
      const check::Coverage::Row* row = i < coverage.rows.size() ? &coverage.rows[i] : nullptr;
      if (auto found = ran.find(control.id); found != ran.end()) {
        one = judged(found->second);
        if (row) heed_those_off(*row, one);
      } else {
        one.why = why_none_ran(control, row);
      }
      one.id = control.id;
      one.title = control.title;
      result.controls.push_back(std::move(one));
    }
    out.push_back(std::move(result));
  }
  return out;
}

}  // namespace seawall::posture
