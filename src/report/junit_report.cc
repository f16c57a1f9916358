// The report as JUnit XML, for CI systems that show tests: a finding at or over the gate is a
// failed case, one below it a passed case, a suppressed one is skipped, and what could not be read
// or judged is an error. The form is the common part of what Jenkins, GitLab and GitHub actions
// read (testsuites/testsuite/testcase).
#include "base/text.h"
#include "report/report.h"
#include "report/summary.h"

namespace seawall::report {
namespace {

using finding::Finding;
using posture::Assessment;

// XML 1.0 has no place for U+FFFE and U+FFFF even as references; html_escape knows the rest.
std::string xml(std::string_view text) {
  std::string out = html_escape(text);
  out = replace_all(out, "\xEF\xBF\xBE", "\\ufffe");
  return replace_all(out, "\xEF\xBF\xBF", "\\uffff");
}

std::string case_name(const Finding& finding) {
  std::string out = finding.id;
  if (!finding.subject.package.empty())
    out += fmt::format(" in {} {}", finding.subject.package, finding.subject.version);
  if (is_grouped(finding)) {
    if (std::string object = object_of(finding); !object.empty()) out += " in " + object;
    if (std::string place = place_of(finding); !place.empty()) out += fmt::format(" ({})", place);
  }
  out.resize(trim_right(out).size());
  return out;
}

class JUnit {
 public:
  explicit JUnit(const Assessment& assessment) : a_(assessment) {}

  std::string render() {
    for (const Finding& finding : a_.findings) one(finding);
    for (const posture::NotJudged& entry : a_.not_judged)
      problem("not judged: " + entry.why, entry.message, entry.remedy, entry.incomplete);
    for (const Diagnostic& diagnostic : a_.inventory.diagnostics)
      problem("not read: " + diagnostic.path, diagnostic.message, "", diagnostic.incomplete);
    if (tests_ == 0) begin("no findings", "gate", "/>\n");
    std::string counts =
        fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests_, failures_, errors_);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"seawall\" {0}>\n"
        "  <testsuite name=\"{1}\" {0} skipped=\"{2}\" timestamp=\"{3}\" time=\"0\">\n"
        "{4}  </testsuite>\n"
        "</testsuites>\n",
        counts, xml(a_.inventory.target), skipped_, format_rfc3339(a_.created).substr(0, 19),
        cases_);
  }

 private:
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(cases_), format, std::forward<Args>(args)...);
  }
  void begin(std::string_view name, std::string_view classname, std::string_view end) {
    ++tests_;
    print("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"{}", xml(name), xml(classname),
          end);
  }

  void one(const Finding& finding) {
    std::string_view place =
        finding.subject.path.empty() ? finding.kind : std::string_view(finding.subject.path);
    if (finding.suppression) {
      begin(case_name(finding), place, ">\n");
      ++skipped_;
      print("      <skipped message=\"{}: {}\"/>\n",
            finding::suppressed_by_name(finding.suppression->by), xml(finding.suppression->reason));
    } else if (a_.counts(finding)) {
      begin(case_name(finding), place, ">\n");
      ++failures_;
      print("      <failure type=\"{}\" message=\"{}\">", finding::severity_name(finding.severity),
            xml(finding.title));
      for (std::string_view line :
           {std::string_view(finding.reason), std::string_view(finding.remedy)})
        if (!line.empty()) print("{}\n", xml(line));
      for (const std::string& reference : finding.references) print("{}\n", xml(reference));
      print("</failure>\n");
    } else {
      begin(case_name(finding), place, ">\n");
      print("      <system-out>{}: {}</system-out>\n", finding::severity_name(finding.severity),
            xml(finding.title));
    }
    print("    </testcase>\n");
  }

  void problem(const std::string& name, const std::string& message, const std::string& remedy,
               bool incomplete) {
    begin(name, "completeness", ">\n");
    if (incomplete) {
      ++errors_;
      print("      <error type=\"incomplete\" message=\"{}\">{}</error>\n", xml(message),
            xml(remedy));
    } else {
      print("      <system-out>{}</system-out>\n", xml(message));
    }
    print("    </testcase>\n");
  }

  const Assessment& a_;
  std::string cases_;
  size_t tests_ = 0, failures_ = 0, errors_ = 0, skipped_ = 0;
};

std::string render(const Assessment& assessment, const Style&) {
  return JUnit(assessment).render();
}

}  // namespace

const Format& junit_report() {
  static const Format format{"junit", "JUnit XML, for CI systems that show tests",
                             "application/xml", render};
  return format;
}

}  // namespace seawall::report
