// The bill of materials as SPDX. SPDX 2.3 has no vulnerabilities: use another format for those.
#include "report/report.h"
#include "sbom/sbom.h"

namespace seawall::report {
namespace {

std::string render(const posture::Assessment& assessment, const Style& style) {
  return sbom::write_spdx(assessment.inventory, assessment.created, style.tool_version);
}

}  // namespace

const Format& spdx_report() {
  static const Format format{"spdx", "SPDX 2.3 JSON: components only", "application/spdx+json",
                             render};
  return format;
}

}  // namespace seawall::report
