// build.sbt.lock, which the plugin sbt-dependency-lock writes: JSON with "dependencies", each with
// org, name, version, the configurations that need it and its artifacts' hashes ("sha1:<hex>").
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/reader.h"

namespace seawall::package {

namespace {

Scope scope_of_configuration(std::string_view name) {
  if (name == "compile" || name == "runtime" || name == "default" || name == "system")
    return Scope::kRuntime;
  if (name == "optional") return Scope::kOptional;
  if (name == "test" || name == "it" || name.starts_with("test-")) return Scope::kTest;
  return Scope::kDevelopment;  // provided, scala-tool, compile-internal, plugins
}

Scope scope_of(const doc::Node& configurations) {
  if (configurations.items().empty()) return Scope::kRuntime;
  Scope scope = Scope::kTest;
  for (const doc::Node& one : configurations.items())
    scope = stronger(scope, scope_of_configuration(one.as_string()));
  return scope;
}

void add(const doc::Node& dependency, Listing& listing) {
  uint32_t line = dependency.position().line;
  std::string_view org = dependency.text("org");
  std::string_view name = dependency.text("name");
  if (org.empty() || name.empty()) {
    listing.problem(Code::kInvalid, line, "a dependency without org or name");
    return;
  }
  Package& package = listing.add(fmt::format("{}:{}", org, name), dependency.text("version"), line,
                                 scope_of(dependency["configurations"]));
  for (const doc::Node& artifact : dependency["artifacts"].items())
    if (auto hash = split_once(artifact.text("hash"), ":"))
      add_digest(package, hash->first, hash->second);
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& root = document.root();
  if (!root["dependencies"].is_array())
    return Error(Code::kInvalid, "no list \"dependencies\": not a lock file of sbt");
  std::optional<int64_t> version = root["lockVersion"].as_int();
  Listing listing("maven", limits, facts);
  if (version && *version != 1)
    listing.remark(0, fmt::format("lockVersion {} is read like 1", *version));
  for (const doc::Node& dependency : root["dependencies"].items()) add(dependency, listing);
  return {};
}

}  // namespace

const Reader& sbt_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kSuffix, ".sbt.lock"}};
  static constexpr Reader kReader = {"sbt-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
