// manifests_bench [MANIFESTS] [ROUNDS]: reading manifests, and judging them by the whole catalogue,
// against libyaml's bare event stream over the same bytes; and one JSON List of 100 MB.
//
// The manifests are Deployments of two containers, one a file, as most repositories have them;
// files are in the page cache. Medians.
#include <fmt/format.h>
#include <unistd.h>
#include <yaml.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "base/file.h"
#include "kube/manifests.h"
#include "posture/judge_manifests.h"

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

double median_seconds(int rounds, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    Steady::time_point start = Steady::now();
    work();
    times.push_back(std::chrono::duration<double>(Steady::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

std::string deployment(int number) {
  std::string containers;
  for (const char* name : {"web", "proxy"})
    containers += fmt::format(
        "      - name: {0}\n        image: registry.example.org/team/{0}:1.{1}\n"
        "        ports:\n        - containerPort: 8080\n          protocol: TCP\n"
        "        env:\n        - name: LOG_LEVEL\n          value: \"info\"\n"
        "        resources:\n          requests: {{cpu: 100m, memory: 128Mi}}\n"
        "          limits:\n            memory: 256Mi\n"
        "        securityContext:\n          allowPrivilegeEscalation: false\n"
        "          readOnlyRootFilesystem: true\n          runAsNonRoot: true\n"
        "        livenessProbe:\n          httpGet:\n            path: /healthz\n"
        "            port: 8080\n",
        name, number);
  return fmt::format(
      "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-{0}\n  namespace: shop\n"
      "  labels:\n    app: app-{0}\nspec:\n  replicas: 2\n  selector:\n    matchLabels:\n"
      "      app: app-{0}\n  template:\n    metadata:\n      labels:\n        app: app-{0}\n"
      "    spec:\n      serviceAccountName: app\n      containers:\n{1}",
      number, containers);
}

size_t count_events(std::string_view text) {
  yaml_parser_t parser;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()),
                               text.size());
  size_t events = 0;
  for (bool more = true; more; ++events) {
    yaml_event_t event;
    if (yaml_parser_parse(&parser, &event) != 1) std::exit(2);
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return events;
}

std::string json_list(size_t bytes) {
  std::string out = R"({"apiVersion":"v1","kind":"List","items":[)";
  for (int i = 0; out.size() < bytes; ++i)
    out += fmt::format(
        R"({}{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"p{}","labels":{{"app":"web"}}}},)"
        R"("spec":{{"containers":[{{"name":"c","image":"nginx:1.25","ports":[{{"containerPort":80}}],)"
        R"("securityContext":{{"runAsNonRoot":true}}}}]}}}})",
        i == 0 ? "" : ",\n", i);
  return out + "]}";
}

}  // namespace

int main(int count, char** words) {
  int manifests = count > 1 ? std::atoi(words[1]) : 20'000;
  int rounds = count > 2 ? std::atoi(words[2]) : 5;
  std::string root = fs::temp_directory_path() / fmt::format("manifests-bench-{}", ::getpid());
  std::vector<std::string> paths;
  for (int i = 0; i < manifests; ++i) {
    paths.push_back(fmt::format("{:03}/{:05}.yaml", i / 100, i));
    fs::create_directories(fs::path(root + "/" + paths.back()).parent_path());
    if (FILE* file = std::fopen((root + "/" + paths.back()).c_str(), "wb")) {
      fmt::print(file, "{}", deployment(i));
      std::fclose(file);
    }
  }
  double events = median_seconds(rounds, [&] {
    for (const std::string& path : paths)
      count_events(*seawall::read_file(root + "/" + path, 1 << 20));
  });
  size_t objects = 0;
  double reading = median_seconds(
      rounds, [&] { objects = seawall::kube::read_manifests(root, paths, {})->objects.size(); });
  fmt::print("{} manifests: events {:.3f} s, read {:.3f} s, ratio {:.2f}\n", objects, events,
             reading, reading / events);
  auto catalogue = seawall::posture::Catalogue::create({}).value();
  size_t findings = 0;
  double judging = median_seconds(rounds, [&] {
    seawall::kube::Manifests read = seawall::kube::read_manifests(root, paths, {}).value();
    seawall::posture::JudgeManifestsOptions how;
    how.catalogue = catalogue.get();
    findings = seawall::posture::judge_manifests(read, how).findings.size();
  });
  fmt::print("read and judged by {} checks: {:.3f} s, ratio {:.2f}; {} findings\n",
             catalogue->judge().checks().size(), judging, judging / events, findings);
  fs::remove_all(root);

  std::string list = json_list(100'000'000);
  double json = median_seconds(rounds, [&] {
    seawall::kube::Manifests read;
    seawall::kube::read_manifest_text(list, {"list.json", ""}, seawall::Limits{}, read);
    objects = read.objects.size();
  });
  fmt::print("JSON List of {} MB, {} objects: {:.3f} s\n", list.size() / 1'000'000, objects, json);
  return 0;
}
