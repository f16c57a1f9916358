// Where the kinds name their backends:
//
//   Ingress         spec.defaultBackend, spec.rules[].http.paths[].backend: service.name and
//                   service.port (networking.k8s.io/v1), or serviceName and servicePort (before)
//   Gateway API     spec.rules[].backendRefs[], and filters[].requestMirror.backendRef; one in
//                   another namespace counts only when a ReferenceGrant there allows it
//   Istio           http, tcp, tls of spec: route[].destination, http[].mirror(s): host is a short
//                   name, or NAME.NAMESPACE.svc...; other dotted names may be outside the cluster
//   OpenShift       spec.to, spec.alternateBackends[]
//   Traefik         spec.routes[].services[]; Contour the same, without namespaces
#include "model/facts_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace seawall::model {
namespace {

constexpr std::string_view kGatewayGroup = "gateway.networking.k8s.io";

const doc::Node* if_there(const doc::Node& node) {
  return node.is_null() ? nullptr : &node;
}

bool is_gateway_route(const kube::Object& object) {
  return object.group == kGatewayGroup && object.kind.ends_with("Route");
}

bool is_ingress(const kube::Object& object) {
  return object.kind == "Ingress" &&
         (object.group == "networking.k8s.io" || object.group == "extensions");
}

bool is_virtual_service(const kube::Object& object) {
  return object.kind == "VirtualService" && object.group == "networking.istio.io";
}

bool is_traefik(const kube::Object& object) {
  return object.kind.starts_with("IngressRoute") &&
         (object.group == "traefik.io" || object.group == "traefik.containo.us");
}

// Collects the backends of one route.
class Reader {
 public:
  explicit Reader(const kube::Object& route)
      : route_(route), spec_(route.spec()), name_space_(kube::namespace_of(route)) {}

  std::vector<Backend> read() {
    if (is_ingress(route_))
      read_ingress();
    else if (is_gateway_route(route_))
      read_gateway_route();
    else if (is_virtual_service(route_))
      read_virtual_service();
    else if (route_.kind == "Route" && route_.group == "route.openshift.io")
      read_openshift();
    else if (is_traefik(route_) ||
             (route_.kind == "HTTPProxy" && route_.group == "projectcontour.io"))
      read_services();
    return std::move(out_);
  }

 private:
  void add(std::string_view name_space, std::string_view name, const doc::Node* port,
           std::string path) {
    if (!name.empty())
      out_.push_back(
          {name_space.empty() ? name_space_ : name_space, name, port, std::move(path), true});
  }

  void add_ingress(const doc::Node& backend, const std::string& path) {
    const doc::Node& service = backend["service"];
    const doc::Node& port = service["port"];
    if (service.is_object())
      add("", service.text("name"),
          port["number"].is_null() ? if_there(port["name"]) : &port["number"], path + ".service");
    else
      add("", backend.text("serviceName"), if_there(backend["servicePort"]), path);
  }

  void read_ingress() {
    for (std::string_view field : {"defaultBackend", "backend"})
      add_ingress(spec_[field], fmt::format("spec.{}", field));
    for (size_t i = 0; i < spec_["rules"].size(); ++i) {
      const doc::Node& paths = spec_["rules"].items()[i].at({"http", "paths"});
      for (size_t j = 0; j < paths.size(); ++j)
        add_ingress(paths.items()[j]["backend"],
                    fmt::format("spec.rules[{}].http.paths[{}].backend", i, j));
    }
  }

  void add_reference(const doc::Node& reference, std::string path) {
    std::string_view kind = reference.text("kind");
    if ((!kind.empty() && kind != "Service") || !reference.text("group").empty()) return;
    add(reference.text("namespace"), reference.text("name"), if_there(reference["port"]),
        std::move(path));
  }

  void read_gateway_route() {
    for (size_t i = 0; i < spec_["rules"].size(); ++i) {
      const doc::Node& rule = spec_["rules"].items()[i];
      for (size_t j = 0; j < rule["backendRefs"].size(); ++j)
        add_reference(rule["backendRefs"].items()[j],
                      fmt::format("spec.rules[{}].backendRefs[{}]", i, j));
      for (size_t j = 0; j < rule["filters"].size(); ++j)
        add_reference(rule["filters"].items()[j].at({"requestMirror", "backendRef"}),
                      fmt::format("spec.rules[{}].filters[{}].requestMirror.backendRef", i, j));
    }
  }

  void add_destination(const doc::Node& destination, std::string path) {
    std::string_view host = destination.text("host");
    std::vector<std::string_view> parts = split(host, '.');
    if (parts.size() > 2 && parts[2] != "svc") return;  // somewhere outside the cluster
    size_t before = out_.size();
    add(parts.size() > 1 ? parts[1] : std::string_view(), parts[0],
        if_there(destination.at({"port", "number"})), std::move(path));
    if (parts.size() == 2 && out_.size() > before) out_.back().certain = false;
  }

  void read_virtual_service() {
    for (std::string_view protocol : {"http", "tcp", "tls"})
      for (size_t i = 0; i < spec_[protocol].size(); ++i) {
        const doc::Node& rule = spec_[protocol].items()[i];
        std::string path = fmt::format("spec.{}[{}]", protocol, i);
        for (size_t j = 0; j < rule["route"].size(); ++j)
          add_destination(rule["route"].items()[j]["destination"],
                          fmt::format("{}.route[{}].destination", path, j));
        add_destination(rule["mirror"], path + ".mirror");
        for (size_t j = 0; j < rule["mirrors"].size(); ++j)
          add_destination(rule["mirrors"].items()[j]["destination"],
                          fmt::format("{}.mirrors[{}].destination", path, j));
      }
  }

