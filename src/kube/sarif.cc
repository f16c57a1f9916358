// A SARIF log is a list of runs: a tool with its rules, and the results, which refer to rules by
// number or id and to files by URI, number, or URI under a named base. What a result says of itself
// comes before what its rule says. A hostile log can add findings and cannot remove any of ours.
#include "kube/sarif.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "base/text.h"
#include "doc/parse.h"

namespace seawall::kube {
namespace {

using finding::Finding;
using finding::Severity;

constexpr size_t kMaxResults = 200'000;  // of one log
constexpr size_t kMaxText = 4096;        // bytes of a message or a remedy
constexpr size_t kMaxBases = 8;          // uriBaseIds that stand on each other

std::string shortened(std::string_view text) {
  if (text.size() <= kMaxText) return std::string(text);
  return to_valid_utf8(text.substr(0, kMaxText)) + "…";
}

// The item at an index that a document gives; a shared null node otherwise.
const doc::Node& item_at(const doc::Node& list, const doc::Node& index) {
  static const doc::Node none{};
  std::optional<uint64_t> number = index.as_uint();
  return number && *number < list.size() ? list.items()[*number] : none;
}

std::string_view text_of(const doc::Node& message) {
  std::string_view text = message.text("text");
  return text.empty() ? message.text("markdown") : text;
}

// "{0}" becomes the first argument; "{{" is a brace (section 3.11.5).
std::string with_arguments(std::string_view text, const doc::Node& arguments) {
  std::string out;
  for (size_t at = 0; at < text.size() && out.size() <= kMaxText; ++at) {
    std::string_view rest = text.substr(at);
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
      out += text[at++];
      continue;
    }
    size_t close = rest.substr(0, 8).find('}');
    bool place = text[at] == '{' && close != rest.npos;
    std::optional<uint64_t> number = place ? parse_uint(rest.substr(1, close - 1)) : std::nullopt;
    if (number && *number < arguments.size()) {
      out += arguments.items()[*number].as_string();
      at += close;
    } else {
      out += text[at];
    }
  }
  return out;
}

std::optional<double> security_severity(const doc::Node& properties) {
  const doc::Node& value = properties["security-severity"];
  if (value.is_number()) return value.as_double();
  std::string text(value.as_string());
  char* end = nullptr;
  double number = std::strtod(text.c_str(), &end);
  if (text.empty() || end != text.c_str() + text.size()) return std::nullopt;
  return number;
}

Severity severity_of_score(double score) {
  if (score >= 9) return Severity::kCritical;
  if (score >= 7) return Severity::kHigh;
  if (score >= 4) return Severity::kMedium;
  return score > 0 ? Severity::kLow : Severity::kNone;
}

Severity severity_of_level(std::string_view level) {
  if (level == "error") return Severity::kHigh;
  if (level == "note") return Severity::kLow;
  return level == "none" ? Severity::kNone : Severity::kMedium;
}

class RunReader {
 public:
  RunReader(const doc::Node& run, const std::string& path, Diagnostics& remarks)
      : run_(run), path_(path), remarks_(remarks), driver_(run["tool"]["driver"]) {
    for (const doc::Node& rule : driver_["rules"].items())
      rules_.try_emplace(rule.text("id"), &rule);
    for (const doc::Node& extension : run["tool"]["extensions"].items())
      for (const doc::Node& rule : extension["rules"].items())
        rules_.try_emplace(rule.text("id"), &rule);
  }
  void read(std::vector<Finding>& out);
  void tell_faults();

 private:
  std::string_view id_of(const doc::Node& result) const;
  const doc::Node& rule_of(const doc::Node& result) const;
  std::string message_of(const doc::Node& result, const doc::Node& rule) const;
  void rate(const doc::Node& result, const doc::Node& rule, Finding& finding) const;
  void locate(const doc::Node& result, Finding& finding) const;
  std::string path_of(const doc::Node& artifact) const;
  void suppress(const doc::Node& result, Finding& finding) const;
  Finding finding_of(const doc::Node& result) const;
  void remark(uint32_t line, bool incomplete, std::string message) {
    remarks_.push_back({Code::kInvalid, path_, std::move(message), line, incomplete});
  }

