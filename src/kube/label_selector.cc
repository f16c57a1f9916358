#include "kube/label_selector.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::kube {
namespace {

bool is_one_of(const doc::Node& values, std::string_view text) {
  auto same = [text](const doc::Node& value) {
    return value.is_string() && value.as_string() == text;
  };
  return std::any_of(values.items().begin(), values.items().end(), same);
}

bool holds(const doc::Node& requirement, const doc::Node& labels) {
  const doc::Node* key = requirement.find("key");
  if (!key || !key->is_string()) return false;
  std::string_view operation = requirement.text("operator");
  const doc::Node* label = labels.find(key->as_string());
  if (operation == "Exists") return label != nullptr;
  if (operation == "DoesNotExist") return label == nullptr;
  const doc::Node& values = requirement["values"];
  if (values.size() == 0) return false;
  if (operation == "In") return label && is_one_of(values, label->as_string());
  if (operation == "NotIn") return !label || !is_one_of(values, label->as_string());
  return false;
}

Status check_requirement(const doc::Node& requirement) {
  const doc::Node* key = requirement.find("key");
  if (!key || !key->is_string())
    return Error(Code::kInvalid, "matchExpressions: a requirement has no 'key'");
  std::string_view operation = requirement.text("operator");
  size_t values = requirement["values"].size();
  if (operation == "In" || operation == "NotIn") {
    if (values > 0) return {};
    return Error::make(Code::kInvalid, "matchExpressions: {} needs 'values'", operation);
  }
  if (operation == "Exists" || operation == "DoesNotExist") {
    if (values == 0) return {};
    return Error::make(Code::kInvalid, "matchExpressions: {} takes no 'values'", operation);
  }
  return Error::make(
      Code::kInvalid,
      "matchExpressions: no operator '{}'; there are In, NotIn, Exists, DoesNotExist",
      printable(operation, 40));
}

}  // namespace

Status check_label_selector(const doc::Node& selector) {
  if (selector.is_null()) return {};
  if (!selector.is_object()) return Error(Code::kInvalid, "a label selector is a mapping");
  for (const doc::Member& label : selector["matchLabels"].members())
    if (!label.value.is_string())
      return Error::make(Code::kInvalid, "matchLabels: the value of '{}' is no text",
                         printable(label.key, 60));
  for (const doc::Node& requirement : selector["matchExpressions"].items())
    TRY(check_requirement(requirement));
  return {};
}

bool selects(const doc::Node& selector, const doc::Node& labels) {
  for (const doc::Member& wanted : selector["matchLabels"].members()) {
    const doc::Node* label = labels.find(wanted.key);
    if (!label || !wanted.value.is_string() || label->as_string() != wanted.value.as_string())
      return false;
  }
  std::span<const doc::Node> requirements = selector["matchExpressions"].items();
  return std::all_of(requirements.begin(), requirements.end(),
                     [&](const doc::Node& requirement) { return holds(requirement, labels); });
}

}  // namespace seawall::kube
