// Which schema a URI names. For this folder only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "doc/schema_rules.h"

namespace seawall::doc {

// A schema in its surroundings: the base that its references are seen from, and its dialect.
struct SchemaPlace {
  const Node* node = nullptr;
  std::string base;
  bool reference_alone = true;  // keywords beside $ref do not count (draft 7 and before)
};

class SchemaRegistry {
 public:
  explicit SchemaRegistry(const std::vector<SchemaDocument>& documents);

  const SchemaPlace& main() const { return main_; }
  // `node`, a schema inside `outer`, with the base its own $id gives.
  static SchemaPlace inside(const SchemaPlace& outer, const Node& node);
  Result<SchemaPlace> find(const SchemaPlace& from, std::string_view reference) const;

 private:
  void add(const std::string& uri, const SchemaPlace& place);
  void walk(const SchemaPlace& place);
  static Result<SchemaPlace> follow(SchemaPlace place, std::string_view pointer);

  SchemaPlace main_;
  std::map<std::string, SchemaPlace, std::less<>> places_;  // by URI, anchors with their fragment
};

}  // namespace seawall::doc
