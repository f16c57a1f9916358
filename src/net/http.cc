#include "net/http.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::net {

const std::string& Headers::get(std::string_view name) const {
  static const std::string kNone;
  for (const Header& header : list_)
    if (equals_ignoring_case(header.name, name)) return header.value;
  return kNone;
}

bool Headers::has(std::string_view name) const {
  return std::any_of(list_.begin(), list_.end(),
                     [&](const Header& header) { return equals_ignoring_case(header.name, name); });
}

std::vector<std::string> Headers::all(std::string_view name) const {
  std::vector<std::string> out;
  for (const Header& header : list_)
    if (equals_ignoring_case(header.name, name)) out.push_back(header.value);
  return out;
}

void Headers::set(std::string name, std::string value) {
  remove(name);
  add(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(list_,
                [&](const Header& header) { return equals_ignoring_case(header.name, name); });
}

std::optional<uint64_t> HttpResponse::content_length() const {
  if (!headers.has("Content-Length")) return std::nullopt;
  return parse_uint(trim(headers.get("Content-Length")));
}

}  // namespace seawall::net
