#include "sbom/licenses.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "license/expression.h"
#include "license/spdx.h"

namespace seawall::sbom {
namespace {

using license::Expression;

// LicenseRefs keep the readable part of the name; the hash keeps them apart.
std::string license_ref(std::string_view declared) {
  std::string out = "LicenseRef-seawall-";
  for (char c : declared.substr(0, 40)) out += is_alnum(c) || c == '.' ? c : '-';
  return out + "-" + to_hex(sha256(declared)).substr(0, 8);
}

bool is_id(std::string_view text) {
  return license::spdx_license_id(text) == text;
}

// The LicenseRefs of an expression; false when it points to another document or an addition, which
// SPDX 2.3 cannot resolve here.
bool collect_references(const Expression& expression, std::vector<std::string>& out) {
  if (expression.id.starts_with("DocumentRef-") ||
      expression.exception.find("Ref-") != std::string::npos)
    return false;
  if (expression.id.starts_with("LicenseRef-")) out.push_back(expression.id);
  return std::all_of(expression.children.begin(), expression.children.end(),
                     [&](const Expression& child) { return collect_references(child, out); });
}

// `declared` in SPDX's words; empty when it is not known, or not known here.
std::string spdx_words(const std::string& declared, std::vector<ExtractedLicense>& extracted) {
  std::string text = license::normalise(declared);
  Result<Expression> expression = license::parse_expression(text);
  std::vector<std::string> references;
  if (text.empty() || !expression || !collect_references(*expression, references)) return "";
  for (std::string& reference : references) extracted.push_back({std::move(reference), declared});
  return text;
}

}  // namespace

bool write_cyclonedx_licenses(doc::JsonWriter& json, const std::vector<std::string>& licenses) {
  if (licenses.empty()) return true;
  bool exact = true;
  json.key("licenses");
  json.begin_array();
  for (const std::string& declared : licenses) {
    std::string words = license::normalise(declared);
    bool expression = licenses.size() == 1 && !words.empty() && !is_id(words);
    bool id = !words.empty() && is_id(words);
    exact &= words == declared || !(expression || id);
    json.begin_object();
    if (expression) {
      json.member("expression", words);
    } else {
      json.key("license");
      json.begin_object();
      json.member(id ? "id" : "name", id ? words : declared);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
  return exact;
}

std::string spdx_expression(const std::vector<std::string>& declared,
                            std::vector<ExtractedLicense>& extracted) {
  std::vector<std::string> parts;
  for (const std::string& license : declared) {
    std::string part = spdx_words(license, extracted);
    if (part.empty()) {
      part = license_ref(license);
      extracted.push_back({part, license});
    } else if (declared.size() > 1 && part.find(" OR ") != std::string::npos) {
      part = fmt::format("({})", part);
    }
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  }
  return parts.empty() ? "NOASSERTION" : fmt::format("{}", fmt::join(parts, " AND "));
}

}  // namespace seawall::sbom
