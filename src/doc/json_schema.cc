// The schema is trusted, the document is not. The walk goes down the document and the rules
// together; each call for one rule on one value is a step, and both the number of steps and the
// depth of calls are bounded: a chain of $ref that leads back to itself without going down in the
// document ends there. Alternatives (anyOf, oneOf, not, if, contains) are tried quietly: the first
// fault ends the try, and nothing is written down. uniqueItems compares canonical texts by sorting,
// so that no choice of items makes it quadratic.
#include "doc/json_schema.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "doc/builder.h"
#include "doc/compare.h"
#include "doc/schema_rules.h"

namespace seawall::doc {

namespace {

constexpr size_t kMostCalls = 2000;  // nested
// Steps of one validation: real schemas take some ten for each value of the document.
constexpr size_t kFreeSteps = 5'000'000;
constexpr size_t kStepsPerValue = 200;
constexpr size_t kPatternSteps = 20;  // a pattern match costs as much as so many rules

// Where we are in the document, from the inside out.
struct Path {
  const Path* outer = nullptr;
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

std::string pointer(const Path* path) {
  std::string out;
  for (; path != nullptr; path = path->outer) {
    std::string token = path->is_index ? fmt::format("{}", path->index)
                                       : replace_all(replace_all(path->key, "~", "~0"), "/", "~1");
    out.insert(0, "/" + token);
  }
  return out.empty() ? "(root)" : out;
}

uint8_t type_of(const Node& node) {
  switch (node.kind()) {
    case Kind::kNull:
      return kTypeNull;
    case Kind::kBool:
      return kTypeBoolean;
    case Kind::kInt:
    case Kind::kUint:
      return kTypeInteger | kTypeNumber;
    case Kind::kDouble:
      return std::trunc(*node.as_double()) == *node.as_double() ? kTypeInteger | kTypeNumber
                                                                : kTypeNumber;
    case Kind::kString:
      return kTypeString;
    case Kind::kArray:
      return kTypeArray;
    case Kind::kObject:
      return kTypeObject;
  }
  return 0;
}

std::string type_names(uint8_t types) {
  constexpr const char* kNames[] = {"null",     "a boolean", "an integer", "a number",
                                    "a string", "an array",  "an object"};
  std::string out;
  for (int bit = 0; bit < 7; ++bit) {
    if ((types >> bit & 1) == 0) continue;
    if (!out.empty()) out += " or ";
    out += kNames[bit];
  }
  return out;
}

bool is_multiple(double value, double of) {
  if (of == 0) return false;
  double quotient = value / of;
  if (!std::isfinite(quotient)) return std::fmod(value, of) == 0;
  return std::abs(quotient - std::nearbyint(quotient)) < 1e-9;
}

size_t code_points(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

// Values in a tree.
size_t count_values(const Node& node) {
  size_t count = 1;
  for (const Node& item : node.items()) count += count_values(item);
  for (const Member& member : node.members()) count += count_values(member.value);
  return count;
}

class Validation {
 public:
  Validation(const SchemaRules& rules, size_t max_errors)
      : rules_(rules), max_errors_(std::max<size_t>(max_errors, 1)) {}

  Diagnostics run(const Node& document) {
    most_steps_ = kFreeSteps + kStepsPerValue * count_values(document);
    check(document, 0, nullptr, false);
    return std::move(errors_);
  }

 private:
  // Each returns whether `node` passes; when not quiet, says why not. A quiet check ends at the
  // first fault.
  bool check(const Node& node, int rule, const Path* path, bool quiet);
  bool check_rule(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_value(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_number(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_string(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_array(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_contains(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_unique(const Node& node, const Path* path, bool quiet);
  bool check_object(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_member(const Node& node, const Member& member, const Rule& rule, const Path* path,
                    bool quiet);
  bool check_dependencies(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_combined(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool check_alternatives(const Node& node, const Rule& rule, const Path* path, bool quiet);
  bool matches(size_t pattern, std::string_view text);

  template <typename... Args>
  bool fault(const Node& node, const Path* path, bool quiet, fmt::format_string<Args...> format,
             Args&&... args) {
    if (!quiet && !stopped())
      errors_.push_back(
          {.code = Code::kInvalid,
           .message = pointer(path) + ": " + fmt::format(format, std::forward<Args>(args)...),
           .line = node.position().line});
    return false;
  }
  void give_up(const char* why);
  bool stopped() const { return gave_up_ || errors_.size() >= max_errors_; }

  const SchemaRules& rules_;
  size_t max_errors_;
  Diagnostics errors_;
  size_t calls_ = 0;
  size_t steps_ = 0;
  size_t most_steps_ = 0;
  bool gave_up_ = false;
};

void Validation::give_up(const char* why) {
  if (!gave_up_)
    errors_.push_back({.code = Code::kLimit, .message = fmt::format("validation ended: {}", why)});
  gave_up_ = true;
}

bool Validation::matches(size_t pattern, std::string_view text) {
  steps_ += kPatternSteps + text.size() / 8;
  Pattern::Found found = rules_.patterns[pattern].search(text);
  if (found == Pattern::Found::kGaveUp) give_up("a pattern took too many steps");
  return found == Pattern::Found::kYes;
}

bool Validation::check(const Node& node, int rule, const Path* path, bool quiet) {
  if (stopped()) return false;
  if (++steps_ > most_steps_) give_up("too many steps");
  if (calls_ >= kMostCalls) give_up("references nest too deep");
  if (gave_up_) return false;
  ++calls_;
  bool passed = check_rule(node, rules_.rules[static_cast<size_t>(rule)], path, quiet);
  --calls_;
  return passed;
}

bool Validation::check_rule(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  if (rule.never) return fault(node, path, quiet, "nothing is allowed here");
  bool passed = rule.reference == kNoRule || check(node, rule.reference, path, quiet);
  auto also = [&](bool applies, auto part) {
    if (!applies || (quiet && !passed)) return;
    if (!(this->*part)(node, rule, path, quiet)) passed = false;
  };
  also(rule.types != 0 || rule.enumeration || rule.constant, &Validation::check_value);
  also(rule.on_numbers && node.is_number(), &Validation::check_number);
  also(rule.on_strings && node.is_string(), &Validation::check_string);
  also(rule.on_arrays && node.is_array(), &Validation::check_array);
  also(rule.on_objects && node.is_object(), &Validation::check_object);
  also(true, &Validation::check_combined);
  return passed;
}

bool Validation::check_value(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  if (rule.types != 0 && (rule.types & type_of(node)) == 0)
    return fault(node, path, quiet, "this is {}, expected {}", kind_name(node.kind()),
                 type_names(rule.types));
  if (rule.constant && !equal(node, *rule.constant))
    return fault(node, path, quiet, "not the one value allowed here");
  if (!rule.enumeration) return true;
  auto allowed = rule.enumeration->items();
  steps_ += allowed.size() / 8;
  bool found = std::any_of(allowed.begin(), allowed.end(),
                           [&](const Node& value) { return equal(node, value); });
  if (found) return true;
  if (!node.is_string()) return fault(node, path, quiet, "not one of the values allowed here");
  return fault(node, path, quiet, "\"{}\" is not one of the values allowed here",
               printable(node.as_string(), 100));
}

bool Validation::check_number(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  auto low = [&](const Bound& bound, bool exclusive) {
    if (bound.value == nullptr) return false;
    int order = compare_numbers(node, *bound.value);
    return order < 0 || (order == 0 && exclusive);
  };
  auto high = [&](const Bound& bound, bool exclusive) {
    if (bound.value == nullptr) return false;
    int order = compare_numbers(node, *bound.value);
    return order > 0 || (order == 0 && exclusive);
  };
  if (low(rule.minimum, rule.minimum.exclusive) || low(rule.exclusive_minimum, true))
    return fault(node, path, quiet, "the number is too small");
  if (high(rule.maximum, rule.maximum.exclusive) || high(rule.exclusive_maximum, true))
    return fault(node, path, quiet, "the number is too large");
  if (rule.multiple_of == nullptr) return true;
  auto whole = node.as_int();
  auto of = rule.multiple_of->as_int();
  bool multiple = whole && of && *of > 0
                      ? *whole % *of == 0
                      : is_multiple(*node.as_double(), *rule.multiple_of->as_double());
  if (multiple) return true;
  return fault(node, path, quiet, "not a multiple of {}", *rule.multiple_of->as_double());
}

bool Validation::check_string(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  std::string_view text = node.as_string();
  size_t length = code_points(text);
  if (length < rule.length.least)
    return fault(node, path, quiet, "shorter than {} characters", rule.length.least);
  if (length > rule.length.most)
    return fault(node, path, quiet, "longer than {} characters", rule.length.most);
  if (rule.format && !rule.format(text))
    return fault(node, path, quiet, "\"{}\" is no {}", printable(text, 100), rule.format_name);
  if (!rule.pattern || matches(*rule.pattern, text)) return true;
  return fault(node, path, quiet, "\"{}\" does not match {}", printable(text, 100),
               rules_.pattern_texts[*rule.pattern]);
}

bool Validation::check_unique(const Node& node, const Path* path, bool quiet) {
  std::vector<std::string> texts;
  texts.reserve(node.size());
  for (const Node& item : node.items()) {
    std::string text;
    steps_ += append_canonical(item, text);
    texts.push_back(std::move(text));
  }
  std::sort(texts.begin(), texts.end());
  if (std::adjacent_find(texts.begin(), texts.end()) == texts.end()) return true;
  return fault(node, path, quiet, "an item stands twice in the array");
}

bool Validation::check_contains(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  if (rule.contains == kNoRule) return true;
  size_t count = 0;
  for (const Node& item : node.items()) count += check(item, rule.contains, path, true);
  if (count >= rule.contained.least && count <= rule.contained.most) return true;
  return fault(node, path, quiet, "{} items are of the kind that must be contained", count);
}

bool Validation::check_array(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  auto items = node.items();
  if (items.size() < rule.item_count.least)
    return fault(node, path, quiet, "fewer than {} items", rule.item_count.least);
  if (items.size() > rule.item_count.most)
    return fault(node, path, quiet, "more than {} items", rule.item_count.most);
  bool passed = true;
  for (size_t i = 0; i < items.size() && !stopped(); ++i) {
    int item_rule = i < rule.first_items.size() ? rule.first_items[i] : rule.items;
    if (item_rule == kNoRule) continue;
    Path inner{path, {}, i, true};
    if (!check(items[i], item_rule, &inner, quiet)) passed = false;
    if (quiet && !passed) return false;
  }
  if (rule.unique && !check_unique(node, path, quiet)) passed = false;
  return check_contains(node, rule, path, quiet) && passed;
}

bool Validation::check_member(const Node& node, const Member& member, const Rule& rule,
                              const Path* path, bool quiet) {
  Path inner{path, member.key, 0, false};
  bool known = false;
  bool passed = true;
  auto property = rule.properties.find(member.key);
  if (property != rule.properties.end()) {
    known = true;
    passed = check(member.value, property->second, &inner, quiet);
  }
  for (const PatternRule& named : rule.pattern_properties) {
    if (!matches(named.pattern, member.key)) continue;
    known = true;
    passed = check(member.value, named.rule, &inner, quiet) && passed;
  }
  if (known || rule.additional_properties == kNoRule) return passed;
  if (rules_.rules[static_cast<size_t>(rule.additional_properties)].never) {
    const Node& place =
        member.key_position.line != 0 ? Builder::moved(member.value, member.key_position) : node;
    return fault(place, path, quiet, "unknown member \"{}\"", printable(member.key, 100));
  }
  return check(member.value, rule.additional_properties, &inner, quiet);
}

bool Validation::check_dependencies(const Node& node, const Rule& rule, const Path* path,
                                    bool quiet) {
  bool passed = true;
  for (const Dependency& dependency : rule.dependencies) {
    if (node.find(dependency.key) == nullptr) continue;
    for (std::string_view key : dependency.required)
      if (node.find(key) == nullptr)
        passed =
            fault(node, path, quiet, "member \"{}\" needs \"{}\" beside it", dependency.key, key);
    if (dependency.rule != kNoRule && !check(node, dependency.rule, path, quiet)) passed = false;
  }
  return passed;
}

bool Validation::check_object(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  bool passed = true;
  if (node.size() < rule.members.least)
    passed = fault(node, path, quiet, "fewer than {} members", rule.members.least);
  if (node.size() > rule.members.most)
    passed = fault(node, path, quiet, "more than {} members", rule.members.most);
  for (std::string_view key : rule.required)
    if (node.find(key) == nullptr)
      passed = fault(node, path, quiet, "member \"{}\" is missing", key);
  for (const Member& member : node.members()) {
    if ((quiet && !passed) || stopped()) return false;
    if (!check_member(node, member, rule, path, quiet)) passed = false;
    if (rule.property_names == kNoRule) continue;
    if (!check(Builder::kept_string_node(member.key, member.key_position), rule.property_names,
               path, quiet))
      passed = false;
  }
  return check_dependencies(node, rule, path, quiet) && passed;
}

bool Validation::check_alternatives(const Node& node, const Rule& rule, const Path* path,
                                    bool quiet) {
  bool passed = true;
  if (!rule.any_of.empty()) {
    bool any = std::any_of(rule.any_of.begin(), rule.any_of.end(),
                           [&](int option) { return check(node, option, path, true); });
    if (!any) passed = fault(node, path, quiet, "fits none of the forms allowed here");
  }
  if (!rule.one_of.empty()) {
    size_t fits = 0;
    for (int option : rule.one_of) fits += check(node, option, path, true);
    if (fits == 0) passed = fault(node, path, quiet, "fits none of the forms allowed here");
    if (fits > 1) passed = fault(node, path, quiet, "fits several forms that exclude each other");
  }
  if (rule.negated != kNoRule && check(node, rule.negated, path, true))
    passed = fault(node, path, quiet, "has a form that is not allowed here");
  return passed;
}

bool Validation::check_combined(const Node& node, const Rule& rule, const Path* path, bool quiet) {
  bool passed = true;
  for (int each : rule.all_of) {
    if (!check(node, each, path, quiet)) passed = false;
    if (quiet && !passed) return false;
  }
  if (!check_alternatives(node, rule, path, quiet)) passed = false;
  if (rule.condition == kNoRule) return passed;
  int next = check(node, rule.condition, path, true) ? rule.consequence : rule.alternative;
  return (next == kNoRule || check(node, next, path, quiet)) && passed;
}

}  // namespace

struct JsonSchema::State {
  std::vector<Document> documents;
  SchemaRules rules;
};

JsonSchema::JsonSchema(std::unique_ptr<const State> state) : state_(std::move(state)) {}
JsonSchema::~JsonSchema() = default;
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;

Result<JsonSchema> JsonSchema::create(Document main,
                                      std::vector<std::pair<std::string, Document>> others) {
  auto state = std::make_unique<State>();
  state->documents.reserve(others.size() + 1);
  state->documents.push_back(std::move(main));
  for (auto& other : others) state->documents.push_back(std::move(other.second));
  std::vector<SchemaDocument> named;
  for (size_t i = 0; i < state->documents.size(); ++i)
    named.push_back({i == 0 ? "" : others[i - 1].first, &state->documents[i].root()});
  state->rules = TRY(make_schema_rules(named));
  return JsonSchema(std::move(state));
}

Diagnostics JsonSchema::validate(const Node& document, size_t max_errors) const {
  return Validation(state_->rules, max_errors).run(document);
}

}  // namespace seawall::doc
