// WWW-Authenticate (RFC 9110, section 11.6.1): which proof of identity a registry wants.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::image {

struct Challenge {
  std::string scheme;                             // lower case: "bearer", "basic"
  std::map<std::string, std::string> parameters;  // names in lower case
  std::string parameter(const std::string& name) const {
    auto found = parameters.find(name);
    return found == parameters.end() ? "" : found->second;
  }
};

// The challenges of one header, in order; what is malformed is passed over.
std::vector<Challenge> parse_challenges(std::string_view header);

}  // namespace seawall::image
