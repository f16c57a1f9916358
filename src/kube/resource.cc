#include "kube/resource.h"

#include "base/text.h"

namespace seawall::kube {
namespace {

bool is_vowel(char c) {
  return std::string_view("aeiou").find(c) != std::string_view::npos;
}

}  // namespace

std::string resource_of(std::string_view kind) {
  std::string name = to_lower(kind);
  if (name.empty() || name == "endpoints") return name;
  auto ends = [&](std::string_view suffix) { return name.ends_with(suffix); };
  if (ends("s") || ends("x") || ends("ch") || ends("sh")) return name + "es";
  if (ends("y") && name.size() > 1 && !is_vowel(name[name.size() - 2]))
    return name.substr(0, name.size() - 1) + "ies";
  return name + "s";
}

}  // namespace seawall::kube
