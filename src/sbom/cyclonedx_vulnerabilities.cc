#include "sbom/cyclonedx_vulnerabilities.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/clock.h"
#include "base/text.h"
#include "package/purl.h"
#include "sbom/component_properties.h"
#include "sbom/names.h"

namespace seawall::sbom {
namespace {

using doc::JsonWriter;
using finding::Finding;
using finding::FixStatus;
using finding::Suppression;

constexpr size_t kLongestVersion = 1024;  // in the schema

std::string_view method_of(const std::string& version) {
  if (version == "2.0") return "CVSSv2";
  if (version == "3.0") return "CVSSv3";
  if (version == "3.1") return "CVSSv31";
  if (version == "4.0") return "CVSSv4";
  return "other";
}

// The state in VEX's words, and what is done about it. A waiver accepts a risk: that says nothing
// against the vulnerability, so it stays exploitable. A component whose files an OS package owns is
// judged by that package's advisories.
struct Analysis {
  const char* state = nullptr;
  const char* response = nullptr;
  std::string detail;
};
Analysis analysis_of(const Finding& finding) {
  if (finding.suppression) {
    const char* state = finding.suppression->by == Suppression::By::kWaiver  ? "exploitable"
                        : finding.suppression->by == Suppression::By::kOwner ? "false_positive"
                                                                             : "not_affected";
    bool waived = finding.suppression->by == Suppression::By::kWaiver;
    return {state, waived ? "will_not_fix" : nullptr, finding.suppression->reason};
  }
  switch (finding.status) {
    case FixStatus::kUnderInvestigation:
      return {"in_triage", nullptr, ""};
    case FixStatus::kNotAffected:
      return {"not_affected", nullptr, ""};
    case FixStatus::kWillNotFix:
      return {"exploitable", "will_not_fix", ""};
    case FixStatus::kEndOfLife:
      return {"exploitable", "can_not_fix", ""};
    default:
      return {};
  }
}

class Vulnerabilities {
 public:
  Vulnerabilities(JsonWriter& json, const model::Inventory& inventory,
                  const std::vector<std::string>& references, const std::string& root)
      : json_(json), references_(references), root_(root) {
    const package::Distro* distro = inventory.distro ? &*inventory.distro : nullptr;
    for (size_t i = 0; i < inventory.components.size(); ++i) {
      const model::Component& component = inventory.components[i];
      const package::Package& package = component.package;
      // A finding names its package by one of these.
      for (const std::string& purl :
           {component.purl, package::format_purl(package::purl_of(package, distro))})
        places_.emplace(Place{purl, package.path, package.line}, i);
    }
  }

  void write(const std::vector<Finding>& findings) {
    using Key = std::tuple<std::string, int, std::string, std::string>;
    std::map<Key, size_t> known;
    std::vector<std::vector<const Finding*>> groups;
    for (const Finding& finding : findings) {
      if (finding.kind != "vulnerability") continue;
      Key key{finding.id, -1, "", finding::fix_status_name(finding.status)};
      if (finding.suppression)
        key = {finding.id, static_cast<int>(finding.suppression->by), finding.suppression->reason,
               finding.suppression->source};
      auto [entry, fresh] = known.emplace(std::move(key), groups.size());
      if (fresh) groups.emplace_back();
      groups[entry->second].push_back(&finding);
    }
    json_.key("vulnerabilities");
    json_.begin_array();
    for (size_t i = 0; i < groups.size(); ++i) one(groups[i], i);
    json_.end_array();
  }

 private:
  using Place = std::tuple<std::string, std::string, uint32_t>;
  using Group = std::vector<const Finding*>;

  const std::string& reference_of(const Finding& finding) const {
    const finding::Subject& subject = finding.subject;
    auto found = places_.find({subject.purl, subject.path, subject.line});
    return found == places_.end() ? root_ : references_[found->second];
  }

  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) json_.member(name, value);
  }
  void date(std::string_view name, std::string_view value) {
    if (std::optional<UnixSeconds> time = parse_rfc3339(value))
      json_.member(name, format_rfc3339(*time));
  }
  void source(std::string_view id) {
    Authority authority = authority_of(id);
    json_.key("source");
    json_.begin_object();
    json_.member("name", authority.name);
    json_.member("url", authority.url);
    json_.end_object();
  }

  void one(const Group& group, size_t index) {
    const Finding& first = *group.front();
    json_.begin_object();
    json_.member("bom-ref", fmt::format("vulnerability:{}:{}", index, first.id));
    json_.member("id", first.id);
    source(first.id);
    aliases(first);
    ratings(first);
    text("description", first.title);
    text("detail", first.detail);
    recommendation(group);
    advisories(first);
    date("published", first.published);
    date("updated", first.modified);
    analysis(first);
    affects(group);
    properties(group);
    json_.end_object();
  }

  void aliases(const Finding& finding) {
    if (finding.aliases.empty()) return;
    json_.key("references");
    json_.begin_array();
    for (const std::string& alias : finding.aliases) {
      json_.begin_object();
      json_.member("id", alias);
      source(alias);
      json_.end_object();
    }
    json_.end_array();
  }

