// JSON Schema: whether a document follows a schema, and where it does not.
//
// Draft 7 (draft-handrews-json-schema-validation-01), with what later drafts renamed: $defs,
// $anchor, dependentRequired, dependentSchemas, prefixItems, minContains, maxContains; and the
// boolean exclusiveMinimum and `id` of draft 4. Beside a $ref other keywords count only where
// $schema names 2019-09 or later. Formats are asserted (format.h). Patterns are ECMA 262 by PCRE2.
// Not supported, and refused by create(): unevaluatedProperties, unevaluatedItems, $dynamicRef,
// $recursiveRef.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "doc/tree.h"

namespace seawall::doc {

class JsonSchema {
 public:
  // `others`: documents that $ref may name, by URI (seen from main's $id) or by their own $id. An
  // error for a reference that leads nowhere and for malformed schemas or patterns.
  static Result<JsonSchema> create(Document main,
                                   std::vector<std::pair<std::string, Document>> others = {});
  ~JsonSchema();
  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;

  // Nothing when `document` follows the schema; else the first `max_errors` (at least one) faults,
  // as "/json/pointer: what is wrong" with the line. Bounded: a document that needs too many
  // steps, or references without end, give a kLimit diagnostic. Safe for many threads at once.
  Diagnostics validate(const Node& document, size_t max_errors = 100) const;

 private:
  struct State;
  explicit JsonSchema(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace seawall::doc
