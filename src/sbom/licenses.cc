#include "sbom/licenses.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "sbom/license_words.h"

namespace seawall::sbom {
namespace {

// LicenseRefs keep the readable part of the name; the hash keeps them apart.
std::string license_ref(std::string_view declared) {
  std::string out = "LicenseRef-seawall-";
  for (char c : declared.substr(0, 40)) out += is_alnum(c) || c == '.' ? c : '-';
  return out + "-" + to_hex(sha256(declared)).substr(0, 8);
}

}  // namespace

void write_cyclonedx_licenses(doc::JsonWriter& json, const std::vector<std::string>& licenses) {
  if (licenses.empty()) return;
  json.key("licenses");
  json.begin_array();
  if (licenses.size() == 1 && is_license_expression(licenses[0]) && !is_license_id(licenses[0])) {
    json.begin_object();
    json.member("expression", licenses[0]);
    json.end_object();
  } else {
    for (const std::string& license : licenses) {
      json.begin_object();
      json.key("license");
      json.begin_object();
      json.member(is_license_id(license) ? "id" : "name", license);
      json.end_object();
      json.end_object();
    }
  }
  json.end_array();
}

std::string spdx_expression(const std::vector<std::string>& declared,
                            std::vector<ExtractedLicense>& extracted) {
  std::vector<std::string> parts;
  for (const std::string& license : declared) {
    std::string part = license;
    bool valid = is_license_expression(license) &&
                 license.find("Ref-") == std::string::npos;  // refs of a document we do not have
    if (!valid) {
      part = license_ref(license);
      extracted.push_back({part, license});
    } else if (declared.size() > 1 && license.find(' ') != std::string::npos) {
      part = "(" + license + ")";
    }
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  }
  return parts.empty() ? "NOASSERTION" : fmt::format("{}", fmt::join(parts, " AND "));
}

}  // namespace seawall::sbom
