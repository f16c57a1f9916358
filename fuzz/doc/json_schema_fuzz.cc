// A small schema with every kind of rule; the document is hostile.
#include <cstdint>

#include "doc/json_schema.h"
#include "doc/parse.h"

namespace {

constexpr std::string_view kSchema = R"({
  "definitions": {
    "node": {
      "type": "object",
      "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 8, "pattern": "^(a|b)*c?$"},
        "when": {"type": "string", "format": "date-time"},
        "mail": {"format": "idn-email"},
        "link": {"format": "iri-reference"},
        "size": {"type": "integer", "minimum": 0, "exclusiveMaximum": 100, "multipleOf": 5},
        "tags": {"type": "array", "items": {"enum": ["x", "y", 1]}, "uniqueItems": true},
        "pair": {"items": [{"type": "null"}, {"const": {"a": 1}}], "additionalItems": false},
        "next": {"$ref": "#/definitions/node"},
        "list": {"items": {"anyOf": [{"$ref": "#/definitions/node"}, {"type": "boolean"}]},
                 "contains": true}
      },
      "patternProperties": {"^x-": {"oneOf": [{"type": "string"}, {"maxLength": 3}]}},
      "propertyNames": {"maxLength": 10},
      "additionalProperties": false,
      "dependencies": {"name": ["size"], "size": {"required": ["tags"]}},
      "if": {"required": ["when"]}, "then": {"required": ["mail"]}, "else": {"not": {"minProperties": 9}}
    }
  },
  "$ref": "#/definitions/node"
})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace seawall::doc;
  static const JsonSchema schema = [] {
    auto main = parse_json(kSchema, seawall::Limits{});
    CHECK(main.ok());
    auto made = JsonSchema::create(std::move(main).value());
    CHECK(made.ok());
    return std::move(made).value();
  }();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto document = parse_json(text, seawall::Limits{});
  if (!document.ok()) return 0;
  size_t errors = schema.validate(document->root(), 1000).size();
  CHECK((errors == 0) == schema.validate(document->root(), 1).empty());
  return 0;
}
