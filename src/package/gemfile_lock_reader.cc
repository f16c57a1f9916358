// Gemfile.lock (bundler), also gems.locked.
//
// Sections at the margin; in GEM, GIT, PATH and PLUGIN SOURCE the key "specs:" opens the list of
// gems, "    name (version)" or "    name (version-platform)", each with what it needs two blanks
// deeper. DEPENDENCIES names what the Gemfile asks for. A gem for several platforms is one gem.
// Bundler writes and reads the file by indentation alone; so does this reader.
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

enum class Section { kNone, kGems, kLocal, kPlugins, kDependencies, kChecksums, kOther };

struct Gem {
  std::string_view name;
  std::string_view version;
};

// "name (1.2.3)", "name (1.2.3-x86_64-linux)". Versions in lock files hold no "-".
std::optional<Gem> parse_gem(std::string_view text) {
  size_t open = text.find(" (");
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')')) return std::nullopt;
  std::string_view inside = text.substr(open + 2, text.size() - open - 3);
  return Gem{text.substr(0, open), inside.substr(0, inside.find('-'))};
}

class GemfileLock {
 public:
  GemfileLock(const Limits& limits, Facts& facts)
      : facts_(facts), first_(facts.packages.size()), listing_("gem", limits, facts) {}

  Status read(std::string_view text) {
    bool conflict = false;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for_each_line(text, [&](std::string_view line, uint32_t number) {
      if (line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>")) conflict = true;
      read_line(trim_right(line), number);
    });
    if (conflict) return Error(Code::kInvalid, "a merge conflict is not resolved");
    if (!known_section_ && !trim(text).empty())
      return Error(Code::kInvalid, "it has no section of a Gemfile.lock");
    for (size_t i = first_; i < facts_.packages.size(); ++i)
      facts_.packages[i].direct = direct_.contains(facts_.packages[i].name);
    return {};
  }

 private:
  void read_line(std::string_view line, uint32_t number) {
    size_t indent = std::min(line.find_first_not_of(' '), line.size());
    std::string_view rest = line.substr(indent);
    if (rest.empty()) return;
    if (indent == 0) return begin(rest);
    switch (section_) {
      case Section::kGems:
      case Section::kLocal:
      case Section::kPlugins:
        if (indent == 2 && rest == "specs:") in_specs_ = true;
        if (indent == 4 && in_specs_) add(rest, number);
        break;
      case Section::kDependencies:
        if (indent == 2) {
          std::string_view name = rest.substr(0, rest.find(" ("));
          if (name.ends_with('!')) name.remove_suffix(1);
          direct_.emplace(name);
        }
        break;
      case Section::kChecksums:
        checksum(rest);
        break;
      default:
        break;
    }
  }

  void begin(std::string_view heading) {
    in_specs_ = false;
    section_ = heading == "GEM" || heading == "GIT" ? Section::kGems
               : heading == "PATH"                  ? Section::kLocal
               : heading == "PLUGIN SOURCE"         ? Section::kPlugins
               : heading == "DEPENDENCIES"          ? Section::kDependencies
               : heading == "CHECKSUMS"             ? Section::kChecksums
                                                    : Section::kOther;
    if (section_ != Section::kOther || heading == "PLATFORMS") known_section_ = true;
  }

  void add(std::string_view text, uint32_t number) {
    std::optional<Gem> gem = parse_gem(text);
    if (!gem) {
      listing_.problem(Code::kInvalid, number,
                       fmt::format("'{}' is no gem with a version", printable(text, 100)));
      return;
    }
    size_t before = facts_.packages.size();
    Package& package = listing_.add(gem->name, gem->version, number);
    if (section_ == Section::kLocal) package.local = true;
    if (facts_.packages.size() > before) numbers_.emplace(gem->name, before);
  }

  // "name (1.2.3) sha256=..."; one line per platform.
  void checksum(std::string_view text) {
    size_t open = text.find(" (");
    size_t close = text.find(") ");
    if (open == std::string_view::npos || close == std::string_view::npos) return;
    std::optional<Halves> hash = split_once(text.substr(close + 2), "=");
    auto gem = numbers_.find(std::string(text.substr(0, open)));
    if (hash && gem != numbers_.end())
      add_digest(facts_.packages[gem->second], hash->first, hash->second);
  }

  Facts& facts_;
  size_t first_;
  Listing listing_;
  Section section_ = Section::kNone;
  bool in_specs_ = false;
  bool known_section_ = false;
  std::unordered_set<std::string> direct_;
  std::unordered_map<std::string, size_t> numbers_;  // name -> index in facts_.packages
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (file.content.size() > limits.document_bytes)
    return Error(Code::kLimit, "the file is too large");
  return GemfileLock(limits, facts).read(file.content);
}

}  // namespace

const Reader& gemfile_lock_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kName, "Gemfile.lock"},
      {Pattern::kName, "gems.locked"},
  };
  static constexpr Reader kReader = {"gemfile-lock", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
