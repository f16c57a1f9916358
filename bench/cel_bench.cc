// cel_bench [ROUNDS]: nanoseconds per evaluation of a CEL expression, heap allocations per
// evaluation, and microseconds per compilation.
//
// The object is a Pod of over 100 nodes and two containers. It is bound anew before every
// evaluation, as for every object that comes to an API server, so that no look-up of a path is left
// over from the one before. Medians of the rounds.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>

#include "cel/environment.h"
#include "doc/parse.h"

namespace {

std::atomic<uint64_t> allocations{0};

}  // namespace

void* operator new(size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}

namespace {

using Steady = std::chrono::steady_clock;
namespace cel = seawall::cel;

constexpr size_t kRepeats = 2000;  // evaluations of a round

constexpr std::string_view kPod = R"({
  "apiVersion": "v1", "kind": "Pod",
  "metadata": {
    "name": "web", "namespace": "shop", "uid": "5f1c", "resourceVersion": "1", "generation": 1,
    "labels": {"app": "web", "tier": "front", "owner": "team-a", "version": "1.4.2"},
    "annotations": {"email": "team-a@shop.example", "checksum/config": "0c8f"}
  },
  "spec": {
    "serviceAccountName": "web", "automountServiceAccountToken": false, "restartPolicy": "Always",
    "hostNetwork": false, "hostPID": false, "hostIPC": false, "priorityClassName": "high",
    "securityContext": {"runAsNonRoot": true, "runAsUser": 10001, "fsGroup": 10001,
                        "seccompProfile": {"type": "RuntimeDefault"}},
    "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "config", "configMap": {"name": "web"}}],
    "containers": [
      {"name": "web", "image": "registry.shop.example/web:1.4.2", "imagePullPolicy": "Always",
       "command": ["/web"], "args": ["--port", "8080"],
       "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
       "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
       "resources": {"limits": {"cpu": "500m", "memory": "256Mi"},
                     "requests": {"cpu": "100m", "memory": "128Mi"}},
       "livenessProbe": {"httpGet": {"path": "/healthz", "port": 8080}},
       "securityContext": {"privileged": false, "allowPrivilegeEscalation": false,
                           "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}},
       "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}]},
      {"name": "proxy", "image": "registry.shop.example/proxy:2.0", "imagePullPolicy": "Always",
       "ports": [{"name": "metrics", "containerPort": 9090, "protocol": "TCP"}],
       "resources": {"limits": {"cpu": "200m", "memory": "64Mi"},
                     "requests": {"cpu": "50m", "memory": "32Mi"}},
       "readinessProbe": {"httpGet": {"path": "/ready", "port": 9090}},
       "securityContext": {"privileged": false, "allowPrivilegeEscalation": false,
                           "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}},
       "volumeMounts": [{"name": "config", "mountPath": "/etc/proxy"}]}
    ]
  }
})";

struct Case {
  const char* name;
  const char* expression;
};

constexpr Case kCases[] = {
    {"6 selects",
     "object.kind == 'Pod' && object.metadata.namespace != 'default' && object.spec.hostPID == "
     "false && object.spec.hostNetwork == false && object.spec.securityContext.runAsNonRoot == "
     "true && object.spec.serviceAccountName != 'default'"},
    {"has chains",
     "!(has(object.spec.securityContext) && has(object.spec.securityContext.windowsOptions) && "
     "has(object.spec.securityContext.windowsOptions.hostProcess)) && "
     "has(object.metadata.labels.app) && !has(object.spec.hostUsers)"},
    {"all containers",
     "object.spec.containers.all(c, has(c.securityContext) && "
     "has(c.securityContext.allowPrivilegeEscalation) && "
     "c.securityContext.allowPrivilegeEscalation == false)"},
    {"all of all",
     "object.spec.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort)))"},
    {"string functions",
     "object.spec.containers.all(c, c.image.startsWith('registry.shop.example/') && "
     "!c.image.endsWith(':latest') && c.image.contains(':'))"},
    {"regular expression", "object.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')"},
    {"split and format",
     "'%s of %s'.format([object.metadata.name, object.spec.containers[0].image.split('/')[1]])"},
    {"quantities",
     "object.spec.containers.all(c, "
     "quantity(c.resources.limits.memory).isLessThan(quantity('1Gi')))"},
    {"optionals",
     "object.?metadata.?labels[?'owner'].orValue('nobody') == 'team-a' && "
     "object.?spec.?hostUsers.orValue(true)"},
    {"policy of ordinary size",
     "object.spec.containers.all(c, has(c.securityContext) && "
     "(!has(c.securityContext.privileged) || c.securityContext.privileged == false) && "
     "has(c.securityContext.allowPrivilegeEscalation) && "
     "c.securityContext.allowPrivilegeEscalation == false && "
     "has(c.securityContext.capabilities) && has(c.securityContext.capabilities.drop) && "
     "'ALL' in c.securityContext.capabilities.drop && "
     "(!has(c.securityContext.capabilities.add) || "
     "c.securityContext.capabilities.add.all(a, a in ['NET_BIND_SERVICE']))) && "
     "(!has(object.spec.initContainers) || object.spec.initContainers.all(c, "
     "has(c.securityContext) && has(c.securityContext.allowPrivilegeEscalation) && "
     "c.securityContext.allowPrivilegeEscalation == false)) && "
     "object.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && "
     "has(c.resources.limits.memory)) && "
     "(!has(object.spec.volumes) || object.spec.volumes.all(v, !has(v.hostPath)))"},
};

double nanoseconds_since(Steady::time_point start) {
  return std::chrono::duration<double, std::nano>(Steady::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure(const cel::Environment& environment, const seawall::doc::Node& pod, const Case& each,
             size_t rounds) {
  std::vector<double> compiling, running;
  cel::Program program;
  for (size_t round = 0; round < rounds; ++round) {
    Steady::time_point start = Steady::now();
    seawall::Result<cel::Program> compiled = environment.compile(each.expression);
    compiling.push_back(nanoseconds_since(start) / 1000);
    if (!compiled) {
      fmt::print(stderr, "{}: {}\n", each.name, compiled.error().message());
      std::exit(2);
    }
    program = std::move(compiled).value();
  }
  cel::Evaluation evaluation(environment);
  uint64_t allocated = 0;
  for (size_t round = 0; round <= rounds; ++round) {
    uint64_t before = allocations.load();
    Steady::time_point start = Steady::now();
    for (size_t i = 0; i < kRepeats; ++i) {
      evaluation.forget();
      evaluation.bind(0, cel::Value::from_node(pod));
      if (evaluation.run(program).is_error()) std::exit(2);
    }
    if (round == 0) continue;  // warms up
    running.push_back(nanoseconds_since(start) / kRepeats);
    allocated += allocations.load() - before;
  }
  fmt::print("{:<26} {:>8.0f} ns {:>6.2f} allocations {:>8.0f} us to compile\n", each.name,
             median(running),
             static_cast<double>(allocated) / static_cast<double>(rounds * kRepeats),
             median(compiling));
}

}  // namespace

int main(int argc, char** argv) {
  size_t rounds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 31;
  seawall::Result<seawall::doc::Document> pod = seawall::doc::parse_json(kPod, {});
  cel::EnvironmentOptions options;
  options.variables = {{"object", cel::dyn_type()}};
  seawall::Result<cel::Environment> environment = cel::Environment::create(std::move(options));
  if (!pod || !environment || rounds == 0) {
    fmt::print(stderr, "usage: cel_bench [ROUNDS]\n");
    return 2;
  }
  for (const Case& each : kCases) measure(*environment, pod->root(), each, rounds);
  return 0;
}
