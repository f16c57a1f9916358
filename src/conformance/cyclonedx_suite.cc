// CycloneDX/specification's test documents (tools/src/test/resources): a folder per version with
// files named valid-* and invalid-*. Names that begin with skip_ are switched off by the
// specification itself. Seawall reads the JSON form; the others are skipped.
#include "base/file.h"
#include "base/text.h"
#include "conformance/suite.h"
#include "sbom/cyclonedx_schema.h"

namespace seawall::conformance {
namespace {

// "1.6" of ".../1.6/valid-bom-1.6.json".
std::string_view version_of(std::string_view path) {
  auto halves = split_last(path, "/");
  if (!halves) return {};
  auto folder = split_last(halves->first, "/");
  return folder ? folder->second : halves->first;
}

bool known_version(std::string_view version) {
  for (std::string_view known : sbom::kCycloneDxVersions)
    if (known == version) return true;
  return false;
}

void run_file(const std::string& path, bool valid, Outcomes& outcomes) {
  Limits limits;
  Result<std::string> text = read_file(path, limits.document_bytes);
  if (!text) return outcomes.fail(path, text.error().message());
  Result<Diagnostics> faults = sbom::validate_cyclonedx_as(*text, version_of(path), limits);
  bool accepted = faults.ok() && faults->empty();
  std::string why = !faults ? faults.error().message()
                    : faults->empty()
                        ? "accepted"
                        : fmt::format("line {}: {}", faults->front().line, faults->front().message);
  outcomes.check(accepted == valid, path, why);
}

Status run(const std::string& path, Outcomes& outcomes) {
  size_t cases = 0;
  for (const std::string& file : TRY(files_below(path, ""))) {
    auto halves = split_last(file, "/");
    std::string_view name = halves ? halves->second : std::string_view(file);
    bool valid = name.starts_with("valid-");
    if (name.starts_with("skip_")) {
      outcomes.skip(file, "switched off by the specification (skip_)");
      ++cases;
      continue;
    }
    if (!valid && !name.starts_with("invalid-")) continue;
    ++cases;
    if (!name.ends_with(".json")) {
      outcomes.skip(file, "not JSON");
    } else if (!known_version(version_of(file))) {
      outcomes.skip(file, "a version without a JSON form (known are 1.2 to 1.7)");
    } else {
      run_file(file, valid, outcomes);
    }
  }
  if (cases == 0) return Error::make(Code::kNotFound, "no CycloneDX test documents below {}", path);
  return {};
}

}  // namespace

const Suite& cyclonedx_suite() {
  static const Suite suite{"cyclonedx", "CycloneDX/specification's tools/src/test/resources", run};
  return suite;
}

}  // namespace seawall::conformance
