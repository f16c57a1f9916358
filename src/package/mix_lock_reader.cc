// mix.lock (Elixir): a map from application names to where they come from:
//
//   "jason": {:hex, :jason, "1.4.1", "<sha256>", [:mix], [...needs], "hexpm", "<sha256>"}
//   "fork":  {:git, "https://...", "<commit>", [tag: "v1.0"]}
//
// Format: hexdocs.pm, Mix.SCM; Hex "mix.lock".
#include "base/text.h"
#include "package/elixir_term.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

void add_entry(Listing& listing, const ElixirTerm& key, const ElixirTerm& value) {
  const std::vector<ElixirTerm>& items = value.items;
  auto text = [&](size_t at) -> std::string_view {
    return at < items.size() ? std::string_view(items[at].text) : std::string_view{};
  };
  bool tuple = value.kind == ElixirTerm::Kind::kTuple && !text(0).empty();
  if (tuple && text(0) == "hex" && items.size() >= 3) {
    Package& package = listing.add(text(1), text(2), key.line);
    // Private packages name their organisation: "hexpm:acme".
    if (std::optional<Halves> repository = split_once(text(6), ":"))
      package.name_space = repository->second;
    add_digest(package, "sha256", text(7).empty() ? text(3) : text(7));
  } else if (tuple && text(0) == "git" && items.size() >= 3) {
    listing.add_range(key.text, text(2), key.line);
  } else if (tuple && text(0) == "path") {
    return;  // a folder of the project
  } else {
    listing.problem(Code::kInvalid, key.line,
                    fmt::format("'{}' has no source that is known", printable(key.text, 100)));
  }
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (trim(file.content).empty()) return {};
  ElixirTerm lock = TRY(parse_elixir_term(file.content, limits));
  if (lock.kind != ElixirTerm::Kind::kMap) return Error(Code::kInvalid, "a lock file holds a map");
  Listing listing("hex", limits, facts);
  for (size_t i = 0; i + 1 < lock.items.size(); i += 2)
    add_entry(listing, lock.items[i], lock.items[i + 1]);
  return {};
}

}  // namespace

const Reader& mix_lock_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kName, "mix.lock"}};
  static constexpr Reader kReader = {"mix-lock", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
