// knqyf263/go-rpmdb: pkg/testdata/DISTRO/{Packages,Packages.db,rpmdb.sqlite}, real databases of
// many distributions. The oracle is the `rpm` program (rpm_oracle.h).
#include <filesystem>

#include "base/file.h"
#include "conformance/rpm_oracle.h"
#include "conformance/suite.h"
#include "package/rpm_database.h"

namespace seawall::conformance {

const Suite& rpm_db_suite();

namespace {

bool is_database_name(const std::string& name) {
  return name.starts_with("Packages") || name.ends_with(".sqlite") || name.ends_with(".db");
}

Status run(const std::string& path, Outcomes& outcomes) {
  for (const std::string& file : TRY(files_below(path, ""))) {
    bool named = is_database_name(std::filesystem::path(file).filename().native());
    Result<std::string> bytes = read_file(file, 1u << 30);
    if (!bytes) {
      outcomes.fail(file, bytes.error().message());
      continue;
    }
    // Files beside the databases: package lists, scripts, single headers.
    if (named || package::rpm_form(*bytes)) compare_with_rpm(file, *bytes, outcomes);
  }
  return {};
}

}  // namespace

const Suite& rpm_db_suite() {
  static const Suite suite{"rpm-db", "rpm databases, compared with `rpm -qa`", run};
  return suite;
}

}  // namespace seawall::conformance
