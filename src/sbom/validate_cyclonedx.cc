// Whether a CycloneDX document follows the specification: by the official JSON schema of its
// version (the plain one, not the "strict" one that 1.2 and 1.3 have besides, as the
// specification's own tests do), and then what a schema cannot say:
//  - a bom-ref is unique in the document;
//  - what `dependencies` names is there (or is a BOM-Link, urn:cdx:..., into another document), and
//    each thing's dependencies are given once.
// The schemas are parsed when the first document of their version comes.
#include <array>
#include <set>

#include "doc/json_schema.h"
#include "doc/parse.h"
#include "sbom/cyclonedx_schema.h"
#include "sbom/sbom.h"

namespace seawall::sbom {
namespace {

constexpr std::string_view kSpdx =
#include "sbom/schema/spdx.inc"
    ;
constexpr std::string_view kSignatures =
#include "sbom/schema/jsf-0.82.inc"
    ;
constexpr std::string_view kCryptography =
#include "sbom/schema/cryptography-defs.inc"
    ;
constexpr std::array<std::string_view, kCycloneDxVersions.size()> kSchemas = {
#include "sbom/schema/bom-1.2.inc"
    ,
#include "sbom/schema/bom-1.3.inc"
    ,
#include "sbom/schema/bom-1.4.inc"
    ,
#include "sbom/schema/bom-1.5.inc"
    ,
#include "sbom/schema/bom-1.6.inc"
    ,
#include "sbom/schema/bom-1.7.inc"
};

doc::JsonSchema load_schema(size_t version) {
  auto parse = [](std::string_view text) { return doc::parse_json(text, Limits{}, false).value(); };
  std::vector<std::pair<std::string, doc::Document>> others;
  const std::string base = "http://cyclonedx.org/schema/";
  others.emplace_back(base + "spdx.schema.json", parse(kSpdx));
  others.emplace_back(base + "jsf-0.82.schema.json", parse(kSignatures));
  others.emplace_back(base + "cryptography-defs.schema.json", parse(kCryptography));
  // Built in, hence correct: an error here is a bug.
  return doc::JsonSchema::create(parse(kSchemas[version]), std::move(others)).value();
}

template <size_t kVersion>
const doc::JsonSchema& schema_of() {
  static const doc::JsonSchema schema = load_schema(kVersion);
  return schema;
}

const doc::JsonSchema* find_schema(std::string_view version) {
  constexpr std::array kLoaders = {schema_of<0>, schema_of<1>, schema_of<2>,
                                   schema_of<3>, schema_of<4>, schema_of<5>};
  for (size_t i = 0; i < kCycloneDxVersions.size(); ++i)
    if (kCycloneDxVersions[i] == version) return &kLoaders[i]();
  return nullptr;
}

// bom-refs and what points to them.
class References {
 public:
  explicit References(Diagnostics& faults) : faults_(faults) {}

  void check(const doc::Node& root) {
    collect(root);
    std::set<std::string_view> given;
    for (const doc::Node& entry : root["dependencies"].items()) {
      const doc::Node& ref = entry["ref"];
      resolve(ref);
      if (ref.is_string() && !given.insert(ref.as_string()).second)
        fault(ref, fmt::format("dependencies of \"{}\" are given twice", ref.as_string()));
      for (const char* list : {"dependsOn", "provides"})
        for (const doc::Node& target : entry[list].items()) resolve(target);
    }
  }

 private:
  void fault(const doc::Node& node, std::string message) {
    faults_.push_back({Code::kInvalid, "", std::move(message), node.position().line, true});
  }
  // Depth is bounded by the parser.
  void collect(const doc::Node& node) {
    for (const doc::Node& item : node.items()) collect(item);
    for (const doc::Member& member : node.members()) {
      if (member.key == "bom-ref" && member.value.is_string()) {
        if (!known_.insert(member.value.as_string()).second)
          fault(member.value,
                fmt::format("bom-ref \"{}\" is used twice", member.value.as_string()));
      } else {
        collect(member.value);
      }
    }
  }
  void resolve(const doc::Node& ref) {
    std::string_view text = ref.as_string();
    if (!ref.is_string() || known_.count(text) > 0 || text.starts_with("urn:cdx:")) return;
    fault(ref, fmt::format("dependency \"{}\" is not in the document", text));
  }

  Diagnostics& faults_;
  std::set<std::string_view> known_;
};

Result<Diagnostics> validate(const doc::Document& document, std::string_view version) {
  const doc::JsonSchema* schema = find_schema(version);
  if (!schema)
    return Error::make(Code::kUnsupported, "CycloneDX {} has no JSON form known here (1.2 to 1.7)",
                       version);
  Diagnostics faults = schema->validate(document.root());
  References(faults).check(document.root());
  return faults;
}

}  // namespace

Result<Diagnostics> validate_cyclonedx_as(std::string_view text, std::string_view version,
                                          const Limits& limits) {
  doc::Document document = TRY(doc::parse_json(text, limits));
  return validate(document, version);
}

Result<Diagnostics> validate_cyclonedx(std::string_view text, const Limits& limits) {
  doc::Document document = TRY(doc::parse_json(text, limits));
  if (!document.root()["specVersion"].is_string())
    return Diagnostics{
        {Code::kInvalid, "", "no specVersion, so this is no CycloneDX document", 0, true}};
  return validate(document, document.root().text("specVersion"));
}

}  // namespace seawall::sbom
