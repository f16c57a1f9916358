// Numbers and words that several formats need.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "posture/assessment.h"

namespace seawall::report {

// Most severe first: the order in which counts are shown.
inline constexpr std::array kSeverities = {
    finding::Severity::kCritical, finding::Severity::kHigh, finding::Severity::kMedium,
    finding::Severity::kLow,      finding::Severity::kNone, finding::Severity::kUnknown};

// Suppressed findings count as suppressed and as nothing else.
struct Summary {
  std::map<finding::Severity, size_t> by_severity;
  std::map<std::string, size_t> packages_by_type;
  size_t findings = 0, fixable = 0, exploited = 0, suppressed = 0;
  size_t known = 0;                               // suppressed by the baseline
  size_t autofix_safe = 0, autofix_unsafe = 0;    // what `seawall fix` changes; with --unsafe
  std::map<std::string, size_t> objects_by_kind;  // Kubernetes objects that were read
};
Summary summarise(const posture::Assessment& assessment);

const char* verdict_word(const posture::Assessment& assessment);  // "pass", "fail", "incomplete"
std::string verdict_sentence(const posture::Assessment& assessment);  // for people

// As its ecosystem writes it: "@babel/core", "org.apache.logging.log4j:log4j-core", "openssl".
std::string package_name(const package::Package& package);
// "Debian GNU/Linux 12 (bookworm)", or what is known instead; empty when nothing is.
std::string distro_name(const model::Inventory& inventory);
// File, line and column of a finding: "app/package-lock.json:12"; may be empty.
std::string place_of(const finding::Finding& finding);
// "3.0.15-1, 3.1.2", or the status of a vulnerability that has no fix.
std::string fix_of(const finding::Finding& finding);
// "3.0.15-1", the one to upgrade to, or the same.
std::string upgrade_of(const finding::Finding& finding);
// "CVE-2021-1 of lodash: reason (owner), until 2027-01-31: 2 findings; waivers.yaml:3". An expired
// one says so.
std::string waiver_line(const waiver::Use& use);
// "Deployment shop/web, container nginx"; empty for findings about no object.
std::string object_of(const finding::Finding& finding);
// The package, or the object, or the file that a finding is about.
std::string subject_of(const finding::Finding& finding);
// "run `seawall fix deploy`: changes 14 findings by itself, 8 more with --unsafe"; empty when there
// is nothing that it would change.
std::string fix_line(const posture::Assessment& assessment);
// "32 findings are known from base.txt; 4 of its entries are gone". Empty without a baseline.
std::string baseline_line(const posture::Assessment& assessment);
// "12 objects: 3 Deployment, 9 Service; 2 Dockerfiles"; empty when none were read.
std::string objects_line(const posture::Assessment& assessment);

// Findings that checks, policies and other scanners made, by what they say: one group a check.
struct Group {
  std::vector<const finding::Finding*> findings;  // not empty; most urgent first
  const finding::Finding& first() const { return *findings.front(); }
};
// Most urgent first. Suppressed findings are left out, as are those about packages and waivers.
std::vector<Group> groups_of(const posture::Assessment& assessment);
bool is_grouped(const finding::Finding& finding);

// "1 finding", "2 findings".
std::string count_of(size_t count, std::string_view noun);

}  // namespace seawall::report
