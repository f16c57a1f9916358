// What expressions of a MutatingAdmissionPolicy may make beside what all may
// (k8s.io/apiserver/pkg/cel/mutation; .../library/jsonpatch.go):
//
//   Object{spec: Object.spec{replicas: 3}}            an apply configuration
//   JSONPatch{op: "add", path: "/x", value: 1}        an operation of RFC 6902
//   jsonpatch.escapeKey("a/b")
//
//   EnvironmentOptions options;
//   allow_mutation(options);
//   ... environment.compile(text, object_type()), or json_patch_list_type()
#pragma once

#include "base/result.h"
#include "cel/environment.h"
#include "cel/type.h"
#include "cel/value.h"

namespace seawall::cel {

void allow_mutation(EnvironmentOptions& options);

const Type* object_type();           // Object
const Type* json_patch_list_type();  // list(JSONPatch)

// Whether the names of the types in a value follow its fields: in Object{spec: x}, x must be an
// Object.spec where it is an object at all; lists and maps between have no name. kInvalid: the name
// that is wrong and the one expected. Bounded: kLimit for values nested beyond 200 levels or of
// more than a million parts.
Result<void> check_object_names(const Value& value);

}  // namespace seawall::cel
