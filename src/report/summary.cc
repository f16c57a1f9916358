#include "report/summary.h"

#include <fmt/format.h>

namespace seawall::report {

using finding::Finding;
using posture::Assessment;

Summary summarise(const Assessment& assessment) {
  Summary out;
  for (const Finding& finding : assessment.findings) {
    if (finding.suppression) {
      ++out.suppressed;
      out.known += finding.suppression->by == finding::Suppression::By::kBaseline;
      continue;
    }
    ++out.findings;
    ++out.by_severity[finding.severity];
    if (!finding.fixed_versions.empty()) ++out.fixable;
    if (finding.exploited) ++out.exploited;
    if (finding.autofix == Finding::Autofix::kSafe) ++out.autofix_safe;
    if (finding.autofix == Finding::Autofix::kUnsafe) ++out.autofix_unsafe;
  }
  for (const model::Component& component : assessment.inventory.components)
    ++out.packages_by_type[component.package.type];
  if (assessment.inventory.manifests) {
    std::map<std::string_view, size_t> kinds;
    for (const kube::Object& object : assessment.inventory.manifests->objects) ++kinds[object.kind];
    for (const auto& [kind, count] : kinds) out.objects_by_kind.emplace(kind, count);
  }
  return out;
}

const char* verdict_word(const Assessment& assessment) {
  if (assessment.over_gate() > 0) return "fail";
  return assessment.incomplete() ? "incomplete" : "pass";
}

std::string verdict_sentence(const Assessment& assessment) {
  std::string gate = finding::severity_name(assessment.gate.fail_on);
  if (size_t over = assessment.over_gate(); over > 0)
    return fmt::format("{} at or over the gate ({}){}", count_of(over, "finding"), gate,
                       assessment.incomplete() ? "; and not everything could be judged" : "");
  if (assessment.incomplete())
    return fmt::format("nothing at or over the gate ({}) in what could be judged", gate);
  return fmt::format("nothing at or over the gate ({})", gate);
}

std::string package_name(const package::Package& package) {
  bool os = package.type == "deb" || package.type == "apk" || package.type == "rpm" ||
            package.type == "alpm" || package.type == "ebuild" || package.type == "opkg";
  if (os || package.name_space.empty() || package.type == "conan" || package.type == "julia" ||
      package.type == "conda" || package.type == "bitnami")
    return package.name;
  return package.name_space + (package.type == "maven" ? ":" : "/") + package.name;
}

std::string distro_name(const model::Inventory& inventory) {
  if (!inventory.distro) return "";
  const package::Distro& distro = *inventory.distro;
  if (!distro.name.empty()) return distro.name;
  return distro.version_id.empty() ? distro.id : distro.id + " " + distro.version_id;
}

std::string place_of(const Finding& finding) {
  const finding::Subject& subject = finding.subject;
  std::string place = subject.path;
  if (subject.line > 0) place += fmt::format(":{}", subject.line);
  if (subject.line > 0 && subject.column > 0) place += fmt::format(":{}", subject.column);
  return place;
}

namespace {

std::string status_of(const Finding& finding) {
  return finding.kind == "vulnerability" ? finding::fix_status_name(finding.status) : "";
}

}  // namespace

std::string upgrade_of(const Finding& finding) {
  return finding.upgrade_to.empty() ? status_of(finding) : finding.upgrade_to;
}

std::string fix_of(const Finding& finding) {
  if (finding.fixed_versions.empty()) return status_of(finding);
  return fmt::format("{}", fmt::join(finding.fixed_versions, ", "));
}

std::string waiver_line(const waiver::Use& use) {
  const waiver::Waiver& waiver = use.waiver;
  std::string out = waiver.id;
  if (!waiver.package.empty()) out += " of " + waiver.package;
  out += ": " + waiver.reason;
  if (!waiver.owner.empty()) out += fmt::format(" ({})", waiver.owner);
  if (!waiver.expires.empty())
    out += fmt::format(", {} {}", use.expired ? "expired after" : "until", waiver.expires);
  return out + fmt::format(": {}; {}", count_of(use.findings, "finding"), waiver.source);
}

std::string object_of(const Finding& finding) {
  const finding::Subject& subject = finding.subject;
  if (subject.kind.empty()) return "";
  std::string out = fmt::format("{} {}{}{}", subject.kind, subject.name_space,
                                subject.name_space.empty() ? "" : "/", subject.name);
  if (!subject.container.empty()) out += fmt::format(", container {}", subject.container);
  return out;
}

std::string subject_of(const Finding& finding) {
  if (!finding.subject.package.empty()) return finding.subject.package;
  std::string object = object_of(finding);
  return object.empty() ? finding.subject.path : object;
}

std::string fix_line(const Assessment& assessment) {
  Summary summary = summarise(assessment);
  size_t safe = summary.autofix_safe, all = safe + summary.autofix_unsafe;
  if (all == 0) return "";
  std::string_view target = assessment.inventory.target;
  if (safe == 0)
    return fmt::format("run `seawall fix {} --unsafe`: changes {}; look at what it changes first",
                       target, count_of(all, "finding"));
  std::string more =
      all > safe ? fmt::format(", {} more with --unsafe", all - safe) : std::string();
  return fmt::format("run `seawall fix {}`: changes {} by itself{}", target,
                     count_of(safe, "finding"), more);
}

std::string baseline_line(const Assessment& assessment) {
  if (!assessment.baseline) return "";
  const posture::BaselineUse& use = *assessment.baseline;
  std::string out = fmt::format("{} known from {}", count_of(use.known, "finding"), use.source);
  if (use.gone > 0) out += fmt::format("; {} of it gone", count_of(use.gone, "finding"));
  return out;
}

std::string objects_line(const Assessment& assessment) {
  if (!assessment.inventory.manifests) return "";
  const kube::Manifests& manifests = *assessment.inventory.manifests;
  std::string out;
  if (!manifests.objects.empty()) {
    out = count_of(manifests.objects.size(), "object");
    std::string_view separator = ": ";
    for (const auto& [kind, count] : summarise(assessment).objects_by_kind) {
      out += fmt::format("{}{} {}", separator, count, kind);
      separator = ", ";
    }
  }
  if (!manifests.dockerfiles.empty())
    out += (out.empty() ? "" : "; ") + count_of(manifests.dockerfiles.size(), "Dockerfile");
  return out;
}

bool is_grouped(const Finding& finding) {
  return finding.kind != "vulnerability" && finding.kind != "waiver";
}

std::vector<Group> groups_of(const Assessment& assessment) {
  std::vector<Group> out;
  std::map<std::pair<std::string_view, std::string_view>, size_t> places;
  for (const Finding& finding : assessment.findings) {
    if (finding.suppression || !is_grouped(finding)) continue;
    std::pair<std::string_view, std::string_view> key(finding.kind, finding.id);
    auto [entry, fresh] = places.emplace(key, out.size());
    if (fresh) out.emplace_back();
    out[entry->second].findings.push_back(&finding);
  }
  return out;
}

std::string count_of(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace seawall::report
