// A schema made ready: every schema object becomes a Rule, every reference the number of one.
// For this folder only.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "doc/format.h"
#include "doc/pattern.h"
#include "doc/tree.h"

namespace seawall::doc {

constexpr int kNoRule = -1;

// Bits of the `type` keyword.
enum TypeBit : uint8_t {
  kTypeNull = 1,
  kTypeBoolean = 2,
  kTypeInteger = 4,
  kTypeNumber = 8,
  kTypeString = 16,
  kTypeArray = 32,
  kTypeObject = 64,
};

struct Bound {
  const Node* value = nullptr;  // nullptr: none
  bool exclusive = false;
};

struct PatternRule {
  size_t pattern;  // of SchemaRules::patterns
  int rule;
};

struct Dependency {
  std::string_view key;
  std::vector<std::string_view> required;
  int rule = kNoRule;
};

struct Count {
  size_t least = 0;
  size_t most = std::numeric_limits<size_t>::max();
};

struct Rule {
  bool never = false;  // the schema `false`
  uint8_t types = 0;   // of TypeBit; 0: any
  const Node* enumeration = nullptr;
  const Node* constant = nullptr;
  int reference = kNoRule;

  bool on_objects = false;  // some of these is set
  std::map<std::string_view, int> properties;
  std::vector<PatternRule> pattern_properties;
  int additional_properties = kNoRule;
  int property_names = kNoRule;
  std::vector<std::string_view> required;
  std::vector<Dependency> dependencies;
  Count members;

  bool on_arrays = false;
  std::vector<int> first_items;
  int items = kNoRule;  // of those behind first_items
  int contains = kNoRule;
  Count contained{1, std::numeric_limits<size_t>::max()};
  Count item_count;
  bool unique = false;

  bool on_strings = false;
  Count length;
  std::optional<size_t> pattern;  // of SchemaRules::patterns
  FormatCheck format = nullptr;
  std::string_view format_name;

  bool on_numbers = false;
  Bound minimum, maximum;
  Bound exclusive_minimum, exclusive_maximum;
  const Node* multiple_of = nullptr;

  std::vector<int> all_of, any_of, one_of;
  int negated = kNoRule;
  int condition = kNoRule, consequence = kNoRule, alternative = kNoRule;
};

struct SchemaRules {
  std::vector<Rule> rules;  // rule 0 is the main schema
  std::vector<Pattern> patterns;
  std::vector<std::string> pattern_texts;
};

// A document with the URI it may be named by ("" when only by its $id). Documents must outlive the
// rules, which point into them.
struct SchemaDocument {
  std::string uri;
  const Node* root;
};

// The first document is the main one.
Result<SchemaRules> make_schema_rules(const std::vector<SchemaDocument>& documents);

}  // namespace seawall::doc
