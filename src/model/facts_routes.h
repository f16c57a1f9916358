// What sends traffic to Services: Ingress, the routes of the Gateway API, Istio's VirtualService,
// OpenShift's Route, Traefik's IngressRoute, Contour's HTTPProxy. Private to this folder.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "model/facts_index.h"

namespace seawall::model {

// One Service that a route leads to.
struct Backend {
  std::string_view name_space, name;
  const doc::Node* port = nullptr;  // number or name as written; nullptr: none is named
  std::string path;                 // where it is named: "spec.defaultBackend.service"
  bool certain = true;              // false: the name may mean something else than a Service
};

bool is_route(const kube::Object& object);
// In document order; empty for objects that are no routes.
std::vector<Backend> backends_of(const kube::Object& route);
// Whether traffic comes to it from outside: all do, but routes between Services of a mesh.
bool is_from_outside(const kube::Object& route);

// Why a backend leads nowhere, or empty: "no such Service", "no such port", "no ReferenceGrant".
std::string_view why_missing(const FactIndex& index, const kube::Object& route,
                             const Backend& backend, Work& work);

// Routes by the Services that they lead to.
class RouteIndex {
 public:
  explicit RouteIndex(const FactIndex& index);
  struct Lead {
    std::string_view name_space, name;
    Id route = kNoId;
    const doc::Node* port = nullptr;
    friend bool operator<(const Lead& a, const Lead& b);
  };
  // In the order of the set.
  std::span<const Lead> to(std::string_view name_space, std::string_view service) const;

  // Whether a route of the Gateway API may lead there: in its own namespace, or as a ReferenceGrant
  // allows. Other routes may.
  bool is_granted(const kube::Object& route, const Backend& backend) const;

 private:
  struct Grant {
    std::string_view name_space, name;  // of the Service; name "": all there
    std::string_view from_namespace, from_kind;
    friend bool operator<(const Grant& a, const Grant& b) {
      return std::tie(a.name_space, a.name, a.from_namespace, a.from_kind) <
             std::tie(b.name_space, b.name, b.from_namespace, b.from_kind);
    }
  };
  void read_grant(std::string_view name_space, const doc::Node& spec);
  std::vector<Grant> grants_;  // sorted
  std::vector<Lead> leads_;    // sorted
};

}  // namespace seawall::model
