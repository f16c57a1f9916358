// The reference pages about the catalogue, made from the checks: docs/generated.
#pragma once

#include <map>
#include <span>
#include <string>

#include "check/check.h"
#include "check/framework.h"

namespace seawall::check {

// Markdown of every page by its file name: "checks.md", "frameworks.md". The same for the same
// catalogue.
std::map<std::string, std::string> catalog_docs(std::span<const Check> checks,
                                                std::span<const Framework> frameworks);

}  // namespace seawall::check
