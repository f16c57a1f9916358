// A kustomization names resources, others it stands on, and patches; what it stands for only
// kustomize can say, so `kubectl kustomize` renders it. Before that everything it stands on is
// looked at: kustomize would fetch a resource that is a URL, and run helm for a chart. Both need a
// network that Seawall does not give to what it scans, so they are named as what they are.
//
// An overlay stands on its base, so the base is not rendered by itself: its objects would be judged
// twice, and in a form that nobody deploys.
#include "kube/kustomization.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "doc/parse.h"
#include "kube/manifest_text.h"
#include "kube/origin.h"

namespace seawall::kube {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxKustomizations = 10'000;
constexpr size_t kMaxReferences = 10'000;  // of one
constexpr std::array<std::string_view, 3> kNames = {"kustomization.yaml", "kustomization.yml",
                                                    "Kustomization"};

std::string_view name_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

bool is_url(std::string_view entry) {
  for (std::string_view sign : {"://", "git@", "git::", "?ref=", "?version=", "?timeout="})
    if (entry.find(sign) != entry.npos) return true;
  for (std::string_view host :
       {"github.com/", "gitlab.com/", "bitbucket.org/", "github.com:", "gh:"})
    if (entry.starts_with(host)) return true;
  return false;
}

std::string kustomization_of(const std::string& folder) {
  for (std::string_view name : kNames)
    if (std::string file = folder + "/" + std::string(name); file_exists(file)) return file;
  return {};
}

// The values of a list of strings, and the file behind the key of each "name=file".
void add_files(const doc::Node& list, std::vector<std::string>& out) {
  for (const doc::Node& item : list.items()) {
    std::string_view text = item.as_string();
    if (text.empty() || text.size() > 4096 || text.find('\n') != text.npos) continue;  // inline
    auto halves = split_once(text, "=");
    out.emplace_back(halves ? halves->second : text);
  }
}

void add_field(const doc::Node& list, std::string_view field, std::vector<std::string>& out) {
  for (const doc::Node& item : list.items())
    if (!item.text(field).empty()) out.emplace_back(item.text(field));
}

// Every file that is named beside resources; they may look like manifests and are none.
std::vector<std::string> other_files(const doc::Node& document) {
  std::vector<std::string> out;
  for (std::string_view key : {"patchesStrategicMerge", "crds", "configurations", "transformers",
                               "generators", "validators"})
    add_files(document[key], out);
  for (std::string_view key : {"patches", "patchesJson6902", "replacements"})
    add_field(document[key], "path", out);
  for (std::string_view key : {"configMapGenerator", "secretGenerator"})
    for (const doc::Node& generator : document[key].items()) {
      for (std::string_view list : {"files", "envs"}) add_files(generator[list], out);
      if (!generator.text("env").empty()) out.emplace_back(generator.text("env"));
    }
  add_field(document["helmCharts"], "valuesFile", out);
  if (!document["openapi"].text("path").empty()) out.emplace_back(document["openapi"].text("path"));
  return out;
}

}  // namespace

