// Facts about an object that stand elsewhere in what is scanned: docs/facts.md. The model computes
// them, checks ask for them, tests give their own.
#pragma once

namespace seawall::cel {
class LazyMap;  // cel/value.h
}

namespace seawall::kube {

struct Object;

class FactSource {
 public:
  virtual ~FactSource() = default;
  // The facts of `object`, valid until the next call. nullptr: none are known, and expressions that
  // ask for one are not evaluated.
  virtual const cel::LazyMap* facts(const Object& object) = 0;
};

}  // namespace seawall::kube