  void read_openshift() {
    const doc::Node* port = if_there(spec_.at({"port", "targetPort"}));
    if (spec_.at({"to", "kind"}).as_string() != "Service") return;
    // A number there may also be that of the pods.
    if (port && !port->is_string()) port = nullptr;
    add("", spec_.at({"to", "name"}).as_string(), port, "spec.to");
    for (size_t i = 0; i < spec_["alternateBackends"].size(); ++i)
      add("", spec_["alternateBackends"].items()[i].text("name"), port,
          fmt::format("spec.alternateBackends[{}]", i));
  }

  void read_services() {
    for (size_t i = 0; i < spec_["routes"].size(); ++i) {
      const doc::Node& services = spec_["routes"].items()[i]["services"];
      for (size_t j = 0; j < services.size(); ++j)
        add_reference(services.items()[j], fmt::format("spec.routes[{}].services[{}]", i, j));
    }
  }

  const kube::Object& route_;
  const doc::Node& spec_;
  std::string_view name_space_;
  std::vector<Backend> out_;
};

bool has_port(const kube::Object& service, const doc::Node& port) {
  std::optional<int64_t> number = port.as_int();
  // Ingresses before v1 may write the number as text.
  if (std::optional<uint64_t> written = parse_uint(port.as_string()))
    number = static_cast<int64_t>(*written);
  for (const doc::Node& each : service.spec()["ports"].items()) {
    if (number && each["port"].as_int() == number) return true;
    if (port.is_string() && each.text("name") == port.as_string()) return true;
  }
  return false;
}

}  // namespace

bool is_route(const kube::Object& object) {
  return is_ingress(object) || is_gateway_route(object) || is_virtual_service(object) ||
         (object.kind == "Route" && object.group == "route.openshift.io") || is_traefik(object) ||
         (object.kind == "HTTPProxy" && object.group == "projectcontour.io");
}

std::vector<Backend> backends_of(const kube::Object& route) {
  return Reader(route).read();
}

bool is_from_outside(const kube::Object& route) {
  if (is_virtual_service(route)) {
    std::span<const doc::Node> gateways = route.spec()["gateways"].items();
    return std::any_of(gateways.begin(), gateways.end(), [](const doc::Node& gateway) {
      return gateway.is_string() && gateway.as_string() != "mesh";
    });
  }
  if (!is_gateway_route(route)) return true;
  std::span<const doc::Node> parents = route.spec()["parentRefs"].items();
  return std::any_of(parents.begin(), parents.end(), [](const doc::Node& parent) {
    std::string_view kind = parent.text("kind");
    return kind.empty() || kind == "Gateway" || kind == "ListenerSet" || kind == "XListenerSet";
  });
}

std::string_view why_missing(const FactIndex& index, const kube::Object& route,
                             const Backend& backend, Work& work) {
  if (!backend.certain) return {};
  std::span<const Id> services =
      index.names().named("", "Service", backend.name_space, backend.name);
  if (services.empty()) return "no such Service";
  if (!index.routes().is_granted(route, backend)) return "no ReferenceGrant";
  if (!backend.port) return {};
  for (Id id : services) {
    const kube::Object& service = index.object(id);
    if (!work.spend(service.spec()["ports"].size() + 1)) return {};
    if (service.spec().text("type") == "ExternalName" || has_port(service, *backend.port))
      return {};
  }
  return "no such port";
}

bool operator<(const RouteIndex::Lead& a, const RouteIndex::Lead& b) {
  return std::tie(a.name_space, a.name, a.route) < std::tie(b.name_space, b.name, b.route);
}

// ReferenceGrant, versions v1alpha2 to v1: any `from` and any `to` of the same grant.
void RouteIndex::read_grant(std::string_view name_space, const doc::Node& spec) {
  constexpr size_t kMost = 16;  // of each that the API takes
  std::span<const doc::Node> sources = spec["from"].items();
  std::span<const doc::Node> targets = spec["to"].items();
  for (const doc::Node& from : sources.first(std::min(sources.size(), kMost)))
    for (const doc::Node& to : targets.first(std::min(targets.size(), kMost)))
      if (from.text("group") == kGatewayGroup && to.text("group").empty() &&
          to.text("kind") == "Service")
        grants_.push_back({name_space, to.text("name"), from.text("namespace"), from.text("kind")});
}

bool RouteIndex::is_granted(const kube::Object& route, const Backend& backend) const {
  std::string_view from = kube::namespace_of(route);
  if (!is_gateway_route(route) || from == backend.name_space) return true;
  auto has = [&](std::string_view name) {
    return std::binary_search(grants_.begin(), grants_.end(),
                              Grant{backend.name_space, name, from, route.kind});
  };
  return has("") || has(backend.name);
}

RouteIndex::RouteIndex(const FactIndex& index) {
  for (Id id : index.names().of_kind(kGatewayGroup, "ReferenceGrant"))
    read_grant(index.name_space(id), index.object(id).spec());
  std::sort(grants_.begin(), grants_.end());
  for (Id id = 0; id < index.objects().size(); ++id) {
    const kube::Object& route = index.object(id);
    if (!is_route(route)) continue;
    for (const Backend& backend : backends_of(route))
      if (is_granted(route, backend))
        leads_.push_back({backend.name_space, backend.name, id, backend.port});
  }
  std::stable_sort(leads_.begin(), leads_.end());
}

std::span<const RouteIndex::Lead> RouteIndex::to(std::string_view name_space,
                                                 std::string_view service) const {
  auto begin =
      std::lower_bound(leads_.begin(), leads_.end(), Lead{name_space, service, 0, nullptr});
  auto end = begin;
  while (end != leads_.end() && end->name_space == name_space && end->name == service) ++end;
  return {begin, end};
}

}  // namespace seawall::model
