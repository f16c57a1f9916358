// An assessment with one of everything, and with names that an attacker would choose.
#pragma once

#include <algorithm>
#include <string>

#include "posture/assessment.h"

namespace seawall::report {

inline const std::string kHostile =
    "</script><img src=x onerror=alert(1)> \x1b[31m\xff\"'`|*_[a](javascript:b) @team\n# title";

inline image::Image sample_image() {
  image::Image image;
  image.reference = "registry.example/shop/web:1.2";
  image.digest = "sha256:" + std::string(64, 'a');
  image.config_digest = "sha256:" + std::string(64, 'b');
  image.repo_tags = {"registry.example/shop/web:1.2"};
  image.os = "linux";
  image.architecture = "amd64";
  image.created = "2026-01-02T03:04:05Z";
  image.labels = {{"title", kHostile}};
  image.layers = {
      {"sha256:" + std::string(64, '1'), "sha256:" + std::string(64, '2'), "tar+gzip", 29'150'479,
       "/bin/sh -c #(nop) ADD file:debian in /", false},
      {"sha256:" + std::string(64, '3'), "", "tar+gzip", 1'200'000, "RUN echo " + kHostile, false}};
  image.history = {{"2026-01-01T00:00:00Z", "ADD", "", false}};
  return image;
}

inline model::Inventory sample_inventory() {
  model::Inventory inventory;
  inventory.target = "registry.example/shop/web:1.2";
  inventory.image = sample_image();
  inventory.distro = package::Distro{
      "debian", {}, "12", "bookworm", "Debian GNU/Linux 12 (bookworm)", "", "etc/os-release"};
  model::Component openssl;
  openssl.package.type = "deb";
  openssl.package.name_space = "debian";
  openssl.package.name = "libssl3";
  openssl.package.version = "3.0.11-1~deb12u1";
  openssl.package.architecture = "amd64";
  openssl.package.source_name = "openssl";
  openssl.package.licenses = {"Apache-2.0", "OpenSSL weird"};
  openssl.package.path = "var/lib/dpkg/status";
  openssl.package.line = 812;
  openssl.package.reader = "dpkg-status";
  openssl.layer = 0;
  model::Component hostile;
  hostile.package.type = "npm";
  hostile.package.name_space = "@evil";
  hostile.package.name = kHostile;
  hostile.package.version = "1.0.0<b>";
  hostile.package.licenses = {"MIT OR Apache-2.0"};
  hostile.package.path = "app/" + kHostile + "/package.json";
  hostile.package.digests = {"sha1:" + std::string(40, 'c'), "odd"};
  hostile.layer = 1;
  model::Component owned;
  owned.package.type = "pypi";
  owned.package.name = "pyyaml";
  owned.package.version = "6.0";
  owned.package.licenses = {"MIT"};
  owned.package.path = "usr/lib/python3/dist-packages/PyYAML-6.0.egg-info";
  owned.layer = 0;
  owned.owner = "python3-yaml";
  owned.owner_purl = "pkg:deb/debian/python3-yaml@6.0-3?arch=amd64&distro=debian-12";
  inventory.components = {openssl, hostile, owned};
  inventory.diagnostics = {
      {Code::kTruncated, "app/" + kHostile + ".jar", "the archive ends early", 3, true}};
  model::normalise(inventory);
  return inventory;
}

inline finding::Finding sample_finding(const model::Inventory& inventory, const std::string& type) {
  finding::Finding finding;
  finding.kind = "vulnerability";
  for (const model::Component& component : inventory.components) {
    if (component.package.type != type) continue;
    finding.subject.purl = model::purl_text(component, inventory);
    finding.subject.package = component.package.name;
    finding.subject.version = component.package.version;
    finding.subject.path = component.package.path;
    finding.subject.line = component.package.line;
    const image::Layer& layer = inventory.image->layers[static_cast<size_t>(component.layer)];
    finding.subject.layer_digest = layer.digest;
    finding.subject.layer_command = layer.created_by;
  }
  finding.subject.image = inventory.target;
  finding.subject.image_digest = inventory.image->digest;
  return finding;
}

inline std::vector<finding::Finding> sample_findings(const model::Inventory& inventory) {
  finding::Finding openssl = sample_finding(inventory, "deb");
  openssl.id = "CVE-2024-5535";
  openssl.aliases = {"GHSA-4fc7-mvrr-wv2c"};
  openssl.advisories = {"DEBIAN-CVE-2024-5535"};
  openssl.title = "SSL_select_next_proto buffer overread";
  openssl.detail = "First line.\n\nSecond <b>line</b>.";
  openssl.severity = finding::Severity::kCritical;
  openssl.severity_source = "cvss 3.1";
  openssl.scores = {{"3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H", 9.1, "nvd"}};
  openssl.subject.ecosystem = "Debian:12";
  openssl.status = finding::FixStatus::kFixed;
  openssl.fixed_versions = {"3.0.15-1~deb12u1"};
  openssl.upgrade_to = openssl.fixed_versions[0];
  openssl.remedy = "upgrade openssl to 3.0.15-1~deb12u1";
  openssl.reason = "3.0.11-1~deb12u1 is below 3.0.15-1~deb12u1";
  openssl.references = {"https://www.openssl.org/news/secadv/20240627.txt", "javascript:alert(1)"};
  openssl.published = "2024-06-27T11:15:24.447Z";
  openssl.modified = "2024-10-14T00:00:00Z";
  openssl.epss = 0.00045;
  openssl.epss_percentile = 0.17;
  openssl.exploited = finding::Finding::Exploited{"2024-07-01", "2024-07-22", false};
  openssl.risk = 99.5;
  finding::Finding hostile = sample_finding(inventory, "npm");
  hostile.id = "CVE-2025-1" + kHostile;
  hostile.title = kHostile;
  hostile.detail = kHostile;
  hostile.severity = finding::Severity::kMedium;
  hostile.subject.ecosystem = "npm";
  hostile.status = finding::FixStatus::kWillNotFix;
  hostile.references = {"https://example.org/?q=" + kHostile};
  finding::Finding owned = sample_finding(inventory, "pypi");
  owned.id = "CVE-2020-14343";
  owned.title = "PyYAML runs code";
  owned.severity = finding::Severity::kCritical;
  owned.subject.ecosystem = "PyPI";
  owned.suppression = finding::Suppression{
      finding::Suppression::By::kOwner, "owned by the Debian package python3-yaml 6.0-3",
      "pkg:deb/debian/python3-yaml@6.0-3?arch=amd64&distro=debian-12"};
  return {openssl, hostile, owned};
}

// Two findings of one check, one of another and one known from a baseline.
inline std::vector<finding::Finding> sample_check_findings() {
  finding::Finding check;
  check.kind = "check";
  check.id = "privileged-container";
  check.title = "Container runs privileged";
  check.detail = "It owns the node.";
  check.remedy = "Set `securityContext.privileged` to false.";
  check.reason = "container " + kHostile + " runs privileged";
  check.severity = finding::Severity::kHigh;
  check.severity_source = "catalog/checks/privileged-container.yaml";
  check.stage = finding::Stage::kDeploy;
  check.references = {"https://kubernetes.io/docs/concepts/security/pod-security-standards/"};
  check.subject.path = "deploy/" + kHostile + ".yaml";
  check.subject.line = 12;
  check.subject.column = 5;
  check.subject.kind = "Deployment";
  check.subject.name_space = "shop";
  check.subject.name = kHostile;
  check.subject.container = kHostile;
  check.subject.field = "spec.template.spec.containers[0].securityContext.privileged";
  check.autofix = finding::Finding::Autofix::kUnsafe;
  finding::Finding second = check;
  second.subject.line = 30;
  second.subject.container = "proxy";
  finding::Finding other = check;
  other.id = "cpu-limit";
  other.title = "Container has no cpu limit";
  other.reason.clear();
  other.severity = finding::Severity::kLow;
  other.autofix = finding::Finding::Autofix::kNone;
  finding::Finding known = other;
  known.subject.line = 40;
  known.suppression =
      finding::Suppression{finding::Suppression::By::kBaseline, "known before", "base.txt"};
  return {check, second, other, known};
}

inline std::vector<posture::CheckOutcome> sample_outcomes() {
  posture::CheckOutcome privileged;
  privileged.id = "privileged-container";
  privileged.title = "Container runs privileged";
  privileged.severity = finding::Severity::kHigh;
  privileged.themes = {"node-access"};
  privileged.controls = {{"cis-1.12", {"5.2.2"}}, {kHostile, {kHostile}}};
  privileged.applied = 4;
  privileged.failed = 2;
  posture::CheckOutcome limit = privileged;
  limit.id = "cpu-limit";
  limit.title = "Container has no cpu limit";
  limit.severity = finding::Severity::kLow;
  limit.controls.clear();
  limit.not_judged = 1;
  return {limit, privileged};
}

inline posture::FrameworkResult sample_framework() {
  using Verdict = posture::ControlResult::Verdict;
  posture::FrameworkResult out{"cis-1.12", "CIS Kubernetes Benchmark", "1.12", "", true, {}};
  posture::ControlResult failed;
  failed.verdict = Verdict::kFailed;
  failed.id = "5.2.2";
  failed.title = kHostile;
  failed.checks = {"privileged-container"};
  failed.failed = 2;
  posture::ControlResult not_judged;
  not_judged.id = "5.1.9";
  not_judged.why = "Needs the state of the nodes";
  out.controls = {failed, not_judged};
  return out;
}

inline posture::Assessment sample_assessment() {
  posture::Assessment assessment;
  assessment.created = 1'790'000'000;
  assessment.inventory = sample_inventory();
  assessment.findings = sample_findings(assessment.inventory);
  for (finding::Finding& finding : sample_check_findings())
    assessment.findings.push_back(std::move(finding));
  std::sort(assessment.findings.begin(), assessment.findings.end(), finding::more_urgent);
  assessment.baseline = posture::BaselineUse{"base.txt", 1, 2};
  assessment.checks = sample_outcomes();
  assessment.score = posture::score_of(assessment.checks);
  assessment.frameworks = {sample_framework()};
  waiver::Waiver waiver;
  waiver.id = "CVE-2019-*";
  waiver.reason = kHostile;
  waiver.owner = "platform@example.com";
  waiver.expires = "2026-01-31";
  waiver.source = "waivers.yaml:3";
  assessment.waivers = {{waiver, 0, true}};
  assessment.not_judged = {{"no-data", "npm", "1 npm package was not judged: " + kHostile,
                            "run `seawall db update --ecosystem 'npm'`", 1, true}};
  assessment.feeds = {
      {"Debian", "https://osv.example", 1'789'990'000, "2026-09-20T00:00:00Z", 4711}};
  return assessment;
}

}  // namespace seawall::report
