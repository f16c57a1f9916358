// composer.lock: "packages" and "packages-dev". Platform requirements (php, ext-*) are no packages
// and stand elsewhere in the file. Format: getcomposer.org, "composer.lock".
#include <unordered_set>

#include "base/text.h"
#include "doc/parse.h"
#include "package/composer.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

// What composer.json beside the lock file asks for.
std::unordered_set<std::string> asked(const File& file, const Limits& limits) {
  std::unordered_set<std::string> names;
  std::optional<std::string_view> text = beside(file, "composer.json");
  if (!text) return names;
  Result<doc::Document> manifest = doc::parse_json(*text, limits, false);
  if (!manifest.ok()) return names;
  for (std::string_view key : {"require", "require-dev"})
    for (const doc::Member& member : manifest->root()[key].members())
      names.insert(to_lower(member.key));
  return names;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& lock = document.root();
  if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds an object");
  size_t first = facts.packages.size();
  Listing listing("composer", limits, facts);
  for (const doc::Node& entry : TRY(list_of(lock, "packages")))
    add_composer_package(listing, entry, Scope::kRuntime);
  for (const doc::Node& entry : TRY(list_of(lock, "packages-dev")))
    add_composer_package(listing, entry, Scope::kDevelopment);
  std::unordered_set<std::string> direct = asked(file, limits);
  for (size_t i = first; i < facts.packages.size(); ++i) {
    Package& package = facts.packages[i];
    package.direct =
        direct.contains(to_lower(fmt::format("{}/{}", package.name_space, package.name)));
  }
  return {};
}

}  // namespace

const Reader& composer_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "composer.lock"}};
  static constexpr Reader kReader = {"composer-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
