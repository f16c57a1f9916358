// A chart is a folder of templates which only helm itself can render truly, so helm does, with the
// values that the chart comes with and those that the user named. In front of each document helm
// writes "# Source: NAME/templates/web.yaml", where NAME is the chart's; findings are reported for
// that template. Their lines are those of the rendered text.
#include "kube/chart.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "doc/parse.h"
#include "kube/manifest_text.h"

namespace seawall::kube {
namespace {

constexpr std::string_view kChartFile = "Chart.yaml";

// "a/b" + "c": "a/b/c"; "" + "c": "c".
std::string joined(std::string_view folder, std::string_view path) {
  return folder.empty() ? std::string(path) : std::string(folder) + "/" + std::string(path);
}

// The part of `path` below `folder`, or nothing.
std::optional<std::string_view> below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return path;
  if (path.size() <= folder.size() + 1 || !path.starts_with(folder) || path[folder.size()] != '/')
    return std::nullopt;
  return path.substr(folder.size() + 1);
}

bool is_part_of_chart(std::string_view inside) {
  for (std::string_view folder : {"templates/", "charts/", "crds/"})
    if (inside.starts_with(folder)) return true;
  for (std::string_view name : {"Chart.yaml", "requirements.yaml", "values.schema.json"})
    if (inside == name) return true;
  bool yaml = inside.ends_with(".yaml") || inside.ends_with(".yml");
  return yaml && inside.starts_with("values") && inside.find('/') == inside.npos;
}

std::string_view folder_of(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

// The chart's own description, for its name and type.
struct Description {
  std::string name, type;
};
Description describe(const std::string& path, const Limits& limits) {
  Result<std::string> text = read_file(path, 1u << 20);
  if (!text) return {};
  Result<std::vector<doc::Document>> documents = doc::parse_yaml(*text, limits);
  if (!documents || documents->empty()) return {};
  const doc::Node& root = documents->front().root();
  return {std::string(root.text("name")), std::string(root.text("type"))};
}

std::vector<std::string> helm_arguments(const std::string& folder, const ManifestOptions& options) {
  std::vector<std::string> out = {"template", "release-name", folder, "--include-crds"};
  for (const std::string& values : options.helm_values) {
    out.emplace_back("--values");
    out.push_back(std::filesystem::absolute(values).native());
  }
  return out;
}

Result<std::string> render(const std::string& root, const std::string& folder,
                           const ManifestOptions& options, Renderer& renderer) {
  if (!options.render) return Error{Code::kUnsupported, "rendering is switched off"};
  std::string whole = joined(root, folder);
  if (whole.ends_with('/')) whole.pop_back();
  std::string out = TRY(link_out_of(root, whole));
  if (!out.empty())
    return Error::make(Code::kDenied, "its link {} leads out of what is scanned",
                       printable(out, 300));
  Result<std::string> rendered = renderer.run("helm", helm_arguments(whole, options));
  if (!rendered && rendered.error().message().find("missing in charts/") != std::string::npos)
    return std::move(rendered).take_error().with_context("run `helm dependency build` first");
  return rendered;
}

}  // namespace

ChartSet::ChartSet(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::string_view folder = folder_of(path);
    if (path.substr(folder.empty() ? 0 : folder.size() + 1) == kChartFile)
      charts_.emplace_back(folder);
  }
  // A chart within another's charts/ or templates/ is rendered, or named, with that one.
  std::sort(charts_.begin(), charts_.end());
  std::vector<std::string> outer;
  for (const std::string& chart : charts_) {
    bool within = std::any_of(outer.begin(), outer.end(), [&](const std::string& other) {
      auto inside = below(chart, other);
      return inside && inside != chart && is_part_of_chart(*inside);
    });
    bool in_root = !outer.empty() && outer.front().empty() && is_part_of_chart(chart);
    if (!within && !in_root) outer.push_back(chart);
  }
  charts_ = std::move(outer);
}

// Walks up the folders of `path`, so that the time does not depend on the number of charts.
bool ChartSet::holds(std::string_view path) const {
  if (charts_.empty()) return false;
  std::string_view folder = path;
  do {
    folder = folder_of(folder);
    if (!std::binary_search(charts_.begin(), charts_.end(), folder)) continue;
    auto inside = below(path, folder);
    if (inside && is_part_of_chart(*inside)) return true;
  } while (!folder.empty());
  return false;
}

std::vector<std::pair<std::string, std::string>> split_rendered(std::string_view output) {
  constexpr std::string_view kSource = "# Source: ";
  std::vector<std::pair<std::string, std::string>> out;
  std::map<std::string, size_t, std::less<>> places;
  std::string* current = nullptr;
  for (size_t at = 0; at < output.size();) {
    size_t end = std::min(output.find('\n', at), output.size());
    std::string_view line = output.substr(at, end - at);
    at = end + 1;
    if (line.starts_with(kSource)) {
      std::string source(trim(line.substr(kSource.size())));
      auto [place, fresh] = places.try_emplace(source, out.size());
      if (fresh) out.emplace_back(source, "");
      current = &out[place->second].second;
      *current += "---\n";
    } else if (current != nullptr && line != "---") {
      current->append(line).push_back('\n');
    } else if (current != nullptr && !current->ends_with("---\n")) {
      *current += "---\n";
    }
  }
  return out;
}

void read_chart(const std::string& root, const std::string& folder, const ManifestOptions& options,
                Renderer& renderer, Manifests& manifests) {
  std::string chart_file = joined(folder, kChartFile);
  Description chart = describe(root + "/" + chart_file, options.limits);
  std::string shown = printable(chart.name.empty() ? chart_file : chart.name, 200);
  if (chart.type == "library") {
    manifests.diagnostics.push_back({Code::kUnsupported, chart_file,
                                     "a library chart: nothing is rendered from it alone", 0,
                                     false});
    return;
  }
  Result<std::string> rendered = render(root, folder, options, renderer);
  if (!rendered) {
    manifests.diagnostics.push_back(
        {rendered.error().code(), chart_file,
         fmt::format("not judged: chart {}: {}", shown,
                     replace_all(rendered.error().message(), root + "/", "")),
         0, true});
    return;
  }
  for (auto& [source, text] : split_rendered(*rendered)) {
    auto halves = split_once(source, "/");
    std::string path = joined(folder, halves ? halves->second : source);
    TextOutcome outcome = read_text(text, {path, "helm"}, options.limits, manifests);
    if (outcome.something_else && outcome.what != "empty")
      manifests.diagnostics.push_back(
          {Code::kUnsupported, path, outcome.what, outcome.line, false});
  }
}

}  // namespace seawall::kube
