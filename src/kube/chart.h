// Helm charts, rendered by the `helm` program. For this folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kube/manifests.h"
#include "kube/render.h"

namespace seawall::kube {

// Which of `paths` (sorted, relative) belong to charts.
class ChartSet {
 public:
  explicit ChartSet(const std::vector<std::string>& paths);
  // Folders with a Chart.yaml, "" for the root; not those of charts within charts.
  const std::vector<std::string>& charts() const { return charts_; }
  // Whether a file is a part of a chart and so no manifest by itself: templates, values, subcharts.
  bool holds(std::string_view path) const;

 private:
  std::vector<std::string> charts_;
};

// Renders the chart in `folder` of `root` and appends its objects; the file of each is the template
// it comes from. What cannot be rendered is a diagnostic (incomplete) at the chart's Chart.yaml.
void read_chart(const std::string& root, const std::string& folder, const ManifestOptions& options,
                Renderer& renderer, Manifests& manifests);

// Cuts what `helm template` printed by its "# Source:" comments: (source, text) for each template,
// in the order of their first document.
std::vector<std::pair<std::string, std::string>> split_rendered(std::string_view output);

}  // namespace seawall::kube
