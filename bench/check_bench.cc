// check_bench [ROUNDS [each]]: what one check costs that applies to a Pod of two containers, and
// whether judging allocates.
//
// The Pod has over 100 nodes and passes, so that every expression is evaluated to its end and no
// message is made. Measured: the checks of the catalogue that apply to it and need no facts; and
// two hundred checks for each container of six field selections each, none of which can be decided
// before its last part. The figure is that of one call of Session::object() divided by the checks
// that applied; the median of the rounds. And the median check of the catalogue by itself, sharing
// nothing, without what a call costs that has one check `true` for each container.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <new>

#include "check/judge.h"
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
namespace check = seawall::check;
namespace kube = seawall::kube;
using seawall::Limits;

constexpr std::string_view kPod = R"(
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
  labels: {app: web, tier: front, owner: team-a}
  annotations: {email: team-a@example.com}
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  restartPolicy: Always
  priorityClassName: high
  securityContext:
    runAsNonRoot: true
    runAsUser: 10001
    fsGroup: 10001
    seccompProfile: {type: RuntimeDefault}
  volumes:
    - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
    - {name: config, configMap: {name: web}}
  containers:
    - &web
      name: web
      image: registry.example.com/shop/web:1.4.2@sha256:4c1c50d0ffc614f90b93b07d778028dc765548e823f676fb027f61d281ac380d
      imagePullPolicy: Always
      args: [--port=8080, --metrics=9090]
      ports:
        - {name: http, containerPort: 8080, protocol: TCP}
        - {name: metrics, containerPort: 9090, protocol: TCP}
      env:
        - {name: LOG_LEVEL, value: info}
        - {name: TOKEN_FILE, value: /etc/web/token}
      resources:
        requests: {cpu: 100m, memory: 64Mi}
        limits: {cpu: "1", memory: 128Mi}
      livenessProbe: {httpGet: {path: /healthz, port: http}, periodSeconds: 10}
      readinessProbe: {httpGet: {path: /readyz, port: http}, periodSeconds: 5}
      startupProbe: {httpGet: {path: /healthz, port: http}, failureThreshold: 30}
      securityContext:
        privileged: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        runAsNonRoot: true
        capabilities: {drop: [ALL]}
        seccompProfile: {type: RuntimeDefault}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: config, mountPath: /etc/web, readOnly: true}
    - <<: *web
      name: proxy
      image: registry.example.com/shop/proxy:2.0.1@sha256:4c1c50d0ffc614f90b93b07d778028dc765548e823f676fb027f61d281ac380d
)";

size_t count_nodes(const seawall::doc::Node& node) {
  size_t count = 1;
  for (const seawall::doc::Node& item : node.items()) count += count_nodes(item);
  for (const seawall::doc::Member& member : node.members()) count += count_nodes(member.value);
  return count;
}

// Checks that differ, so that no two could be one.
std::vector<check::Check> six_selections() {
  constexpr const char* kFields[] = {"privileged", "readOnlyRootFilesystem",
                                     "allowPrivilegeEscalation", "runAsNonRoot"};
  std::vector<check::Check> checks;
  for (int i = 0; i < 200; ++i) {
    check::Check check;
    check.id = fmt::format("six-{}", i);
    check.title = "six selections";
    check.scope = check::Scope::kContainer;
    check.expression = fmt::format(
        "has(container.securityContext) && container.securityContext.{} != {} && "
        "container.resources.limits.memory != '{}Mi'",
        kFields[i % 4], 1000 + i, 1000 + i);
    checks.push_back(std::move(check));
  }
  return checks;
}

// The checks that apply to the object and that it passes.
std::vector<check::Check> passing(const std::vector<check::Check>& checks,
                                  const kube::Object& object) {
  std::vector<check::Check> out;
  for (const check::Check& check : checks) {
    seawall::Result<check::Judge> judge = check::Judge::create({check});
    if (!judge) continue;
    check::Judge::Session session(*judge);
    check::Verdict verdict;
    session.object(object, nullptr, verdict);
    if (verdict.applied[0] > 0 && verdict.violations.empty() && verdict.errors.empty())
      out.push_back(check);
  }
  return out;
}

struct Figures {
  double median = 0, p90 = 0;  // nanoseconds a check
  double allocations = 0;      // an object
};

Figures measure(std::vector<check::Check> checks, const kube::Object& object, int rounds) {
  check::Judge judge = check::Judge::create(std::move(checks)).value();
  check::Judge::Session session(judge);
  check::Verdict verdict;
  for (int i = 0; i < 100; ++i) session.object(object, nullptr, verdict);
  std::vector<double> nanoseconds;
  nanoseconds.reserve(static_cast<size_t>(rounds));
  uint64_t before = allocations.load();
  for (int i = 0; i < rounds; ++i) {
    Steady::time_point start = Steady::now();
    session.object(object, nullptr, verdict);
    nanoseconds.push_back(std::chrono::duration<double, std::nano>(Steady::now() - start).count());
  }
  Figures figures;
  figures.allocations = static_cast<double>(allocations.load() - before) / rounds;
  std::sort(nanoseconds.begin(), nanoseconds.end());
  auto count = static_cast<double>(judge.checks().size());
  figures.median = nanoseconds[nanoseconds.size() / 2] / count;
  figures.p90 = nanoseconds[nanoseconds.size() * 9 / 10] / count;
  return figures;
}

void print(std::string_view name, size_t checks, const Figures& figures) {
  fmt::print("{:<34} {:4} checks {:8.1f} ns a check (p90 {:.1f}), {:.2f} allocations an object\n",
             name, checks, figures.median, figures.p90, figures.allocations);
}

check::Check always_true() {
  check::Check check;
  check.id = "true";
  check.scope = check::Scope::kContainer;
  check.expression = "true";
  return check;
}

}  // namespace

int main(int argc, char** argv) {
  int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20'000;
  std::vector<seawall::doc::Document> documents = seawall::doc::parse_yaml(kPod, Limits{}).value();
  kube::Object object = kube::as_object(documents[0].root(), 0).value();
  Steady::time_point start = Steady::now();
  std::vector<check::Check> all = check::builtin_checks().value();
  double parsed = std::chrono::duration<double, std::milli>(Steady::now() - start).count();
  fmt::print("{} nodes; {} checks read in {:.2f} ms\n", count_nodes(documents[0].root()),
             all.size(), parsed);
  std::vector<check::Check> catalogue = passing(all, object);
  start = Steady::now();
  seawall::Result<check::Judge> compiled = check::Judge::create(catalogue);
  fmt::print("{} of them compiled in {:.2f} ms\n", catalogue.size(),
             std::chrono::duration<double, std::milli>(Steady::now() - start).count());
  print("six selections a container", 200, measure(six_selections(), object, rounds));
  if (catalogue.empty()) return 0;
  print("catalogue", catalogue.size(), measure(catalogue, object, rounds));
  double call = measure({always_true()}, object, rounds).median;
  std::vector<double> alone;
  for (const check::Check& check : catalogue) {
    Figures figures = measure({check}, object, rounds / 10 + 1);
    if (argc > 2) print(check.id, 1, figures);
    alone.push_back(std::max(0.0, figures.median - call));
  }
  std::sort(alone.begin(), alone.end());
  fmt::print("a call with one check: {:.1f} ns; the median check beyond that: {:.1f} ns\n", call,
             alone[alone.size() / 2]);
  return 0;
}