  void ratings(const Finding& finding) {
    json_.key("ratings");
    json_.begin_array();
    json_.begin_object();
    rating_source(finding.severity_source);
    json_.member("severity", finding::severity_name(finding.severity));
    json_.member("method", "other");
    json_.end_object();
    for (const finding::Score& score : finding.scores) {
      json_.begin_object();
      rating_source(score.source);
      json_.member("score", score.base);
      json_.member("method", method_of(score.version));
      text("vector", score.vector);
      json_.end_object();
    }
    json_.end_array();
  }
  void rating_source(const std::string& name) {
    if (name.empty()) return;
    json_.key("source");
    json_.begin_object();
    json_.member("name", name);
    json_.end_object();
  }

  void recommendation(const Group& group) {
    std::vector<std::string> remedies;
    for (const Finding* finding : group)
      if (!finding->remedy.empty() &&
          std::find(remedies.begin(), remedies.end(), finding->remedy) == remedies.end())
        remedies.push_back(finding->remedy);
    text("recommendation", fmt::format("{}", fmt::join(remedies, "; ")));
  }

  void advisories(const Finding& finding) {
    std::set<std::string> seen;
    for (const std::string& reference : finding.references) {
      std::string url = web_address(reference);
      if (url.empty() || !seen.insert(url).second) continue;
      if (seen.size() == 1) {
        json_.key("advisories");
        json_.begin_array();
      }
      json_.begin_object();
      json_.member("url", url);
      json_.end_object();
    }
    if (!seen.empty()) json_.end_array();
  }

  void analysis(const Finding& finding) {
    Analysis analysis = analysis_of(finding);
    if (!analysis.state) return;
    json_.key("analysis");
    json_.begin_object();
    json_.member("state", analysis.state);
    if (analysis.response) {
      json_.key("response");
      json_.begin_array();
      json_.string(analysis.response);
      json_.end_array();
    }
    text("detail", analysis.detail);
    json_.end_object();
  }

  void affects(const Group& group) {
    std::map<std::string, std::set<std::string>> versions;  // by reference
    for (const Finding* finding : group)
      versions[reference_of(*finding)].insert(finding->subject.version);
    json_.key("affects");
    json_.begin_array();
    for (const auto& [reference, list] : versions) {
      json_.begin_object();
      json_.member("ref", reference);
      json_.key("versions");
      json_.begin_array();
      for (const std::string& version : list) {
        if (version.empty() || version.size() > kLongestVersion) continue;
        json_.begin_object();
        json_.member("version", version);
        json_.member("status",
                     group.front()->status == FixStatus::kNotAffected ? "unaffected" : "affected");
        json_.end_object();
      }
      json_.end_array();
      json_.end_object();
    }
    json_.end_array();
  }

  void properties(const Group& group) {
    const Finding& first = *group.front();
    std::vector<Property> out;
    out.emplace_back("seawall:status", finding::fix_status_name(first.status));
    for (const std::string& advisory : first.advisories)
      out.emplace_back("seawall:advisory", advisory);
    std::set<std::string> fixes, fingerprints, reasons;
    for (const Finding* finding : group) {
      fixes.insert(finding->fixed_versions.begin(), finding->fixed_versions.end());
      fingerprints.insert(finding::fingerprint(*finding));
      if (!finding->reason.empty()) reasons.insert(finding->reason);
    }
    for (const std::string& fix : fixes) out.emplace_back("seawall:fixed-version", fix);
    for (const std::string& reason : reasons) out.emplace_back("seawall:reason", reason);
    for (const std::string& hash : fingerprints) out.emplace_back("seawall:fingerprint", hash);
    if (first.epss) out.emplace_back("seawall:epss", fmt::format("{}", *first.epss));
    if (first.exploited) out.emplace_back("seawall:exploited", first.exploited->added);
    if (first.risk > 0) out.emplace_back("seawall:risk", fmt::format("{}", first.risk));
    if (first.suppression) {
      out.emplace_back("seawall:suppressed-by", finding::suppressed_by_name(first.suppression->by));
      out.emplace_back("seawall:suppressed-source", first.suppression->source);
    }
    write_properties(json_, out);
  }

  JsonWriter& json_;
  const std::vector<std::string>& references_;
  const std::string& root_;
  std::map<Place, size_t> places_;
};

}  // namespace

void write_vulnerabilities(JsonWriter& json, const model::Inventory& inventory,
                           const std::vector<std::string>& references,
                           const std::string& root_reference,
                           const std::vector<finding::Finding>& findings) {
  Vulnerabilities(json, inventory, references, root_reference).write(findings);
}

void write_properties(JsonWriter& json, const std::vector<Property>& properties) {
  if (properties.empty()) return;
  json.key("properties");
  json.begin_array();
  for (const auto& [name, value] : properties) {
    json.begin_object();
    json.member("name", name);
    json.member("value", value);
    json.end_object();
  }
  json.end_array();
}

}  // namespace seawall::sbom
