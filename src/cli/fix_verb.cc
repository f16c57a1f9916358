// seawall fix TARGET: what `scan` finds wrong with manifests and knows how to change, changed in
// the files themselves; or shown as a diff.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "cli/posture_options.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "model/read_project.h"
#include "posture/fix_manifests.h"
#include "posture/line_diff.h"

namespace seawall::cli {
namespace {

namespace fs = std::filesystem;

struct FixVerbOptions {
  std::string target;
  bool unsafe = false, write = false, diff = false;
  std::string output;
  std::vector<std::string> waiver_files;
  PostureOptions posture;
  std::vector<std::string> pod_templates;
  bool quiet = false;
};

// Where the paths of the manifests begin.
std::string root_of(const std::string& target) {
  if (directory_exists(target)) return target;
  std::string parent = fs::path(target).parent_path().native();
  return parent.empty() ? "." : parent;
}

std::string joined(const std::string& root, const std::string& path) {
  return (fs::path(root) / path).native();
}

// Links are followed, so that the file they lead to is written; its rights stay.
Status write_in_place(const std::string& path, const std::string& text) {
  std::error_code error;
  fs::path real = fs::canonical(path, error);
  if (error) return Error::make(Code::kIo, "cannot write {}: {}", path, error.message());
  struct stat before = {};
  bool known = ::stat(real.c_str(), &before) == 0;
  TRY(write_file_atomically(real.native(), text));
  if (known && ::chmod(real.c_str(), before.st_mode & 07777) != 0)
    return Error::make(Code::kIo, "cannot set the rights of {}", path);
  return {};
}

Status write_files(const posture::FixResult& result, const FixVerbOptions& options) {
  std::string root = root_of(options.target);
  for (const posture::FixedFile& file : result.files) {
    if (options.write) {
      TRY(write_in_place(joined(root, file.path), file.after));
    } else {
      std::string path = joined(options.output, file.path);
      TRY(make_directories(fs::path(path).parent_path().native()));
      TRY(write_file_atomically(path, file.after));
    }
  }
  return {};
}

Status print_out(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return Error(Code::kIo, "cannot write to standard output");
  return {};
}

std::string count_text(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string place(const posture::FixNote& note) {
  return note.line > 0 ? fmt::format("{}:{}", note.path, note.line) : note.path;
}

// What was done, for a person.
std::string summary_of(const posture::FixResult& result, const FixVerbOptions& options) {
  std::string out;
  for (const posture::FixNote& note : result.fixed)
    out += fmt::format("fixed    {} {} {}: {}\n", printable(place(note)), printable(note.check),
                       printable(note.object), printable(note.what));
  for (const auto* list : {&result.refused, &result.remaining})
    for (const posture::FixNote& note : *list)
      out += fmt::format("not fixed {} {} {}: {}\n", printable(place(note)), printable(note.check),
                         printable(note.object), printable(note.why));
  bool written = options.write || !options.output.empty();
  out += fmt::format("{}: {} in {} {}\n", printable(options.target),
                     count_text(result.fixed.size(), "finding"),
                     count_text(result.files.size(), "file"),
                     written ? "fixed" : "can be fixed; --write changes the files");
  size_t not_fixed = result.refused.size() + result.remaining.size();
  if (not_fixed > 0)
    out += fmt::format("{} could not be fixed\n", count_text(not_fixed, "finding"));
  if (result.unsafe_left > 0)
    out += fmt::format("{} more by changes that may alter how a workload behaves: --unsafe\n",
                       count_text(result.unsafe_left, "finding"));
  if (result.without_fix > 0)
    out += fmt::format("{} that only a person can fix: seawall scan {}\n",
                       count_text(result.without_fix, "finding"), printable(options.target));
  return out;
}

Result<posture::FixOptions> fix_options(const FixVerbOptions& options) {
  posture::FixOptions out;
  out.unsafe = options.unsafe;
  out.now = system_clock().now();
  for (const std::string& path : options.waiver_files) {
    std::string text = TRY(read_file(path, Limits{}.document_bytes));
    std::vector<waiver::Waiver> waivers =
        TRY(waiver::parse_waivers(text, shown_path(path), Limits{}));
    out.waivers.insert(out.waivers.end(), waivers.begin(), waivers.end());
  }
  return out;
}

Result<model::Inventory> read(const FixVerbOptions& options, const model::ReadOptions& how) {
  if (directory_exists(options.target)) return model::read_project(options.target, how);
  return model::read_project_file(options.target, how);
}

Result<int> fix(const FixVerbOptions& options) {
  if (options.write + options.diff + !options.output.empty() > 1)
    return Error(Code::kUsage, "one of --write, --output and --diff");
  TargetOptions target;
  target.pod_templates = options.pod_templates;
  model::ReadOptions how;
  how.templates = TRY(template_paths(target));
  // Kustomizations are changed where their resources stand; charts not at all.
  how.render = false;
  std::unique_ptr<Progress> progress = make_progress(options.quiet);
  how.progress = progress.get();
  std::unique_ptr<posture::Catalogue> catalogue =
      TRY(make_catalogue(options.posture, how.templates));
  if (!catalogue) return Error(Code::kUsage, "there is nothing to fix with --no-checks");
  posture::FixOptions fixing = TRY(fix_options(options));
  model::Inventory inventory = TRY(read(options, how));
  posture::FixResult result;
  std::string root = root_of(options.target);
  auto read_text = [&](const std::string& path) {
    return read_file(joined(root, path), fixing.limits.document_bytes);
  };
  if (inventory.manifests)
    result = TRY(posture::fix_manifests(*inventory.manifests, *catalogue, read_text, fixing));
  if (options.write || !options.output.empty()) {
    TRY(write_files(result, options));
  } else {
    for (const posture::FixedFile& file : result.files)
      TRY(print_out(posture::unified_diff(printable(file.path), file.before, file.after)));
  }
  bool incomplete = !result.refused.empty() || !result.remaining.empty();
  for (const Diagnostic& diagnostic : inventory.diagnostics) {
    std::string name = fs::path(diagnostic.path).stem().native();
    if (!diagnostic.incomplete || name == "kustomization" || name == "Kustomization") continue;
    incomplete = true;
    fmt::print(stderr, "not read {}:{}: {}\n", printable(diagnostic.path), diagnostic.line,
               printable(diagnostic.message));
  }
  if (!options.quiet || incomplete) fmt::print(stderr, "{}", summary_of(result, options));
  return incomplete ? kIncomplete : kClean;
}

Result<int> run(int argc, char** argv) {
  FixVerbOptions options;
  CLI::App app(
      "Changes manifests so that checks pass: the fields that are wrong and nothing else; comments "
      "and formatting stay. Without --write or --output it shows what it would change.",
      "seawall fix");
  app.add_option("TARGET", options.target, "a folder or a manifest")->required();
  app.add_flag("--unsafe", options.unsafe, "also changes that may alter how a workload behaves");
  app.add_flag("--write", options.write, "change the files in place");
  app.add_option("--output,-o", options.output,
                 "folder to write the changed files to, with their paths");
  app.add_flag("--diff", options.diff, "show the changes as a diff (what happens anyway)");
  repeatable(app.add_option("--waivers", options.waiver_files,
                            "waiver file, repeatable: what it accepts is left as it is"));
  add_posture_options(app, options.posture);
  repeatable(app.add_option("--pod-template", options.pod_templates,
                            "KIND.GROUP=PATH, repeatable: as for scan"));
  app.add_flag("--quiet,-q", options.quiet, "no progress line, no summary");
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  return fix(options);
}

}  // namespace

const Verb& fix_verb() {
  static const Verb verb{"fix", "change manifests so that checks pass", run};
  return verb;
}

}  // namespace seawall::cli
