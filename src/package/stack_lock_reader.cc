// stack.yaml.lock (Haskell): "packages" with the completed form of each extra dependency,
// "hackage: NAME-VERSION@sha256:HASH,SIZE" or a repository with "name" and "version". What comes
// with the snapshot is named by the snapshot only. Format: docs.haskellstack.org, "Lock files".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(file.content, limits, doc::YamlSchema::kCore));
  if (documents.empty()) return {};
  const doc::Node& lock = documents[0].root();
  if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds a map");
  Listing listing("hackage", limits, facts);
  for (const doc::Node& entry : TRY(list_of(lock, "packages"))) {
    const doc::Node& completed = entry["completed"];
    std::string_view hackage = completed.text("hackage");
    uint32_t line = entry.position().line;
    if (hackage.empty()) {
      listing.add(completed.text("name"), completed.text("version"), line);
      continue;
    }
    std::optional<Halves> identity = split_last(hackage.substr(0, hackage.find('@')), "-");
    if (!identity) {
      listing.problem(Code::kInvalid, line,
                      fmt::format("'{}' is no name with a version", printable(hackage, 100)));
      continue;
    }
    listing.add(identity->first, identity->second, line);
  }
  return {};
}

}  // namespace

const Reader& stack_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "stack.yaml.lock"}};
  static constexpr Reader kReader = {"stack-lock", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
