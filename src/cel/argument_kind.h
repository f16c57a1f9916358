// Which values an overload takes for a parameter, at run time: by kind, since what lists and maps
// hold is not looked at (cel-go does the same).
#pragma once

#include "cel/type.h"
#include "cel/value.h"

namespace seawall::cel {

// What an argument must be. `opaque`: also of this type.
struct ArgumentKind {
  bool any = false;
  bool nullable = false;
  Kind kind = Kind::kError;
  const Type* opaque = nullptr;
};

ArgumentKind argument_kind(const Type& type);

}  // namespace seawall::cel
