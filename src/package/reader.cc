#include "package/reader.h"

#include <algorithm>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"

namespace seawall::package {

// Each pattern goes into the cheapest table that can decide it: by last component, by suffix (from
// the first "." of a listed suffix), by whole path, by parent folder; only globs are tried in turn.
struct ReaderIndex::Tables {
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Map = std::unordered_map<std::string, std::vector<uint16_t>, Hash, std::equal_to<>>;
  struct Rest {
    Pattern pattern;
    uint16_t reader;
    std::string_view head, tail;  // of a glob: the literal text before and after its wildcards

    Rest(const Pattern& what, uint16_t number) : pattern(what), reader(number) {
      if (what.kind != Pattern::kGlob) return;
      head = what.text.substr(0, what.text.find_first_of("*?["));
      tail = what.text.substr(what.text.find_last_of("*?]") + 1);
    }
    bool matches(std::string_view path) const {
      return path.starts_with(head) && path.ends_with(tail) && glob_match(pattern.text, path, "/");
    }
  };
  Map paths, names, folders, suffixes;
  std::vector<Rest> globs;
  std::unordered_map<std::string, std::vector<Rest>, Hash, std::equal_to<>>
      tails;  // by last component
  std::vector<const Reader*> readers;
  std::vector<const Reader*> executable_readers;
};

namespace {

constexpr size_t kLongestSuffix = 32;

std::string_view last_component(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view parent_folder(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

bool ends_with_components(std::string_view path, std::string_view tail) {
  return path.ends_with(tail) &&
         (path.size() == tail.size() || path[path.size() - tail.size() - 1] == '/');
}

}  // namespace

ReaderIndex::ReaderIndex(uint8_t contexts) : tables_(std::make_unique<Tables>()) {
  for (const Reader* reader : package::readers()) {
    if ((reader->contexts & contexts) == 0) continue;
    if (reader->sieve != nullptr) tables_->executable_readers.push_back(reader);
    auto number = static_cast<uint16_t>(tables_->readers.size());
    tables_->readers.push_back(reader);
    for (const Pattern& pattern : reader->patterns) {
      std::string text(pattern.text);
      switch (pattern.kind) {
        case Pattern::kPath:
          tables_->paths[text].push_back(number);
          break;
        case Pattern::kName:
          tables_->names[text].push_back(number);
          break;
        case Pattern::kFolder:
          tables_->folders[text].push_back(number);
          break;
        case Pattern::kSuffix:
          tables_->suffixes[to_lower(text)].push_back(number);
          break;
        case Pattern::kTail:
          tables_->tails[std::string(last_component(text))].emplace_back(pattern, number);
          break;
        case Pattern::kGlob: {
          // A glob whose last component is literal is looked up by it first.
          std::string_view last = last_component(pattern.text);
          if (last.find_first_of("*?[") == std::string_view::npos)
            tables_->tails[std::string(last)].emplace_back(pattern, number);
          else
            tables_->globs.emplace_back(pattern, number);
        }
      }
    }
  }
}

ReaderIndex::~ReaderIndex() = default;

std::span<const Reader* const> ReaderIndex::find(std::string_view path) const {
  thread_local std::vector<const Reader*> found;
  thread_local std::vector<uint16_t> numbers;  // of those in `found`, in order
  found.clear();
  numbers.clear();
  auto take = [&](uint16_t number) {
    auto at = std::lower_bound(numbers.begin(), numbers.end(), number);
    if (at != numbers.end() && *at == number) return;
    found.insert(found.begin() + (at - numbers.begin()), tables_->readers[number]);
    numbers.insert(at, number);
  };
  auto look = [&](const Tables::Map& map, std::string_view key) {
    if (map.empty()) return;
    if (auto it = map.find(key); it != map.end())
      for (uint16_t number : it->second) take(number);
  };
  std::string_view name = last_component(path);
  look(tables_->names, name);
  look(tables_->paths, path);
  look(tables_->folders, parent_folder(path));
  if (!tables_->suffixes.empty()) {
    char lower[kLongestSuffix];
    for (size_t dot = name.find('.'); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
      size_t size = name.size() - dot;
      if (size > kLongestSuffix) continue;
      for (size_t i = 0; i < size; ++i) lower[i] = to_lower(name[dot + i]);
      look(tables_->suffixes, {lower, size});
    }
  }
  if (auto it = tables_->tails.find(name); it != tables_->tails.end()) {
    for (const Tables::Rest& rest : it->second) {
      bool match = rest.pattern.kind == Pattern::kTail
                       ? ends_with_components(path, rest.pattern.text)
                       : rest.matches(path);
      if (match) take(rest.reader);
    }
  }
  for (const Tables::Rest& rest : tables_->globs)
    if (rest.matches(path)) take(rest.reader);
  return found;
}

std::span<const Reader* const> ReaderIndex::executable_readers() const {
  return tables_->executable_readers;
}

bool ReaderIndex::may_want(std::string_view path) const {
  if (!find(path).empty()) return true;
  if (tables_->executable_readers.empty()) return false;
  // Programs lie in folders of programs; elsewhere (plugins below usr/lib, opt) their names have no
  // suffix. A miss costs the owner's name, no package.
  if (parent_folder(path).ends_with("bin")) return true;
  return last_component(path).find('.') == std::string_view::npos &&
         !path.starts_with("usr/share/") && !path.starts_with("usr/include/") &&
         !path.starts_with("etc/") && !path.starts_with("var/");
}

void Facts::own(std::string_view package_name, std::string_view path) {
  while (!path.empty() && path[0] == '/') path.remove_prefix(1);
  if (keeps && keeps(path)) owned.push_back({std::string(package_name), std::string(path)});
}

std::string analyser_version() {
  Sha256 hash;
  for (const Reader* reader : readers()) {
    hash.update(fmt::format("{} {} {}\n", reader->name, reader->version, reader->max_bytes));
    for (const Pattern& pattern : reader->patterns)
      hash.update(fmt::format("{} {}\n", static_cast<int>(pattern.kind), pattern.text));
  }
  return to_hex(hash.finish()).substr(0, 16);
}

void run_reader(const Reader& reader, const File& file, const Limits& limits, Facts& facts) {
  size_t packages = facts.packages.size();
  size_t diagnostics = facts.diagnostics.size();
  Status status = file.content.size() <= reader.max_bytes
                      ? reader.read(file, limits, facts)
                      : Error::make(Code::kLimit, "not read as {}: {} bytes, and at most {} are",
                                    reader.name, file.content.size(), reader.max_bytes);
  if (!status) facts.diagnostics.push_back({status.error().code(), "", status.error().message()});
  for (size_t i = packages; i < facts.packages.size(); ++i) {
    Package& package = facts.packages[i];
    if (package.path.empty()) package.path = file.path;
    if (package.reader.empty()) package.reader = reader.name;
  }
  for (size_t i = diagnostics; i < facts.diagnostics.size(); ++i)
    if (facts.diagnostics[i].path.empty()) facts.diagnostics[i].path = file.path;
}

void read_package_file(const ReaderIndex& index, const File& file, const Limits& limits,
                       Facts& facts) {
  std::span<const Reader* const> found = index.find(file.path);
  std::vector<const Reader*> chosen(found.begin(), found.end());  // readers may ask the index again
  for (const Reader* reader : chosen) run_reader(*reader, file, limits, facts);
}

}  // namespace seawall::package
