// "AV:N/AC:L/..." to values, checked against the metrics that a CVSS version has.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace seawall::match {

struct MetricRule {
  std::string_view name;
  std::string_view values;  // separated by ","
};

class Metrics {
 public:
  static constexpr size_t kMaxMetrics = 32;

  // Nothing unless each metric is one of `rules`, comes once and has an allowed value, and the
  // first `required` rules are all there.
  static std::optional<Metrics> read(std::string_view vector, std::span<const MetricRule> rules,
                                     size_t required);

  // By the rule's position; empty when the vector does not have it.
  std::string_view operator[](size_t rule) const { return values_[rule]; }
  bool is(size_t rule, std::string_view value) const { return values_[rule] == value; }

 private:
  std::array<std::string_view, kMaxMetrics> values_;
};

}  // namespace seawall::match
