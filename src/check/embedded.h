// What catalog/ held when this program was built (embed/embed_catalog.cc wrote it). Private to this
// folder.
#pragma once

#include <span>
#include <string_view>

namespace seawall::check {

struct EmbeddedFile {
  std::string_view name;  // without .yaml
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_checks();
// {"checks": [...], "frameworks": [...]}, in the order of their ids, without examples.
std::string_view embedded_catalog();

}  // namespace seawall::check