  const doc::Node& run_;
  const std::string& path_;
  Diagnostics& remarks_;
  const doc::Node& driver_;
  std::map<std::string_view, const doc::Node*> rules_;
};

std::string_view RunReader::id_of(const doc::Node& result) const {
  std::string_view id = result.text("ruleId");
  if (id.empty()) id = result["rule"].text("id");
  if (id.empty()) id = rule_of(result).text("id");
  return id.empty() ? driver_.text("name") : id;
}

// By number first, since ids may repeat; then by id, and by the id that a "CA2101/1" refines.
const doc::Node& RunReader::rule_of(const doc::Node& result) const {
  static const doc::Node none{};
  const doc::Node& reference = result["rule"];
  const doc::Node& component = reference["toolComponent"]["index"];
  const doc::Node& holder =
      component.is_number() ? item_at(run_["tool"]["extensions"], component) : driver_;
  const doc::Node& index =
      reference["index"].is_number() ? reference["index"] : result["ruleIndex"];
  const doc::Node& numbered = item_at(holder["rules"], index);
  if (numbered.is_object()) return numbered;
  std::string_view id = result.text("ruleId");
  if (id.empty()) id = reference.text("id");
  while (!id.empty()) {
    auto found = rules_.find(id);
    if (found != rules_.end()) return *found->second;
    size_t slash = id.rfind('/');
    id = slash == id.npos ? std::string_view() : id.substr(0, slash);
  }
  return none;
}

std::string RunReader::message_of(const doc::Node& result, const doc::Node& rule) const {
  const doc::Node& message = result["message"];
  std::string_view text = text_of(message);
  if (text.empty() && !message.text("id").empty()) {
    text = text_of(rule["messageStrings"][message.text("id")]);
    if (text.empty()) text = text_of(driver_["globalMessageStrings"][message.text("id")]);
  }
  return shortened(with_arguments(text, message["arguments"]));
}

void RunReader::rate(const doc::Node& result, const doc::Node& rule, Finding& finding) const {
  finding.severity_source = driver_.text("name");
  std::string_view kind = result.text("kind");
  if (kind == "review" || kind == "open") return;  // for a person to judge: unknown
  std::optional<double> score = security_severity(result["properties"]);
  if (!score) score = security_severity(rule["properties"]);
  if (score) {
    finding.severity = severity_of_score(*score);
    return;
  }
  std::string_view level = result.text("level");
  if (level.empty()) level = rule["defaultConfiguration"].text("level");
  finding.severity = severity_of_level(level);
}

// Relative to the source root where the log allows it: bases that are themselves absolute name the
// machine that the tool ran on.
std::string RunReader::path_of(const doc::Node& artifact) const {
  const doc::Node* location = &artifact;
  if (artifact.text("uri").empty())
    location = &item_at(run_["artifacts"], artifact["index"])["location"];
  std::string uri(location->text("uri"));
  std::string_view base = location->text("uriBaseId");
  for (size_t i = 0; i < kMaxBases && !base.empty(); ++i) {
    const doc::Node& under = run_["originalUriBaseIds"][base];
    std::string_view prefix = under.text("uri");
    if (prefix.find("://") != prefix.npos || prefix.starts_with('/')) break;
    uri.insert(0, prefix);
    base = under.text("uriBaseId");
  }
  if (uri.starts_with("file://")) uri = uri.substr(7);
  if (uri.starts_with("./")) uri = uri.substr(2);
  return shortened(percent_decode(uri).value_or(uri));
}

void RunReader::locate(const doc::Node& result, Finding& finding) const {
  if (result["locations"].size() == 0) return;
  const doc::Node& physical = result["locations"].items()[0]["physicalLocation"];
  finding.subject.path = path_of(physical["artifactLocation"]);
  auto number = [&](std::string_view key) {
    return static_cast<uint32_t>(
        std::min<uint64_t>(physical["region"][key].as_uint().value_or(0), UINT32_MAX));
  };
  finding.subject.line = number("startLine");
  finding.subject.column = number("startColumn");
}

// Suppressed unless somebody still reviews or has rejected it (section 3.27.23).
void RunReader::suppress(const doc::Node& result, Finding& finding) const {
  const doc::Node& suppressions = result["suppressions"];
  if (suppressions.size() == 0) return;
  for (const doc::Node& suppression : suppressions.items())
    if (suppression.text("status") == "underReview" || suppression.text("status") == "rejected")
      return;
  const doc::Node& first = suppressions.items()[0];
  std::string reason = shortened(first.text("justification"));
  if (reason.empty())
    reason =
        first.text("kind") == "inSource" ? "suppressed in the source" : "suppressed in the log";
  finding.suppression = {finding::Suppression::By::kWaiver, std::move(reason),
                         fmt::format("{}:{}", path_, first.position().line)};
}

Finding RunReader::finding_of(const doc::Node& result) const {
  const doc::Node& rule = rule_of(result);
  Finding out;
  out.id = shortened(id_of(result));
  out.kind = "sast";
  out.stage = finding::Stage::kCode;
  out.layer = finding::Layer::kCode;
  out.detail = message_of(result, rule);
  std::string_view title = text_of(rule["shortDescription"]);
  if (title.empty()) title = std::string_view(out.detail).substr(0, out.detail.find('\n'));
  if (title.empty()) title = rule.text("name");
  out.title = shortened(title.empty() ? std::string_view(out.id) : title);
  rate(result, rule, out);
  locate(result, out);
  suppress(result, out);
  if (result["fixes"].size() > 0)
    out.remedy = shortened(text_of(result["fixes"].items()[0]["description"]));
  if (out.remedy.empty()) out.remedy = shortened(text_of(rule["help"]));
  if (!rule.text("helpUri").empty()) out.references.emplace_back(rule.text("helpUri"));
  std::string_view version = driver_.text("semanticVersion");
  if (version.empty()) version = driver_.text("version");
  out.reason = fmt::format("reported by {}{}{}", shortened(driver_.text("name")),
                           version.empty() ? "" : " ", shortened(version));
  return out;
}

// A run that failed may lack results.
void RunReader::tell_faults() {
  for (const doc::Node& invocation : run_["invocations"].items()) {
    if (!invocation["executionSuccessful"].as_bool(true))
      remark(invocation.position().line, true,
             fmt::format("{} did not succeed: results may be missing",
                         printable(driver_.text("name"), 200)));
    for (const doc::Node& note : invocation["toolExecutionNotifications"].items())
      if (note.text("level") == "error" && remarks_.size() < 100)
        remark(note.position().line, true,
               fmt::format("{}: {}", printable(driver_.text("name"), 200),
                           printable(text_of(note["message"]), 500)));
  }
}

bool is_fault(const doc::Node& result) {
  std::string_view kind = result.text("kind");
  bool fault = kind.empty() || kind == "fail" || kind == "review" || kind == "open";
  return fault && result.text("baselineState") != "absent";
}

void RunReader::read(std::vector<Finding>& out) {
  if (driver_.text("name") == "Seawall")
    return remark(run_.position().line, false, "an earlier report of Seawall: not taken in again");
  tell_faults();
  size_t strange = 0;
  for (const doc::Node& result : run_["results"].items()) {
    if (!result.is_object()) {
      ++strange;
    } else if (is_fault(result)) {
      if (out.size() >= kMaxResults)
        return remark(result.position().line, true,
                      fmt::format("more than {} results: the rest is not read", kMaxResults));
      out.push_back(finding_of(result));
    }
  }
  if (strange > 0)
    remark(run_["results"].position().line, true,
           fmt::format("{} results are no objects: not read", strange));
  if (!run_["results"].is_array() && run_["invocations"].size() == 0)
    remark(run_.position().line, true, "a run without results: the tool has not looked");
}

}  // namespace

bool is_sarif(std::string_view path) {
  std::string name = to_lower(path);
  return name.ends_with(".sarif") || name.ends_with(".sarif.json");
}

Result<std::vector<Finding>> read_sarif(std::string_view text, const std::string& path,
                                        const Limits& limits, Diagnostics& remarks) {
  doc::Document document = TRY(doc::parse_json(text, limits));
  const doc::Node& root = document.root();
  if (!root["runs"].is_array())
    return Error{Code::kInvalid, "no SARIF log: it has no list of runs"};
  if (root.text("version") != "2.1.0")
    return Error::make(Code::kUnsupported, "SARIF {} is not read, only 2.1.0",
                       printable(root.text("version"), 50));
  std::vector<Finding> out;
  for (const doc::Node& run : root["runs"].items()) RunReader(run, path, remarks).read(out);
  return out;
}

}  // namespace seawall::kube
