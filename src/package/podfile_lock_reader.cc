// Podfile.lock (CocoaPods): YAML whose PODS are texts "Name/Subspec (1.2.3)", as keys of what they
// need where they need something. EXTERNAL SOURCES with ":path" are folders of the project.
// Format: guides.cocoapods.org, "What is a Podfile.lock".
#include <unordered_set>

#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

std::string_view root_name(std::string_view name) {
  return name.substr(0, name.find('/'));
}

class PodfileLock {
 public:
  PodfileLock(const doc::Node& lock, const Limits& limits, Facts& facts)
      : lock_(lock), listing_("cocoapods", limits, facts) {}

  Status read() {
    for (const doc::Node& item : lock_["DEPENDENCIES"].items()) {
      std::string_view text = item.as_string();
      direct_.insert(text.substr(0, text.find(" (")));
    }
    for (const doc::Member& member : lock_["EXTERNAL SOURCES"].members())
      if (member.value.find(":path") != nullptr) local_.insert(member.key);
    for (const doc::Node& item : TRY(list_of(lock_, "PODS"))) {
      if (item.is_string()) add(item.as_string(), item.position().line);
      for (const doc::Member& member : item.members()) {
        add(member.key, member.key_position.line);
        for (const doc::Node& need : member.value.items())
          if (trim(need.as_string()).empty())
            listing_.remark(need.position().line, "an entry without a name is left out");
      }
    }
    return {};
  }

 private:
  void add(std::string_view text, uint32_t line) {
    size_t open = text.rfind(" (");
    if (open == std::string_view::npos || !text.ends_with(')')) {
      listing_.problem(Code::kInvalid, line,
                       fmt::format("'{}' is no pod with a version", printable(text, 100)));
      return;
    }
    std::string_view name = text.substr(0, open);
    std::string_view version = text.substr(open + 2, text.size() - open - 3);
    if (version.starts_with("= ")) version.remove_prefix(2);
    Package& package = listing_.add(name, version, line);
    if (direct_.contains(name)) package.direct = true;
    if (local_.contains(root_name(name))) package.local = true;
  }

  const doc::Node& lock_;
  Listing listing_;
  std::unordered_set<std::string_view> direct_;
  std::unordered_set<std::string_view> local_;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(file.content, limits, doc::YamlSchema::kCore));
  if (documents.empty()) return {};
  if (!documents[0].root().is_object()) return Error(Code::kInvalid, "a lock file holds a map");
  return PodfileLock(documents[0].root(), limits, facts).read();
}

}  // namespace

const Reader& podfile_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "Podfile.lock"}};
  static constexpr Reader kReader = {"podfile-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
