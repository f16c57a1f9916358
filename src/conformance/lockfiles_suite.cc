// Lock files and manifests as Trivy's repository keeps them: PARSER/MANAGER/testdata/FILE, under
// names of their own ("composer_happy.lock"), so that the folder decides the reader and it is
// called directly.
//
// A case passes when its file is read without a diagnostic that may hide packages, it lists
// something (unless its name says that there is nothing), and every package has a name, a version
// and a purl that reads back. A file whose name says that it is broken passes when that is noticed.
#include <array>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "conformance/suite.h"
#include "package/purl.h"
#include "package/reader.h"

namespace seawall::conformance {

namespace {

using package::Facts;
using package::File;
using package::Package;
using package::Reader;

struct Folder {
  std::string_view folder;  // "python/pip"
  std::string_view ending;  // of the files it means; others may be of another row
  std::string_view reader;
  std::string_view prefix;  // put before the file's name where the reader looks at the path
  std::string_view name;    // the name that it has in a project; empty: its own
};

constexpr std::array kFolders = {
    Folder{"c/conan", ".lock", "conan-lock", "", ""},
    Folder{"conda/environment", ".yaml", "conda-environment", "", ""},
    Folder{"conda/meta", ".json", "conda-meta", "conda-meta/", ""},
    Folder{"dart/pub", ".lock", "pubspec-lock", "", ""},
    Folder{"dotnet/core_deps", ".deps.json", "dotnet-deps", "", ""},
    Folder{"dotnet/core_deps", ".csproj", "msbuild", "", ""},
    Folder{"golang/mod", ".mod", "go-mod", "", ""},
    Folder{"golang/mod", "gomod", "go-mod", "", ""},
    Folder{"golang/mod", ".sum", "go-sum", "", ""},
    Folder{"golang/sum", ".sum", "go-sum", "", ""},
    Folder{"gradle/lockfile", ".lockfile", "gradle-lock", "", ""},
    Folder{"hex/mix", ".lock", "mix-lock", "", ""},
    Folder{"java/jar", ".jar", "jar", "", ""},
    Folder{"java/jar", ".war", "jar", "", ""},
    Folder{"java/jar", ".par", "jar", "", ""},
    Folder{"java/pom", ".xml", "pom", "", ""},
    Folder{"java/pom", ".pom", "pom", "", ""},
    Folder{"julia/manifest", ".toml", "julia-manifest", "", ""},
    Folder{"nodejs/bun", ".lock", "bun-lock", "", ""},
    Folder{"nodejs/npm", ".json", "package-lock", "", ""},
    Folder{"nodejs/packagejson", ".json", "node-modules", "node_modules/fixture/", "package.json"},
    Folder{"nodejs/pnpm", ".yaml", "pnpm-lock", "", ""},
    Folder{"nodejs/yarn", ".lock", "yarn-lock", "", ""},
    Folder{"nuget/config", ".config", "packages-config", "", ""},
    Folder{"nuget/lock", ".json", "nuget-lock", "", ""},
    Folder{"nuget/packagesprops", "", "msbuild", "", "Directory.Packages.props"},
    Folder{"php/composer", ".lock", "composer-lock", "", ""},
    Folder{"php/composer", ".json", "composer-installed", "", ""},
    Folder{"python/packaging", "METADATA", "python-metadata", "", ""},
    Folder{"python/packaging", "PKG-INFO", "python-metadata", "", ""},
    Folder{"python/packaging", ".egg-info", "python-metadata", "", ""},
    Folder{"python/pip", ".txt", "requirements", "", ""},
    Folder{"python/pipenv", ".lock", "pipfile-lock", "", ""},
    Folder{"python/poetry", ".lock", "poetry-lock", "", ""},
    Folder{"python/pylock", ".toml", "pylock", "", ""},
    Folder{"python/pyproject", ".toml", "pyproject", "", ""},
    Folder{"python/uv", ".lock", "uv-lock", "", ""},
    Folder{"ruby/bundler", ".lock", "gemfile-lock", "", ""},
    Folder{"ruby/gemspec", ".gemspec", "gemspec", "specifications/", ""},
    Folder{"rust/cargo", ".lock", "cargo-lock", "", ""},
    Folder{"sbt/lockfile", ".lock", "sbt-lock", "", ""},
    Folder{"swift/cocoapods", ".lock", "podfile-lock", "", ""},
    Folder{"swift/swift", "Package.resolved", "swift-resolved", "", ""},
};

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words)
    if (text.find(word) != std::string_view::npos) return true;
  return false;
}

