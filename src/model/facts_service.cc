// Facts about Services and what leads to them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "kube/label_selector.h"
#include "model/facts_routes.h"
#include "model/facts_selecting.h"
#include "model/facts_values.h"

namespace seawall::model {
namespace {

using cel::Value;

std::vector<const Pods*> pods_behind(const FactContext& context, const kube::Object& service) {
  std::vector<const Pods*> out;
  if (const doc::Node* selector = service_selector(service))
    context.index.pods().select_by_map(kube::namespace_of(service), *selector, context.work, out);
  return out;
}

Value service_workloads(const FactContext& context) {
  return workload_list(context, pods_behind(context, context.object));
}

std::string_view protocol_of(const doc::Node& port) {
  std::string_view protocol = port.text("protocol");
  return protocol.empty() ? std::string_view("TCP") : protocol;
}

// The ports that pods declare: protocol, then name or number.
class DeclaredPorts {
 public:
  void add(const Pods& pods) {
    kube::for_each_container(*pods.spec, [&](const kube::Container& container) {
      if (container.type != kube::ContainerType::kRegular &&
          container.type != kube::ContainerType::kSidecar)
        return;
      for (const doc::Node& port : (*container.root)["ports"].items()) {
        names_.emplace(protocol_of(port), port.text("name"));
        if (std::optional<int64_t> number = port["containerPort"].as_int())
          numbers_.emplace(protocol_of(port), *number);
      }
    });
  }
  bool has(std::string_view protocol, const doc::Node& target) const {
    if (target.is_string()) return names_.count({protocol, target.as_string()}) > 0;
    return numbers_.count({protocol, target.as_int().value_or(0)}) > 0;
  }

 private:
  std::set<std::pair<std::string_view, std::string_view>> names_;
  std::set<std::pair<std::string_view, int64_t>> numbers_;
};

Value ports_without_container_port(const FactContext& context) {
  std::vector<const Pods*> pods = pods_behind(context, context.object);
  std::vector<Value> out;
  if (pods.empty()) return make_list(context, out);
  DeclaredPorts declared;
  for (const Pods* each : pods) declared.add(*each);
  for (const doc::Node& port : context.object.spec()["ports"].items()) {
    const doc::Node& target = port["targetPort"].is_null() ? port["port"] : port["targetPort"];
    if (!target.is_null() && !declared.has(protocol_of(port), target))
      out.push_back(Value::from_node(target));
  }
  return make_list(context, out);
}

// Annotations by which clouds keep a load balancer inside.
bool is_internal(const kube::Object& service) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kInternal = {{
      {"service.beta.kubernetes.io/aws-load-balancer-internal", "true"},
      {"service.beta.kubernetes.io/aws-load-balancer-internal", "0.0.0.0/0"},
      {"service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"},
      {"service.beta.kubernetes.io/azure-load-balancer-internal", "true"},
      {"networking.gke.io/load-balancer-type", "Internal"},
      {"cloud.google.com/load-balancer-type", "Internal"},
      {"service.beta.kubernetes.io/openstack-internal-load-balancer", "true"},
      {"service.beta.kubernetes.io/oci-load-balancer-internal", "true"},
      {"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private"},
  }};
  const doc::Node& annotations = service.metadata()["annotations"];
  return std::any_of(kInternal.begin(), kInternal.end(), [&](const auto& known) {
    return annotations.text(known.first) == known.second;
  });
}

// The same of an Ingress.
bool is_internal_ingress(const kube::Object& route) {
  const doc::Node& annotations = route.metadata()["annotations"];
  return annotations.text("alb.ingress.kubernetes.io/scheme") == "internal" ||
         annotations.text("kubernetes.io/ingress.class") == "gce-internal" ||
         annotations.text("appgw.ingress.kubernetes.io/use-private-ip") == "true";
}

Value value_or_null(const doc::Node* node) {
  return node ? Value::from_node(*node) : Value::null();
}

// Collects what leads to one workload.
class Exposures {
 public:
  explicit Exposures(const FactContext& context) : context_(context) {}

  void add_service(const kube::Object& service) {
    const doc::Node& spec = service.spec();
    std::string_view type = spec.text("type");
    if (type == "NodePort" || type == "LoadBalancer")
      add_ports(service, type, type == "LoadBalancer" && is_internal(service));
    if (spec["externalIPs"].size() > 0) add_ports(service, "externalIPs", false);
    for (const RouteIndex::Lead& lead :
         context_.index.routes().to(kube::namespace_of(service), service.name)) {
      const kube::Object& route = context_.index.object(lead.route);
      if (!context_.work.spend(1) || !is_from_outside(route)) continue;
      std::string port = lead.port ? cel::to_text(Value::from_node(*lead.port), context_.memory, 64)
                                   : std::string();
      if (seen_.emplace(lead.route, service.name, port).second)
        add(route, value_or_null(lead.port),
            cel::make_string({"through Service ", service.name}, context_.memory),
            is_internal_ingress(route));
    }
  }
  Value take() { return make_list(context_, out_); }

