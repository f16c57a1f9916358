// The named formats of Kubernetes' format library: names, labels, URIs, dates
// (k8s.io/apiserver/pkg/cel/library/format.go; the rules themselves are those of
// k8s.io/apimachinery/pkg/util/validation and of kube-openapi's strfmt).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seawall::cel {

struct NamedFormat {
  std::string_view name;          // "dns1123Label": of format.dns1123Label(), format.named()
  std::string_view display_name;  // "DNS1123Label"
  // What is wrong with `text`, in the API server's words; empty when nothing is.
  std::vector<std::string> (*validate)(std::string_view text);
  uint32_t pattern_size;  // length of a pattern that would do the same, for the cost
};

std::span<const NamedFormat> named_formats();
// nullptr when there is none of that name.
const NamedFormat* find_named_format(std::string_view name);

// Also for the names of service accounts and namespaces.
std::vector<std::string> check_dns1123_label(std::string_view text);
std::vector<std::string> check_dns1123_subdomain(std::string_view text);

}  // namespace seawall::cel