// An unfilled template is broken for its own tool, too.
bool says_broken(std::string_view name) {
  return contains_any(name,
                      {"invalid", "malformed", "sad", "wrong", "broken", "bad_", "templating"});
}

bool says_nothing(std::string_view name) {
  return contains_any(name, {"empty", "no_", "no-", "without", "null", "missing"});
}

const Reader* find_reader(std::string_view name) {
  for (const Reader* reader : package::readers())
    if (reader->name == name) return reader;
  return nullptr;
}

// Files below the testdata folder.
class Folders : public package::Siblings {
 public:
  explicit Folders(std::string root) : root_(std::move(root)) {}
  std::optional<std::string_view> read(std::string_view path) const override {
    std::string key(path);
    if (auto it = files_.find(key); it != files_.end()) return it->second;
    std::string full = root_ + "/" + key;
    std::error_code error;
    if (!std::filesystem::is_regular_file(full, error)) return std::nullopt;
    Result<std::string> text = read_file(full, Limits{}.document_bytes);
    if (!text.ok()) return std::nullopt;
    return files_.emplace(key, *std::move(text)).first->second;
  }

 private:
  std::string root_;
  mutable std::map<std::string, std::string> files_;
};

// What is wrong with the answer; empty when nothing is.
std::string judge(const Facts& facts, const Status& status, std::string_view name) {
  if (says_broken(name)) {
    bool noticed = !status.ok() || !facts.diagnostics.empty() || facts.packages.empty();
    return noticed ? "" : "it is broken, and read without a diagnostic";
  }
  if (!status.ok()) return status.error().message();
  for (const Diagnostic& diagnostic : facts.diagnostics)
    if (diagnostic.incomplete)
      return fmt::format("line {}: {}", diagnostic.line, diagnostic.message);
  if (facts.packages.empty() && !says_nothing(name)) return "no package is listed";
  for (const Package& one : facts.packages) {
    if (one.name.empty() || one.version.empty())
      return fmt::format("'{}' '{}' lacks a name or a version", one.name, one.version);
    std::string purl = package::format_purl(package::purl_of(one, nullptr));
    Result<package::Purl> again = package::parse_purl(purl);
    if (!again.ok() && !one.local) return fmt::format("{}: {}", purl, again.error().message());
  }
  return "";
}

void run_case(const std::string& path, const Folder& folder, const Reader& reader,
              std::string_view root, Outcomes& outcomes) {
  Result<std::string> content = read_file(path, reader.max_bytes);
  if (!content.ok()) return outcomes.fail(path, content.error().message());
  Folders siblings{std::string(root)};
  std::string relative = path.substr(root.size() + 1);
  std::string seen =
      fmt::format("{}{}", folder.prefix, folder.name.empty() ? relative : std::string(folder.name));
  File file{seen, *content, 0, &siblings};
  Facts facts;
  Status status = reader.read(file, Limits{}, facts);
  std::string why = judge(facts, status, relative);
  outcomes.check(why.empty(), path, why);
}

void run_file(const std::string& path, Outcomes& outcomes) {
  constexpr std::string_view kTestdata = "/testdata/";
  size_t at = path.find(kTestdata);
  if (at == std::string::npos) return;
  std::string_view manager = std::string_view(path).substr(0, at);
  bool known = false;
  for (const Folder& folder : kFolders) {
    if (!manager.ends_with(fmt::format("/{}", folder.folder))) continue;
    known = true;
    if (!path.ends_with(folder.ending)) continue;
    const Reader* reader = find_reader(folder.reader);
    if (reader == nullptr)
      return outcomes.skip(path, fmt::format("there is no reader '{}'", folder.reader));
    std::string root = path.substr(0, at + kTestdata.size() - 1);
    return run_case(path, folder, *reader, root, outcomes);
  }
  outcomes.skip(path, known ? "not a file of this package manager" : "no reader for this folder");
}

Status run(const std::string& path, Outcomes& outcomes) {
  std::vector<std::string> files = TRY(files_below(path, ""));
  for (const std::string& file : files) run_file(file, outcomes);
  return {};
}

}  // namespace

const Suite& lockfiles_suite() {
  static constexpr Suite kSuite = {
      "lockfiles", "lock files and manifests by package manager, in Trivy's layout", run};
  return kSuite;
}

}  // namespace seawall::conformance
