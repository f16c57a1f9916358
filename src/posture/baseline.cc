#include "posture/baseline.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "doc/parse.h"

namespace seawall::posture {
namespace {

using finding::Finding;
using finding::Suppression;

constexpr size_t kFingerprint = 32;  // hex digits

bool is_fingerprint(std::string_view word) {
  auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  return word.size() == kFingerprint && std::all_of(word.begin(), word.end(), hex);
}

Status read_report(const doc::Node& root, Baseline& out) {
  const doc::Node* findings = root.find("findings");
  if (!findings || !findings->is_array())
    return Error::make(Code::kInvalid, "{}: a JSON document, but no report: it has no 'findings'",
                       out.source);
  for (const doc::Node& finding : findings->items()) {
    std::string_view fingerprint = finding.text("fingerprint");
    if (!is_fingerprint(fingerprint))
      return Error::make(Code::kInvalid, "{}:{}: a finding without fingerprint", out.source,
                         finding.position().line);
    const doc::Node& suppression = finding["suppression"];
    if (suppression.is_object() && suppression.text("by") != "baseline") continue;
    if (finding.text("kind") != "waiver") ++out.known[std::string(fingerprint)];
  }
  return {};
}

Status read_lines(std::string_view text, Baseline& out) {
  Status status;
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    line = trim(line);
    if (!status || line.empty() || line.starts_with('#')) return;
    std::string_view word = line.substr(0, line.find_first_of(" \t"));
    if (is_fingerprint(word)) {
      ++out.known[std::string(word)];
    } else {
      status = Error::make(Code::kInvalid, "{}:{}: '{}' is no fingerprint ({} hex digits)",
                           out.source, number, printable(word, 40), kFingerprint);
    }
  });
  return status;
}

bool is_known_to_baselines(const Finding& finding) {
  return finding.kind != "waiver" &&
         (!finding.suppression || finding.suppression->by == Suppression::By::kBaseline);
}

std::string remark(const Finding& finding) {
  const finding::Subject& subject = finding.subject;
  std::string out = fmt::format("{} {}", finding::severity_name(finding.severity), finding.id);
  for (const std::string* part :
       {&subject.package, &subject.version, &subject.kind, &subject.name_space, &subject.name,
        &subject.container, &subject.path})
    if (!part->empty()) out += fmt::format(" {}", printable(*part, 200));
  return out;
}

}  // namespace

Result<Baseline> parse_baseline(std::string_view text, const std::string& source,
                                const Limits& limits) {
  Baseline out{source, {}};
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (trim(text.substr(0, 4096)).starts_with('{')) {
    doc::Document document = TRY(doc::parse_json(text, limits).context("{}", source));
    TRY(read_report(document.root(), out));
  } else {
    TRY(read_lines(text, out));
  }
  return out;
}

BaselineUse apply_baseline(const Baseline& baseline, std::vector<Finding>& findings) {
  BaselineUse use{baseline.source, 0, 0};
  std::map<std::string, size_t> left = baseline.known;
  for (Finding& finding : findings) {
    if (finding.suppression || finding.kind == "waiver") continue;
    auto entry = left.find(finding::fingerprint(finding));
    if (entry == left.end() || entry->second == 0) continue;
    --entry->second;
    ++use.known;
    finding.suppression = Suppression{Suppression::By::kBaseline, "known before", baseline.source};
  }
  for (const auto& [fingerprint, count] : left) use.gone += count;
  return use;
}

std::string baseline_text(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings)
    if (is_known_to_baselines(finding))
      lines.push_back(fmt::format("{}  {}\n", finding::fingerprint(finding), remark(finding)));
  std::sort(lines.begin(), lines.end(), [](const std::string& a, const std::string& b) {
    std::string_view x(a), y(b);
    return std::pair(x.substr(kFingerprint), x) < std::pair(y.substr(kFingerprint), y);
  });
  std::string out =
      "# Findings that are known: `seawall scan --baseline` does not count them for the gate.\n"
      "# The fingerprint decides; the rest of a line is for people.\n";
  for (const std::string& line : lines) out += line;
  return out;
}

}  // namespace seawall::posture
