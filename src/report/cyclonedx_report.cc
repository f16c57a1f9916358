// The bill of materials with its vulnerabilities, as CycloneDX.
#include "report/report.h"
#include "sbom/sbom.h"

namespace seawall::report {
namespace {

std::string render(const posture::Assessment& assessment, const Style& style) {
  return sbom::write_cyclonedx(assessment.inventory, &assessment.findings, assessment.created,
                               style.tool_version);
}

}  // namespace

const Format& cyclonedx_report() {
  static const Format format{"cyclonedx", "CycloneDX 1.6 JSON: components and vulnerabilities",
                             "application/vnd.cyclonedx+json", render};
  return format;
}

}  // namespace seawall::report
