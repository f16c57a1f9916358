#include "kube/manifests.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "kube/chart.h"
#include "kube/kustomization.h"
#include "kube/manifest_text.h"
#include "kube/render.h"
#include "kube/sarif.h"

namespace seawall::kube {
namespace {

constexpr size_t kNamed = 3;  // of the files that are something else

std::string_view file_name(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

bool is_text_path(std::string_view path) {
  std::string name = to_lower(file_name(path));
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

// A bill of materials says so near its beginning; schemas name the same keys without a text behind.
bool is_sbom(std::string_view text) {
  text = text.substr(0, 8192);
  for (std::string_view key : {"\"bomFormat\"", "\"spdxVersion\"", "\"@context\""}) {
    size_t at = text.find(key);
    if (at == text.npos) continue;
    std::string_view rest = trim(text.substr(at + key.size()));
    if (!rest.starts_with(':')) continue;
    rest = trim(rest.substr(1));
    for (std::string_view value : {"\"CycloneDX\"", "\"SPDX-", "\"https://spdx.org/rdf/3."})
      if (rest.starts_with(value)) return true;
  }
  return false;
}

class Intake {
 public:
  Intake(const std::string& root, const std::vector<std::string>& paths,
         const ManifestOptions& options)
      : root_(root), paths_(paths), options_(options) {}
  Manifests read();

 private:
  std::set<std::string> rendered();
  void read_one(const std::string& path);
  void read_dockerfile(const std::string& path, std::string_view text);
  void read_scan(const std::string& path, std::string_view text);
  void read_objects(const std::string& path, std::string_view text);
  void tell_others();
  void sort();

  const std::string& root_;
  const std::vector<std::string>& paths_;
  const ManifestOptions& options_;
  Manifests out_;
  // Files that hold no object: how many, the first few, and what they are.
  size_t others_ = 0;
  std::vector<std::pair<std::string, TextOutcome>> named_;
};

void Intake::read_one(const std::string& path) {
  Result<std::string> text = read_file(root_ + "/" + path, options_.limits.document_bytes);
  if (!text) {
    out_.diagnostics.push_back({text.error().code(), path, text.error().message()});
    return;
  }
  if (is_dockerfile(path)) {
    read_dockerfile(path, *text);
  } else if (is_sarif(path)) {
    read_scan(path, *text);
  } else {
    read_objects(path, *text);
  }
}

void Intake::read_scan(const std::string& path, std::string_view text) {
  auto findings = read_sarif(text, path, options_.limits, out_.diagnostics);
  if (!findings) {
    out_.diagnostics.push_back({findings.error().code(), path, findings.error().message()});
    return;
  }
  for (finding::Finding& one : *findings) out_.findings.push_back(std::move(one));
}

void Intake::read_dockerfile(const std::string& path, std::string_view text) {
  Result<Dockerfile> file = parse_dockerfile(text, path, options_.limits, out_.diagnostics);
  if (file) {
    out_.dockerfiles.push_back(std::move(file).value());
    return;
  }
  Diagnostic fault{file.error().code(), path, "not read: " + file.error().message()};
  auto place = split_once(file.error().message(), ": ");
  if (auto line = place ? parse_uint(place->first) : std::nullopt) {
    fault.line = static_cast<uint32_t>(*line);
    fault.message = fmt::format("not read, BuildKit refuses it: {}", place->second);
  }
  out_.diagnostics.push_back(std::move(fault));
}

void Intake::read_objects(const std::string& path, std::string_view text) {
  TextOutcome outcome{true, "no Kubernetes object", 0};
  if (may_hold_objects(text)) outcome = read_text(text, {path, ""}, options_.limits, out_);
  if (!outcome.something_else) return;
  if (is_sbom(text)) {
    out_.diagnostics.push_back({Code::kUnsupported, path,
                                "a bill of materials: not looked into, scan it by itself", 0,
                                false});
    return;
  }
  if (std::binary_search(options_.known.begin(), options_.known.end(), path)) return;
  ++others_;
  if (named_.size() < kNamed) named_.emplace_back(path, std::move(outcome));
}

// One remark for all of them: a node project has hundreds.
void Intake::tell_others() {
  if (named_.empty()) return;
  const auto& [path, outcome] = named_.front();
  if (others_ == 1) {
    out_.diagnostics.push_back({Code::kUnsupported, path, outcome.what, outcome.line, false});
    return;
  }
  std::string names;
  for (const auto& [name, what] : named_) names += (names.empty() ? "" : ", ") + name;
  std::string more =
      others_ > named_.size() ? fmt::format(" and {} more", others_ - named_.size()) : "";
  out_.diagnostics.push_back(
      {Code::kUnsupported, ".",
       fmt::format("{} YAML and JSON files hold no Kubernetes object: {}{}", others_, names, more),
       0, false});
}

// Files by path, objects by file; both keep the order of places within one.
void Intake::sort() {
  std::vector<uint32_t> order(out_.files.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return out_.files[a].path < out_.files[b].path; });
  std::vector<uint32_t> place(order.size());
  std::vector<SourceFile> files(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    files[i] = std::move(out_.files[order[i]]);
  }
  out_.files = std::move(files);
  for (Object& object : out_.objects) object.file = place[object.file];
  std::stable_sort(out_.objects.begin(), out_.objects.end(),
                   [](const Object& a, const Object& b) { return a.file < b.file; });
}

// Renders charts and kustomizations; gives the files that are part of them.
std::set<std::string> Intake::rendered() {
  Renderer renderer;
  ChartSet charts(paths_);
  for (const std::string& chart : charts.charts())
    read_chart(root_, chart, options_, renderer, out_);
  std::vector<std::string> loose;
  std::set<std::string> parts;
  for (const std::string& path : paths_) {
    if (charts.holds(path)) {
      parts.insert(path);
    } else if (is_kustomization(path)) {
      loose.push_back(path);
    }
  }
  if (loose.empty()) return parts;
  KustomizationSet kustomizations(root_, loose, options_.limits);
  kustomizations.read(options_, renderer, out_);
  for (const std::string& path : paths_)
    if (kustomizations.holds(path)) parts.insert(path);
  return parts;
}

Manifests Intake::read() {
  if (options_.progress) options_.progress->begin("reading manifests", paths_.size(), "files");
  std::set<std::string> parts = rendered();
  for (const std::string& path : paths_) {
    if (is_manifest_path(path) && parts.count(path) == 0) read_one(path);
    if (options_.progress) options_.progress->add(1);
  }
  if (options_.progress) options_.progress->end();
  tell_others();
  sort();
  return std::move(out_);
}

}  // namespace

bool is_manifest_path(std::string_view path) {
  return is_text_path(path) || is_dockerfile(path) || is_sarif(path) || is_kustomization(path);
}

Result<Manifests> read_manifests(const std::string& root, const std::vector<std::string>& paths,
                                 const ManifestOptions& options) {
  std::error_code error;
  std::string whole = std::filesystem::canonical(root, error).native();
  if (error) return Error::make(Code::kNotFound, "cannot open {}: {}", root, error.message());
  return Intake(whole, paths, options).read();
}

}  // namespace seawall::kube
