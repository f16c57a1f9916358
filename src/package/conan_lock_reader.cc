// conan.lock of Conan 1 ("graph_lock": a graph of nodes) and Conan 2 (lists of references).
// Format: docs.conan.io, "Lockfiles".
#include <unordered_set>

#include "doc/parse.h"
#include "package/conan.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

void read_graph(const doc::Node& nodes, Listing& listing) {
  // Node "0" is the consumer's own recipe; what it requires is direct.
  std::unordered_set<std::string_view> direct;
  for (const doc::Node& id : nodes["0"]["requires"].items()) direct.insert(id.as_string());
  for (const doc::Member& member : nodes.members()) {
    std::string_view reference = member.value.text("ref");
    if (reference.empty()) reference = member.value.text("pref");
    if (reference.empty()) continue;
    if (member.key == "0" && member.value.find("path") != nullptr) continue;
    bool build = member.value.text("context") == "build";
    Package& package = add_conan_reference(listing, reference, member.key_position.line,
                                           build ? Scope::kDevelopment : Scope::kRuntime);
    if (direct.contains(member.key)) package.direct = true;
  }
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits));
  const doc::Node& lock = document.root();
  if (!lock.is_object()) return Error(Code::kInvalid, "a lock file holds an object");
  Listing listing("conan", limits, facts);
  read_graph(lock.at({"graph_lock", "nodes"}), listing);
  struct Part {
    std::string_view key;
    Scope scope;
  };
  for (const Part& part :
       {Part{"requires", Scope::kRuntime}, Part{"build_requires", Scope::kDevelopment},
        Part{"python_requires", Scope::kDevelopment},
        Part{"config_requires", Scope::kDevelopment}}) {
    for (const doc::Node& item : TRY(list_of(lock, part.key))) {
      // An item may be a pair: the reference, and what is known of it.
      const doc::Node& reference = item.items().empty() ? item : item.items()[0];
      add_conan_reference(listing, reference.as_string(), item.position().line, part.scope);
    }
  }
  return {};
}

}  // namespace

const Reader& conan_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "conan.lock"}};
  static constexpr Reader kReader = {"conan-lock", 1, kDeclared, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
