// seawall sbom TARGET: the bill of materials, without judging it.
#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "cli/version.h"
#include "sbom/sbom.h"

namespace seawall::cli {
namespace {

struct SbomOptions {
  std::string target;
  std::string format = "cyclonedx";
  std::string output;
  TargetOptions open;
};

Result<int> write_sbom(const SbomOptions& options) {
  std::unique_ptr<Progress> progress = make_progress(options.open.quiet);
  model::Inventory inventory = TRY(read_target(options.target, options.open, *progress));
  UnixSeconds now = system_clock().now();
  std::string text = options.format == "spdx"
                         ? sbom::write_spdx(inventory, now, kVersion)
                         : sbom::write_cyclonedx(inventory, nullptr, now, kVersion);
  if (options.output.empty()) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
      return Error(Code::kIo, "cannot write to standard output");
  } else {
    TRY(write_file_atomically(options.output, text));
  }
  bool incomplete = false;
  for (const Diagnostic& diagnostic : inventory.diagnostics) {
    incomplete |= diagnostic.incomplete;
    fmt::print(stderr, "{}: {}: {}\n", diagnostic.incomplete ? "not read" : "remark",
               printable(diagnostic.path), printable(diagnostic.message));
  }
  return incomplete ? kIncomplete : kClean;
}

Result<int> run(int argc, char** argv) {
  SbomOptions options;
  CLI::App app("Writes the bill of materials of a target.", "seawall sbom");
  app.add_option("TARGET", options.target, "as for 'seawall scan'")->required();
  app.add_option("--format,-f", options.format, "cyclonedx (1.6 JSON) or spdx (2.3 JSON)")
      ->check(CLI::IsMember({"cyclonedx", "spdx"}))
      ->capture_default_str();
  app.add_option("--output,-o", options.output, "file to write (default: standard output)");
  add_target_options(app, options.open);
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  return write_sbom(options);
}

}  // namespace

const Verb& sbom_verb() {
  static const Verb verb{"sbom", "write a bill of materials (CycloneDX, SPDX)", run};
  return verb;
}

}  // namespace seawall::cli
