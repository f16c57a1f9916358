// What an admission policy is asked about: one operation on one object, as the API server would put
// it to the policy (admission.k8s.io/v1 AdmissionRequest).
#pragma once

#include <string>
#include <vector>

#include "doc/tree.h"
#include "kube/object.h"

namespace seawall::policy {

struct Request {
  std::string operation = "CREATE";  // CREATE, UPDATE, DELETE, CONNECT
  std::string group, version, kind;
  std::string resource, subresource;      // "deployments", "scale"
  std::string name, name_space;           // name_space is empty for cluster-scoped objects
  const doc::Node* object = nullptr;      // nullptr on DELETE
  const doc::Node* old_object = nullptr;  // nullptr on CREATE
  // The Namespace object; nullptr for cluster-scoped objects and when it is not known.
  const doc::Node* namespace_object = nullptr;
  std::string user;
  std::vector<std::string> groups;
  bool dry_run = false;
};

// The creation of a manifest, as `kubectl create -f` would ask for it.
Request creation_of(const kube::Object& object, const doc::Node* namespace_object);

// The variable `request` of policies: kind, resource, subResource, requestKind, requestResource,
// requestSubResource, name, namespace, operation, userInfo, dryRun.
doc::Document request_document(const Request& request);

}  // namespace seawall::policy
