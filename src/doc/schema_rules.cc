#include "doc/schema_rules.h"

#include <array>
#include <deque>

#include "base/text.h"
#include "doc/schema_registry.h"

namespace seawall::doc {

namespace {

// A schema being read: where it stands, and the number of its rule.
struct Job {
  SchemaPlace place;
  size_t rule;
  const Node& schema() const { return *place.node; }
};

class RuleMaker {
 public:
  explicit RuleMaker(const std::vector<SchemaDocument>& documents) : registry_(documents) {}
  Result<SchemaRules> make();

 private:
  int number_of(const SchemaPlace& place);
  int rule_for(const Job& job, const Node& schema);
  int keyword(const Job& job, std::string_view name);  // kNoRule when absent
  std::vector<int> list(const Job& job, std::string_view name);
  Result<size_t> pattern(std::string_view text);

  Result<Rule> read(const Job& job);
  void read_any(const Job& job, Rule& rule);
  Status read_object(const Job& job, Rule& rule);
  void read_dependencies(const Job& job, Rule& rule);
  void read_array(const Job& job, Rule& rule);
  Status read_string(const Job& job, Rule& rule);

  SchemaRegistry registry_;
  SchemaRules out_;
  std::map<const Node*, int> numbers_;
  std::deque<Job> jobs_;
  std::map<std::string, size_t, std::less<>> pattern_numbers_;
};

void read_count(const Node& schema, std::string_view least, std::string_view most, Count& count,
                bool& used) {
  if (auto value = schema[least].as_uint()) {
    count.least = static_cast<size_t>(*value);
    used = true;
  }
  if (auto value = schema[most].as_uint()) {
    count.most = static_cast<size_t>(*value);
    used = true;
  }
}

uint8_t type_bit(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, uint8_t>, 7> kTypes = {{
      {"null", kTypeNull},
      {"boolean", kTypeBoolean},
      {"integer", kTypeInteger},
      {"number", kTypeNumber},
      {"string", kTypeString},
      {"array", kTypeArray},
      {"object", kTypeObject},
  }};
  for (const auto& [known, bit] : kTypes)
    if (known == name) return bit;
  return 0;
}

std::vector<std::string_view> strings(const Node& list) {
  std::vector<std::string_view> out;
  for (const Node& item : list.items()) out.push_back(item.as_string());
  return out;
}

Bound bound(const Node& schema, std::string_view name, std::string_view exclusive) {
  const Node* value = schema.find(name);
  if (value == nullptr || !value->is_number()) return {};
  return {value, schema[exclusive].as_bool()};  // draft 4: exclusiveMinimum is a boolean
}

void read_number(const Node& schema, Rule& rule) {
  rule.minimum = bound(schema, "minimum", "exclusiveMinimum");
  rule.maximum = bound(schema, "maximum", "exclusiveMaximum");
  rule.exclusive_minimum = bound(schema, "exclusiveMinimum", "");
  rule.exclusive_maximum = bound(schema, "exclusiveMaximum", "");
  rule.multiple_of = bound(schema, "multipleOf", "").value;
  rule.on_numbers = rule.minimum.value || rule.maximum.value || rule.exclusive_minimum.value ||
                    rule.exclusive_maximum.value || rule.multiple_of;
}

int RuleMaker::number_of(const SchemaPlace& place) {
  auto [at, fresh] = numbers_.try_emplace(place.node, static_cast<int>(out_.rules.size()));
  if (fresh) {
    jobs_.push_back({place, out_.rules.size()});
    out_.rules.emplace_back();
  }
  return at->second;
}

int RuleMaker::rule_for(const Job& job, const Node& schema) {
  return number_of(SchemaRegistry::inside(job.place, schema));
}

int RuleMaker::keyword(const Job& job, std::string_view name) {
  const Node* schema = job.schema().find(name);
  return schema == nullptr ? kNoRule : rule_for(job, *schema);
}

std::vector<int> RuleMaker::list(const Job& job, std::string_view name) {
  std::vector<int> out;
  for (const Node& schema : job.schema()[name].items()) out.push_back(rule_for(job, schema));
  return out;
}

Result<size_t> RuleMaker::pattern(std::string_view text) {
  auto known = pattern_numbers_.find(text);
  if (known != pattern_numbers_.end()) return known->second;
  out_.patterns.push_back(TRY(Pattern::create(text)));
  out_.pattern_texts.emplace_back(text);
  return pattern_numbers_[std::string(text)] = out_.patterns.size() - 1;
}

void RuleMaker::read_any(const Job& job, Rule& rule) {
  const Node& schema = job.schema();
  const Node& type = schema["type"];
  rule.types = type_bit(type.as_string());
  for (const Node& item : type.items())
    rule.types = static_cast<uint8_t>(rule.types | type_bit(item.as_string()));
  rule.enumeration = schema.find("enum");
  rule.constant = schema.find("const");
  rule.all_of = list(job, "allOf");
  rule.any_of = list(job, "anyOf");
  rule.one_of = list(job, "oneOf");
  rule.negated = keyword(job, "not");
  rule.condition = keyword(job, "if");
  if (rule.condition == kNoRule) return;
  rule.consequence = keyword(job, "then");
  rule.alternative = keyword(job, "else");
}

void RuleMaker::read_dependencies(const Job& job, Rule& rule) {
  for (std::string_view name : {"dependencies", "dependentRequired", "dependentSchemas"}) {
    for (const Member& member : job.schema()[name].members()) {
      Dependency dependency{.key = member.key, .required = strings(member.value)};
      if (!member.value.is_array()) dependency.rule = rule_for(job, member.value);
      rule.dependencies.push_back(std::move(dependency));
    }
  }
}

Status RuleMaker::read_object(const Job& job, Rule& rule) {
  const Node& schema = job.schema();
  for (const Member& member : schema["properties"].members())
    rule.properties[member.key] = rule_for(job, member.value);
  for (const Member& member : schema["patternProperties"].members()) {
    size_t number = TRY(pattern(member.key));
    rule.pattern_properties.push_back({number, rule_for(job, member.value)});
  }
  rule.additional_properties = keyword(job, "additionalProperties");
  rule.property_names = keyword(job, "propertyNames");
  rule.required = strings(schema["required"]);
  read_dependencies(job, rule);
  read_count(schema, "minProperties", "maxProperties", rule.members, rule.on_objects);
  rule.on_objects |= !rule.properties.empty() || !rule.pattern_properties.empty() ||
                     rule.additional_properties != kNoRule || rule.property_names != kNoRule ||
                     !rule.required.empty() || !rule.dependencies.empty();
  return {};
}

void RuleMaker::read_array(const Job& job, Rule& rule) {
  const Node& schema = job.schema();
  bool tuple = schema["items"].is_array();
  rule.first_items = list(job, tuple ? "items" : "prefixItems");
  rule.items = keyword(job, tuple ? "additionalItems" : "items");
  rule.contains = keyword(job, "contains");
  bool ignored = false;
  read_count(schema, "minContains", "maxContains", rule.contained, ignored);
  rule.unique = schema["uniqueItems"].as_bool();
  read_count(schema, "minItems", "maxItems", rule.item_count, rule.on_arrays);
  rule.on_arrays |=
      !rule.first_items.empty() || rule.items != kNoRule || rule.contains != kNoRule || rule.unique;
}

Status RuleMaker::read_string(const Job& job, Rule& rule) {
  const Node& schema = job.schema();
  read_count(schema, "minLength", "maxLength", rule.length, rule.on_strings);
  if (schema["pattern"].is_string()) rule.pattern = TRY(pattern(schema.text("pattern")));
  rule.format_name = schema.text("format");
  rule.format = find_format(rule.format_name);
  rule.on_strings |= rule.pattern.has_value() || rule.format != nullptr;
  return {};
}

Result<Rule> RuleMaker::read(const Job& job) {
  const Node& schema = job.schema();
  Rule rule;
  if (schema.kind() == Kind::kBool) {
    rule.never = !schema.as_bool();
    return rule;
  }
  if (!schema.is_object())
    return Error::make(Code::kInvalid, "line {}: a schema is an object or a boolean, not {}",
                       schema.position().line, kind_name(schema.kind()));
  for (std::string_view unsupported :
       {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"})
    if (schema.find(unsupported))
      return Error::make(Code::kUnsupported, "line {}: keyword {}", schema.position().line,
                         unsupported);
  if (schema["$ref"].is_string()) {
    rule.reference = number_of(TRY(registry_.find(job.place, schema.text("$ref"))));
    if (job.place.reference_alone) return rule;
  }
  read_any(job, rule);
  TRY(read_object(job, rule));
  read_array(job, rule);
  TRY(read_string(job, rule));
  read_number(schema, rule);
  return rule;
}

Result<SchemaRules> RuleMaker::make() {
  number_of(registry_.main());
  while (!jobs_.empty()) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    out_.rules[job.rule] = TRY(read(job));
  }
  return std::move(out_);
}

}  // namespace

Result<SchemaRules> make_schema_rules(const std::vector<SchemaDocument>& documents) {
  return RuleMaker(documents).make();
}

}  // namespace seawall::doc
