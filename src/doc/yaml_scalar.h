// Which value a YAML scalar is. For this folder only.
//
// kKubectl follows go-yaml v2, which is what kubectl reads manifests with: a blend of YAML 1.1
// (yes, on, y; 0644 octal; underscores in numbers) and Go's own number syntax (0o, 0b, hex, no
// base 60). Numbers that Go cannot hold (1e999, hex beyond 64 bits) stay text. Timestamps stay
// text. kCore follows YAML 1.2.2 section 10.3.2.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "doc/builder.h"
#include "doc/parse.h"

namespace seawall::doc {

struct YamlScalar {
  std::string_view text;  // unescaped
  std::string_view tag;   // "" when there is none; "tag:yaml.org,2002:int"
  bool plain = false;     // may be something else than a string when it has no tag
  Position position;
};

constexpr std::string_view kYamlTagPrefix = "tag:yaml.org,2002:";

// The value as a node that stands nowhere yet; an error when the tag and the text disagree
// (!!int abc). A tag that is not of the core ones gives a string.
Result<Node> yaml_scalar_node(const YamlScalar& scalar, YamlSchema schema, Builder& build);

// The key that sigs.k8s.io/yaml makes of a scalar: numbers and booleans as text, floats with the
// digits of single precision. An error for null and for integers beyond int64_t.
Result<std::string> kubectl_key(const Node& scalar);

}  // namespace seawall::doc
