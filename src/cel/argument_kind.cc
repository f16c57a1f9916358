#include "cel/argument_kind.h"

namespace seawall::cel {

ArgumentKind argument_kind(const Type& type) {
  switch (type.kind) {
    case TypeKind::kDyn:
    case TypeKind::kError:
    case TypeKind::kParameter:
      return {.any = true};
    case TypeKind::kNull:
      return {.kind = Kind::kNull};
    case TypeKind::kBool:
      return {.kind = Kind::kBool};
    case TypeKind::kInt:
      return {.kind = Kind::kInt};
    case TypeKind::kUint:
      return {.kind = Kind::kUint};
    case TypeKind::kDouble:
      return {.kind = Kind::kDouble};
    case TypeKind::kString:
      return {.kind = Kind::kString};
    case TypeKind::kBytes:
      return {.kind = Kind::kBytes};
    case TypeKind::kDuration:
      return {.kind = Kind::kDuration};
    case TypeKind::kTimestamp:
      return {.kind = Kind::kTimestamp};
    case TypeKind::kList:
      return {.kind = Kind::kList};
    case TypeKind::kMap:
      return {.kind = Kind::kMap};
    case TypeKind::kTypeType:
      return {.kind = Kind::kType};
    case TypeKind::kOptional:
      return {.kind = Kind::kOptional};
    case TypeKind::kOpaque:
      return {.kind = Kind::kOpaque, .opaque = &type};
    case TypeKind::kMessage:
      return {};
    case TypeKind::kWrapper: {
      ArgumentKind test = argument_kind(*type.parameters[0]);
      test.nullable = true;
      return test;
    }
  }
  return {};
}

}  // namespace seawall::cel
