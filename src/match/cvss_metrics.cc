#include "match/cvss_metrics.h"

#include "base/text.h"

namespace seawall::match {
namespace {

bool allows(std::string_view values, std::string_view value) {
  while (!value.empty() && !values.empty()) {
    size_t comma = values.find(',');
    if (values.substr(0, comma) == value) return true;
    values = comma == std::string_view::npos ? std::string_view{} : values.substr(comma + 1);
  }
  return false;
}

}  // namespace

std::optional<Metrics> Metrics::read(std::string_view vector, std::span<const MetricRule> rules,
                                     size_t required) {
  Metrics out;
  if (vector.ends_with('/')) vector.remove_suffix(1);  // as some databases write it
  while (!vector.empty()) {
    size_t slash = vector.find('/');
    std::string_view metric = vector.substr(0, slash);
    vector = slash == std::string_view::npos ? std::string_view{} : vector.substr(slash + 1);
    if (slash != std::string_view::npos && vector.empty()) return std::nullopt;
    std::optional<Halves> pair = split_once(metric, ":");
    if (!pair) return std::nullopt;
    size_t rule = 0;
    while (rule < rules.size() && rules[rule].name != pair->first) ++rule;
    if (rule == rules.size() || !out.values_[rule].empty()) return std::nullopt;
    if (!allows(rules[rule].values, pair->second)) return std::nullopt;
    out.values_[rule] = pair->second;
  }
  for (size_t rule = 0; rule < required; ++rule)
    if (out.values_[rule].empty()) return std::nullopt;
  return out;
}

}  // namespace seawall::match
