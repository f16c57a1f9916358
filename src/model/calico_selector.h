// The selector language of Calico's policies: `app == 'web' && has(tier) || !(env in {'a', 'b'})`.
// Source: Calico's documentation of NetworkPolicy, "Selectors". Private to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace seawall::model {

// The value of a label, or nothing.
using LabelLookup = std::function<std::optional<std::string_view>(std::string_view key)>;

class CalicoSelector {
 public:
  // kInvalid for what is no selector; kLimit beyond 64 KiB or 64 levels. An empty text selects
  // everything.
  static Result<CalicoSelector> parse(std::string_view text);
  bool selects(const LabelLookup& labels) const;
  bool is_all() const;  // "" or all()

 private:
  friend class CalicoParser;
  enum class Kind : uint8_t {
    kAll,
    kGlobal,  // what is in no namespace; never a pod
    kHas,
    kEqual,
    kNotEqual,
    kIn,
    kNotIn,
    kContains,
    kStartsWith,
    kEndsWith,
    kNot,
    kAnd,
    kOr
  };
  struct Term {
    Kind kind = Kind::kAll;
    std::string key;
    std::vector<std::string> values;
    std::vector<uint32_t> children;
  };
  bool holds(const Term& term, const LabelLookup& labels) const;
  std::vector<Term> terms_;  // children before parents; the last is the whole
};

}  // namespace seawall::model