 private:
  void add(const kube::Object& by, Value port, Value how, bool internal) {
    out_.push_back(make_fields(context_, {{"kind", Value::string(by.kind)},
                                          {"name", Value::string(by.name)},
                                          {"port", port},
                                          {"how", how},
                                          {"internal", Value::boolean(internal)},
                                          {"object", Value::from_node(*by.root)}}));
  }
  void add_ports(const kube::Object& service, std::string_view how, bool internal) {
    std::span<const doc::Node> ports = service.spec()["ports"].items();
    for (const doc::Node& port : ports)
      add(service, Value::from_node(port["port"]), Value::string(how), internal);
    if (ports.empty()) add(service, Value::null(), Value::string(how), internal);
  }

  const FactContext& context_;
  std::vector<Value> out_;
  std::set<std::tuple<Id, std::string_view, std::string>> seen_;
};

Value missing_backends(const FactContext& context) {
  std::vector<Value> out;
  for (const Backend& backend : backends_of(context.object)) {
    std::string_view why = why_missing(context.index, context.object, backend, context.work);
    if (why.empty()) continue;
    out.push_back(make_fields(context, {{"name", Value::string(backend.name)},
                                        {"namespace", Value::string(backend.name_space)},
                                        {"port", value_or_null(backend.port)},
                                        {"why", Value::string(why)},
                                        {"path", make_text(context, backend.path)}}));
  }
  return make_list(context, out);
}

Value route_workloads(const FactContext& context) {
  std::vector<const Pods*> out;
  std::set<Id> seen;
  const FactIndex& index = context.index;
  for (const Backend& backend : backends_of(context.object)) {
    if (!index.routes().is_granted(context.object, backend)) continue;
    for (Id id : index.names().named("", "Service", backend.name_space, backend.name)) {
      if (!seen.insert(id).second) continue;
      std::vector<const Pods*> pods = pods_behind(context, index.object(id));
      out.insert(out.end(), pods.begin(), pods.end());
    }
  }
  return workload_list(context, out);
}

// The namespaces that a ServiceMonitor or PodMonitor looks in; nothing: in all.
std::optional<std::vector<std::string_view>> monitored(const FactContext& context) {
  const doc::Node& namespaces = context.object.spec()["namespaceSelector"];
  if (namespaces["any"].as_bool()) return std::nullopt;
  std::set<std::string_view> out;
  for (const doc::Node& name : namespaces["matchNames"].items()) out.insert(name.as_string());
  if (out.empty()) out.insert(context.name_space);
  return std::vector<std::string_view>(out.begin(), out.end());
}

Value monitored_services(const FactContext& context) {
  const NameIndex& names = context.index.names();
  const doc::Node& selector = context.object.spec()["selector"];
  std::vector<Id> out;
  auto look_at = [&](std::span<const Id> services) {
    if (!context.work.spend(services.size())) return;
    for (Id id : services)
      if (kube::selects(selector, context.index.object(id).metadata()["labels"])) out.push_back(id);
  };
  if (std::optional<std::vector<std::string_view>> namespaces = monitored(context)) {
    for (std::string_view name_space : *namespaces) look_at(names.in("", "Service", name_space));
  } else {
    look_at(names.of_kind("", "Service"));
  }
  std::sort(out.begin(), out.end());
  return object_list(context, out);
}

Value monitored_workloads(const FactContext& context) {
  const PodIndex& pods = context.index.pods();
  std::optional<std::vector<std::string_view>> namespaces = monitored(context);
  std::vector<const Pods*> out;
  for (std::string_view name_space : namespaces ? *namespaces : pods.namespaces())
    pods.select(name_space, context.object.spec()["selector"], context.work, out);
  return workload_list(context, out);
}

}  // namespace

cel::Value exposures(const FactContext& context) {
  std::vector<Id> services;
  for (const Pods& pods : context.pods)
    context.index.services().selecting(pods, context.work, services);
  std::sort(services.begin(), services.end());
  services.erase(std::unique(services.begin(), services.end()), services.end());
  Exposures out(context);
  for (Id id : services) out.add_service(context.index.object(id));
  return out.take();
}

std::span<const Fact> facts_of_service() {
  static constexpr Fact kFacts[] = {{"workloads", service_workloads},
                                    {"portsWithoutContainerPort", ports_without_container_port}};
  return kFacts;
}

std::span<const Fact> facts_of_route() {
  static constexpr Fact kFacts[] = {{"missingBackends", missing_backends},
                                    {"workloads", route_workloads}};
  return kFacts;
}

std::span<const Fact> facts_of_monitor() {
  static constexpr Fact kFacts[] = {{"services", monitored_services},
                                    {"workloads", monitored_workloads}};
  return kFacts;
}

}  // namespace seawall::model
