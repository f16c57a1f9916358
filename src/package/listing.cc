#include "package/listing.h"

#include <array>

#include "base/hash.h"
#include "base/text.h"

namespace seawall::package {

namespace {

constexpr size_t kNameBytes = 2048;         // longer names and versions are no names
constexpr size_t kDigestsOfAPackage = 256;  // wheels of one version for every platform
constexpr size_t kProblemsOfAFile = 100;    // the last one says that there are more
constexpr size_t kRemarksOfAFile = 20;      // more of them say nothing new

int strength(Scope scope) {
  switch (scope) {
    case Scope::kRuntime:
      return 3;
    case Scope::kOptional:
      return 2;
    case Scope::kDevelopment:
      return 1;
    case Scope::kTest:
      return 0;
  }
  return 0;
}

size_t digest_bytes(std::string_view algorithm) {
  struct Known {
    std::string_view name;
    size_t bytes;
  };
  static constexpr std::array kKnown = {Known{"md5", 16},    Known{"sha1", 20},
                                        Known{"sha224", 28}, Known{"sha256", 32},
                                        Known{"sha384", 48}, Known{"sha512", 64}};
  for (const Known& known : kKnown)
    if (known.name == algorithm) return known.bytes;
  return 0;
}

bool is_hex(std::string_view text) {
  for (char c : text)
    if (!is_digit(c) && !(to_lower(c) >= 'a' && to_lower(c) <= 'f')) return false;
  return true;
}

void note_digest(Package& package, std::string digest) {
  if (package.digests.size() >= kDigestsOfAPackage) return;
  for (const std::string& have : package.digests)
    if (have == digest) return;
  package.digests.push_back(std::move(digest));
}

bool has_control_character(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  return false;
}

}  // namespace

Scope stronger(Scope a, Scope b) {
  return strength(a) >= strength(b) ? a : b;
}

Package& Listing::add(std::string_view name, std::string_view version, uint32_t line, Scope scope) {
  return add(name, version, line, scope, false);
}

Package& Listing::add(std::string_view name, std::string_view version, uint32_t line, Scope scope,
                      bool range) {
  name = trim(name);
  version = trim(version);
  nowhere_ = {};
  if (name.empty()) {
    remark(line, "an entry without a name is left out");
    return nowhere_;
  }
  if (name.size() > kNameBytes || version.size() > kNameBytes || has_control_character(name) ||
      has_control_character(version)) {
    problem(Code::kInvalid, line,
            fmt::format("'{}' is no package name with a version", printable(name, 100)));
    return nowhere_;
  }
  if (version.empty()) {
    remark(line, fmt::format("{} has no version and is left out", printable(name, 100)));
    return nowhere_;
  }
  Package package;
  package.type = type_;
  set_name(package, name);
  package.version = version;
  package.line = line;
  package.scope = scope;
  package.range = range;
  return put(std::move(package));
}

Package& Listing::nobody() {
  nowhere_ = {};
  return nowhere_;
}

Package& Listing::put(Package package) {
  std::string key = fmt::format("{}\n{}\n{}", package.name_space, package.name, package.version);
  auto [it, fresh] = seen_.try_emplace(std::move(key), facts_.packages.size());
  if (!fresh) {
    Package& known = facts_.packages[it->second];
    known.scope = stronger(known.scope, package.scope);
    known.range = known.range && package.range;
    return known;
  }
  if (facts_.packages.size() >= limits_.packages) {
    seen_.erase(it);
    if (!full_) problem(Code::kLimit, package.line, "too many packages; the rest is not listed");
    full_ = true;
    return nowhere_;
  }
  facts_.packages.push_back(std::move(package));
  return facts_.packages.back();
}

Package& Listing::add_range(std::string_view name, std::string_view requirement, uint32_t line,
                            Scope scope) {
  requirement = trim(requirement);
  return add(name, requirement.empty() ? kAnyVersion : requirement, line, scope, true);
}

void Listing::remark(uint32_t line, std::string message) {
  if (++remarks_ > kRemarksOfAFile) return;
  if (remarks_ == kRemarksOfAFile) message = "more entries of this file have such remarks";
  Diagnostic remark;
  remark.code = Code::kInvalid;
  remark.message = std::move(message);
  remark.line = line;
  remark.incomplete = false;
  facts_.diagnostics.push_back(std::move(remark));
}

void Listing::problem(Code code, uint32_t line, std::string message) {
  if (++problems_ > kProblemsOfAFile) return;
  if (problems_ == kProblemsOfAFile) message = "more entries of this file cannot be read";
  Diagnostic problem;
  problem.code = code;
  problem.message = std::move(message);
  problem.line = line;
  facts_.diagnostics.push_back(std::move(problem));
}

void set_name(Package& package, std::string_view name) {
  const std::string& type = package.type;
  size_t slash = std::string_view::npos;
  if (type == "npm" || type == "jsr") {
    if (name.starts_with('@')) slash = name.find('/');
  } else if (type == "composer" || type == "julia") {
    slash = name.find('/');
  } else if (type == "maven") {
    slash = name.find(':');
  } else if (type == "golang" || type == "swift") {
    slash = name.rfind('/');
  }
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size()) {
    package.name = name;
    return;
  }
  package.name_space = name.substr(0, slash);
  package.name = name.substr(slash + 1);
}

void add_integrity(Package& package, std::string_view integrity) {
  for (std::string_view one : split(integrity, ' ')) {
    std::optional<Halves> halves = split_once(one, "-");
    if (!halves) continue;
    std::string_view encoded = halves->second.substr(0, halves->second.find('?'));
    std::optional<std::string> bytes = base64_decode(encoded);
    if (!bytes || bytes->empty() || bytes->size() != digest_bytes(halves->first)) continue;
    note_digest(package, fmt::format("{}:{}", halves->first, to_hex(*bytes)));
  }
}

void add_digest(Package& package, std::string_view algorithm, std::string_view hex) {
  if (hex.empty() || hex.size() != 2 * digest_bytes(algorithm) || !is_hex(hex)) return;
  note_digest(package, fmt::format("{}:{}", algorithm, to_lower(hex)));
}

void Needs::edge(size_t from, size_t to, bool optional) {
  if (from < edges_.size() && to < edges_.size()) edges_[from].push_back({to, optional});
}

void Needs::root(size_t node, Scope scope) {
  if (node < edges_.size()) roots_.emplace_back(node, scope);
}

std::vector<Scope> Needs::scopes(Scope unreached) const {
  // From the strongest scope to the weakest; a node keeps the first one that reaches it.
  std::vector<Scope> scopes(edges_.size(), unreached);
  std::vector<bool> reached(edges_.size(), false);
  std::vector<size_t> optional_starts;
  for (Scope scope : {Scope::kRuntime, Scope::kOptional, Scope::kDevelopment, Scope::kTest}) {
    std::vector<size_t> open;
    auto reach = [&](size_t node) {
      if (reached[node]) return;
      reached[node] = true;
      scopes[node] = scope;
      open.push_back(node);
    };
    for (const auto& [node, root_scope] : roots_)
      if (root_scope == scope) reach(node);
    if (scope == Scope::kOptional)
      for (size_t node : optional_starts) reach(node);
    while (!open.empty()) {
      size_t node = open.back();
      open.pop_back();
      for (const Edge& edge : edges_[node]) {
        if (edge.optional && scope == Scope::kRuntime) {
          optional_starts.push_back(edge.to);
        } else {
          reach(edge.to);
        }
      }
    }
  }
  return scopes;
}

}  // namespace seawall::package
