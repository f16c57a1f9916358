#include "policy/request.h"

#include "doc/builder.h"
#include "kube/resource.h"

namespace seawall::policy {
namespace {

void text(doc::Builder& build, std::string_view key, std::string_view value) {
  build.key(key);
  build.string(value);
}

void group_version(doc::Builder& build, std::string_view key, const Request& request,
                   std::string_view last_key, std::string_view last) {
  build.key(key);
  build.begin_object();
  text(build, "group", request.group);
  text(build, "version", request.version);
  text(build, last_key, last);
  build.end_object();
}

void user_info(doc::Builder& build, const Request& request) {
  build.key("userInfo");
  build.begin_object();
  text(build, "username", request.user);
  text(build, "uid", "");
  build.key("groups");
  build.begin_array();
  for (const std::string& group : request.groups) build.string(group);
  build.end_array();
  build.end_object();
}

}  // namespace

Request creation_of(const kube::Object& object, const doc::Node* namespace_object) {
  Request request;
  request.group = object.group;
  request.version = object.version;
  request.kind = object.kind;
  request.resource = kube::resource_of(object.kind);
  request.name = object.name;
  request.name_space = kube::namespace_of(object);
  request.object = object.root;
  if (!request.name_space.empty()) request.namespace_object = namespace_object;
  return request;
}

doc::Document request_document(const Request& request) {
  doc::Builder build;
  build.begin_object();
  group_version(build, "kind", request, "kind", request.kind);
  group_version(build, "resource", request, "resource", request.resource);
  text(build, "subResource", request.subresource);
  group_version(build, "requestKind", request, "kind", request.kind);
  group_version(build, "requestResource", request, "resource", request.resource);
  text(build, "requestSubResource", request.subresource);
  text(build, "name", request.name);
  text(build, "namespace", request.name_space);
  text(build, "operation", request.operation);
  user_info(build, request);
  build.key("dryRun");
  build.boolean(request.dry_run);
  build.end_object();
  return build.finish();
}

}  // namespace seawall::policy
