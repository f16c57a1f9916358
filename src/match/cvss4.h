// CVSS 4.0 scores. Use match/cvss.h.
#pragma once

#include <optional>
#include <string_view>

namespace seawall::match {

enum class Cvss4Scope { kBase, kAll };  // which metric groups count

// `metrics`: the vector without "CVSS:4.0/".
std::optional<double> score_cvss4(std::string_view metrics, Cvss4Scope scope);

}  // namespace seawall::match
