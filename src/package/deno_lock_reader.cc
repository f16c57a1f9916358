// deno.lock, versions 2 to 5: "npm" and "jsr" map "name@version" to hashes and needs, below
// "packages" in version 3. "remote" lists modules by URL, which belong to no registry.
// Format: docs.deno.com, "Lock files".
#include "base/text.h"
#include "doc/parse.h"
#include "package/npm.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status list(Listing& listing, const doc::Node& holder, std::string_view key) {
  for (const doc::Member& member : TRY(map_of(holder, key))) {
    // Peers follow behind "_": "a@1.0.0_b@2.0.0".
    std::optional<NpmSpec> spec = split_npm_spec(member.key);
    if (!spec) {
      listing.problem(Code::kInvalid, member.key_position.line,
                      fmt::format("'{}' is no name with a version", printable(member.key, 100)));
      continue;
    }
    std::string_view version = spec->rest.substr(0, spec->rest.find('_'));
    Package& package = listing.add(spec->name, version, member.key_position.line);
    std::string_view integrity = member.value.text("integrity");
    add_integrity(package, integrity);
    add_digest(package, "sha256", integrity);
  }
  return {};
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& lock = document.root();
  std::optional<uint64_t> version = parse_uint(lock.text("version"));
  if (!version) return Error(Code::kInvalid, "the version is missing");
  if (*version < 2 || *version > 5)
    return Error::make(Code::kUnsupported, "version {} of deno.lock is not known", *version);
  const doc::Node& packages = *version == 3 ? lock["packages"] : lock;
  Listing npm("npm", limits, facts);
  // Version 2 keeps the list one level deeper.
  if (*version == 2) {
    TRY(list(npm, packages["npm"], "packages"));
  } else {
    TRY(list(npm, packages, "npm"));
  }
  Listing jsr("jsr", limits, facts);
  TRY(list(jsr, packages, "jsr"));
  if (lock["remote"].size() > 0)
    npm.remark(0, fmt::format("{} modules named by URL are not listed", lock["remote"].size()));
  return {};
}

}  // namespace

const Reader& deno_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "deno.lock"}};
  static constexpr Reader kReader = {"deno-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