bool is_kustomization(std::string_view path) {
  std::string_view name = name_of(path);
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

KustomizationSet::KustomizationSet(const std::string& root, const std::vector<std::string>& paths,
                                   const Limits& limits)
    : root_(root), limits_(limits) {
  for (const std::string& path : paths) {
    if (!is_kustomization(path)) continue;
    std::string file = root_ + "/" + path;
    load(fs::path(file).parent_path().native(), file);
  }
}

std::string KustomizationSet::shown(const std::string& absolute) const {
  return fs::path(absolute).lexically_relative(root_).native();
}

// Reads a kustomization and, by a list and not by recursion, all that it stands on.
const Kustomization* KustomizationSet::load(const std::string& folder, const std::string& file) {
  std::vector<std::pair<std::string, std::string>> waiting = {{folder, file}};
  while (!waiting.empty()) {
    auto [at, path] = waiting.back();
    waiting.pop_back();
    if (all_.count(at) > 0 || all_.size() >= kMaxKustomizations) continue;
    Kustomization& entry = all_[at];
    entry.folder = at;
    entry.file = shown(path);
    Result<std::string> text = read_file(path, 4u << 20);
    Result<std::vector<doc::Document>> documents =
        text ? doc::parse_yaml(*text, limits_) : Result<std::vector<doc::Document>>(text.error());
    if (!documents) {
      entry.obstacle = documents.error().message();
      continue;
    }
    for (const doc::Document& document : *documents) take_references(document.root(), entry);
    for (const std::string& next : entry.folders)
      waiting.emplace_back(next, kustomization_of(next));
  }
  return &all_[folder];
}

void KustomizationSet::take_resource(std::string_view entry, Kustomization& out) {
  if (entry.empty() || entry.size() > 4096) return;
  fs::path path = (fs::path(out.folder) / fs::path(std::string(entry))).lexically_normal();
  std::string absolute = path.native();
  while (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  if (directory_exists(absolute)) {
    std::error_code error;
    std::string real = fs::canonical(absolute, error).native();
    if (!error && !kustomization_of(real).empty()) out.folders.push_back(real);
  } else if (file_exists(absolute)) {
    out.resources.push_back(shown(absolute));
  } else if (is_url(entry)) {
    out.obstacle = fmt::format("it stands on {}, which is not fetched", printable(entry, 300));
  }
}

void KustomizationSet::take_references(const doc::Node& document, Kustomization& out) {
  size_t count = 0;
  for (std::string_view key : {"resources", "bases", "components"})
    for (const doc::Node& entry : document[key].items())
      if (++count <= kMaxReferences) take_resource(entry.as_string(), out);
  if (count > kMaxReferences) out.obstacle = "it names too many resources";
  for (std::string_view key : {"helmCharts", "helmChartInflationGenerator"})
    if (document[key].size() > 0)
      out.obstacle = fmt::format("it needs {}, which fetches charts: not run", key);
  take_files(document, out);
}

void KustomizationSet::take_files(const doc::Node& document, Kustomization& out) {
  for (const std::string& file : other_files(document)) {
    if (out.others.size() >= kMaxReferences) return;
    if (is_url(file) && !file_exists(out.folder + "/" + file)) {
      out.obstacle = fmt::format("it uses {}, which is not fetched", printable(file, 300));
    } else {
      out.others.push_back(shown((fs::path(out.folder) / file).lexically_normal().native()));
    }
  }
}

std::vector<const Kustomization*> KustomizationSet::reached_from(const Kustomization& top) const {
  std::vector<const Kustomization*> out = {&top};
  std::set<std::string_view> seen = {top.folder};
  for (size_t i = 0; i < out.size(); ++i)
    for (const std::string& folder : out[i]->folders)
      if (auto found = all_.find(folder); found != all_.end() && seen.insert(found->first).second)
        out.push_back(&found->second);
  return out;
}

// Those that no other stands on; of a ring, the first.
std::vector<const Kustomization*> KustomizationSet::roots() const {
  std::set<std::string_view> under;
  for (const auto& [folder, entry] : all_)
    for (const std::string& other : entry.folders)
      if (other != folder) under.insert(other);
  std::vector<const Kustomization*> out;
  std::set<std::string_view> reached;
  for (bool rings : {false, true})
    for (const auto& [folder, entry] : all_) {
      if (reached.count(folder) > 0 || (!rings && under.count(folder) > 0)) continue;
      out.push_back(&entry);
      for (const Kustomization* one : reached_from(entry)) reached.insert(one->folder);
    }
  return out;
}

Result<std::string> KustomizationSet::render(const Kustomization& top,
                                             const ManifestOptions& options,
                                             Renderer& renderer) const {
  if (!options.render) return Error{Code::kUnsupported, "rendering is switched off"};
  for (const Kustomization* one : reached_from(top))
    if (!one->obstacle.empty())
      return Error::make(Code::kUnsupported, "{}{}{}", one == &top ? "" : one->file,
                         one == &top ? "" : ": ", one->obstacle);
  return renderer.run("kubectl", {"kustomize", top.folder});
}

void KustomizationSet::read(const ManifestOptions& options, Renderer& renderer,
                            Manifests& manifests) {
  for (const auto& [folder, entry] : all_) {
    held_.insert(entry.file);
    held_.insert(entry.others.begin(), entry.others.end());
  }
  for (const Kustomization* top : roots()) {
    Result<std::string> rendered = render(*top, options, renderer);
    if (!rendered) {
      manifests.diagnostics.push_back(
          {rendered.error().code(), top->file,
           fmt::format("not judged: this kustomization: {}; its resources are judged as they stand",
                       replace_all(rendered.error().message(), root_ + "/", "")),
           0, true});
      continue;
    }
    std::vector<std::string> resources;
    for (const Kustomization* one : reached_from(*top))
      resources.insert(resources.end(), one->resources.begin(), one->resources.end());
    held_.insert(resources.begin(), resources.end());
    size_t first = manifests.objects.size();
    TextOutcome outcome = read_text(*rendered, {top->file, "kustomize"}, options.limits, manifests);
    find_origins(root_, resources, options.limits, first, manifests);
    if (outcome.something_else)
      manifests.diagnostics.push_back(
          {Code::kUnsupported, top->file, "a kustomization that gives no object", 0, false});
  }
}

}  // namespace seawall::kube
