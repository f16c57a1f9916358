#include "kube/render.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/process.h"
#include "base/text.h"

namespace seawall::kube {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxEntries = 200'000;

// The text that a log line of kubectl carries behind time and process number, which change each
// time: E1123 21:55:30.688547   20565 run.go:72] "command failed" err="...".
std::string_view logged_fault(std::string_view line) {
  auto halves = split_once(line, " err=\"");
  if (!halves) return line;
  line = halves->second;
  if (line.ends_with('"')) line.remove_suffix(1);
  return line;
}

// The line that says what is wrong, of all that the program said.
std::string fault_line(std::string_view error) {
  std::string_view found, last;
  for (std::string_view line : split(error, '\n')) {
    line = trim(line);
    if (line.empty()) continue;
    last = line = logged_fault(line);
    if (found.empty() && (line.starts_with("Error:") || line.starts_with("error:"))) found = line;
  }
  if (found.empty()) return printable(last, 600);
  return printable(trim(found.substr(6)), 600);
}

}  // namespace

Renderer::~Renderer() {
  std::error_code ignored;
  if (!home_.empty()) fs::remove_all(home_, ignored);
}

Status Renderer::make_home() {
  if (!home_.empty()) return {};
  std::error_code error;
  std::string name = fs::temp_directory_path(error).native() + "/seawall-render-XXXXXX";
  if (error || ::mkdtemp(name.data()) == nullptr)
    return Error{Code::kIo, "no temporary folder can be made"};
  home_ = name;
  return {};
}

Result<std::string> Renderer::run(const std::string& program,
                                  const std::vector<std::string>& arguments) {
  ProcessOptions options;
  options.program = find_program(program);
  if (options.program.empty()) return Error::make(Code::kNotFound, "install {}", program);
  TRY(make_home());
  options.arguments = arguments;
  // No PATH: plugins and git are not to be found. GOMEMLIMIT makes Go collect before it must end.
  options.environment = {"HOME=" + home_,
                         "TMPDIR=" + home_,
                         "PATH=/nonexistent",
                         "KUBECONFIG=/dev/null",
                         "HELM_PLUGINS=" + home_ + "/plugins",
                         "HELM_NO_PLUGINS=1",
                         "HELM_CACHE_HOME=" + home_ + "/cache",
                         "HELM_CONFIG_HOME=" + home_ + "/config",
                         "HELM_DATA_HOME=" + home_ + "/data",
                         "GOMEMLIMIT=1GiB",
                         "LANG=C"};
  options.folder = home_;
  ProcessOutput ran = TRY(run_process(options));
  if (ran.status == 0) return std::move(ran.output);
  if (ran.signal != 0)
    return Error::make(Code::kLimit, "{} was ended by signal {}", program, ran.signal);
  return Error::make(Code::kInvalid, "{}: {}", program, fault_line(ran.error));
}

Result<std::string> link_out_of(const std::string& root, const std::string& folder) {
  std::error_code error;
  size_t entries = 0;
  auto at = fs::recursive_directory_iterator(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    if (++entries > kMaxEntries)
      return Error::make(Code::kLimit, "more than {} files", kMaxEntries);
    std::error_code ignored;
    if (!at->is_symlink(ignored)) continue;
    fs::path real = fs::weakly_canonical(at->path(), ignored);
    std::string inside = real.lexically_relative(root).native();
    if (ignored || inside.empty() || inside == ".." || inside.starts_with("../"))
      return at->path().lexically_relative(root).native();
  }
  if (error) return Error::make(Code::kIo, "cannot list {}: {}", folder, error.message());
  return std::string();
}

}  // namespace seawall::kube
