// An archive is opened in memory by its central directory; only the manifest, Maven's pom files and
// nested archives are inflated. A nested archive is walked before the next one is inflated, so
// memory holds one chain of them. What all of them inflate to together is bounded, which makes the
// walk linear in the outer file for honest archives, and ends bombs (also those of many small
// steps). The same goes for what is given back: one long path may be repeated for thousands of
// packages.
#include "package/jar_walk.h"

#include <algorithm>
#include <array>
#include <map>

#include "archive/zip.h"
#include "base/hash.h"
#include "base/text.h"
#include "package/jar_identity.h"
#include "package/jar_name.h"
#include "package/manifest_mf.h"
#include "package/pom.h"

namespace seawall::package {

namespace {

using archive::ZipArchive;
using archive::ZipEntry;

constexpr size_t kMaxManifest = 16u << 20;
constexpr size_t kMaxProperties = 64u << 10;
constexpr size_t kMaxPomXml = 4u << 20;
constexpr size_t kMaxEntries = 2'000'000;      // of all archives in one file
constexpr size_t kMaxPoms = 20'000;            // of one archive
constexpr size_t kMaxComplaints = 100;         // of one file, of each kind; the last says so
constexpr uint64_t kMaxPathBytes = 64u << 20;  // of all packages of one file together

struct Walk {
  const Limits& limits;
  Facts& facts;
  uint64_t inflated = 0;  // bytes of all entries read so far
  uint64_t entries = 0;
  uint64_t path_bytes = 0;  // of all packages
  size_t complaints = 0;
  size_t remarks = 0;
  bool exhausted = false;
};

void complain(Walk& walk, const std::string& path, const Error& error) {
  if (++walk.complaints > kMaxComplaints) return;
  bool last = walk.complaints == kMaxComplaints;
  walk.facts.diagnostics.push_back(
      {error.code(), path,
       last ? "this and more archives inside cannot be read" : error.message()});
}

void remark_unknown(Walk& walk, const std::string& path) {
  if (++walk.remarks > kMaxComplaints) return;
  bool last = walk.remarks == kMaxComplaints;
  walk.facts.diagnostics.push_back(
      {Code::kUnsupported, path,
       last ? "this and more archives inside do not say which artifact and version they are"
            : "the archive does not say which artifact and version it is",
       0, false});
}

// "outer.war!lib/inner.jar"; nothing when that is longer than any path may be.
std::optional<std::string> path_inside(const Walk& walk, const std::string& path,
                                       std::string_view name) {
  if (path.size() + 1 + name.size() > walk.limits.path_bytes) return std::nullopt;
  return path + "!" + std::string(name);
}

// Reads one entry within the budgets; nothing, and a diagnostic, when that fails.
std::optional<std::string> read_entry(Walk& walk, const ZipArchive& zip, const ZipEntry& entry,
                                      uint64_t limit, const std::string& path) {
  uint64_t left = walk.limits.kept_layer_bytes -
                  std::min<uint64_t>(walk.inflated, walk.limits.kept_layer_bytes);
  Result<std::string> bytes = zip.read(entry, std::min(limit, left));
  if (!bytes) {
    if (left < limit && bytes.error().code() == Code::kLimit) walk.exhausted = true;
    complain(walk, path_inside(walk, path, entry.name).value_or(path), bytes.error());
    return std::nullopt;
  }
  walk.inflated += bytes->size();
  return *std::move(bytes);
}

std::string_view last_component(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

// The folder that holds all classes seen so far.
class ClassRoot {
 public:
  void add(std::string_view name) {
    if (!name.ends_with(".class") || name.starts_with("META-INF/")) return;
    for (std::string_view base : {"BOOT-INF/classes/", "WEB-INF/classes/"})
      if (name.starts_with(base)) name.remove_prefix(base.size());
    size_t slash = name.rfind('/');
    std::string_view folder = slash == std::string_view::npos ? "" : name.substr(0, slash);
    if (!any_) root_ = folder;
    any_ = true;
    size_t same = 0;
    while (same < root_.size() && same < folder.size() && root_[same] == folder[same]) ++same;
    bool whole = (same == root_.size() || root_[same] == '/') &&
                 (same == folder.size() || folder[same] == '/');
    if (!whole) same = root_.substr(0, same).rfind('/');
    root_ = same == std::string_view::npos ? std::string_view{} : root_.substr(0, same);
  }
  bool any() const { return any_; }
  std::string text() const { return std::string(root_); }

 private:
  std::string_view root_;
  bool any_ = false;
};

// What an archive's directory holds for us.
struct Contents {
  const ZipEntry* manifest = nullptr;
  std::map<std::string_view, const ZipEntry*> properties;  // by folder
  std::map<std::string_view, const ZipEntry*> pom_xml;
  std::vector<const ZipEntry*> nested;
  ClassRoot classes;
  bool too_many_poms = false;

  void put_pom(std::map<std::string_view, const ZipEntry*>& poms, std::string_view folder,
               const ZipEntry& entry) {
    if (poms.size() < kMaxPoms) {
      poms[folder] = &entry;
    } else {
      too_many_poms = true;
    }
  }
};

Contents sort_entries(const ZipArchive& zip) {
  Contents out;
  std::map<std::string_view, size_t> nested_at;
  for (const ZipEntry& entry : zip.entries()) {
    std::string_view name = entry.name;
    if (entry.is_directory()) continue;
    std::string_view last = last_component(name);
    std::string_view folder = name.substr(0, name.size() - last.size());
    out.classes.add(name);
    if (equals_ignoring_case(name, "META-INF/MANIFEST.MF")) {
      out.manifest = &entry;
    } else if (last == "pom.properties") {
      out.put_pom(out.properties, folder, entry);
    } else if (last == "pom.xml" && name.starts_with("META-INF/maven/")) {
      out.put_pom(out.pom_xml, folder, entry);
    } else if (is_java_archive(name)) {
      auto [it, added] = nested_at.try_emplace(name, out.nested.size());
      if (added) {
        out.nested.push_back(&entry);
      } else {
        out.nested[it->second] = &entry;  // the last of one name wins
      }
    }
  }
  return out;
}

std::optional<Coordinates> read_properties(std::string_view text) {
  auto values = parse_properties(text);
  Coordinates out{std::string(trim(values["groupId"])),
                  std::string(trim(values["artifactId"])),
                  std::string(trim(values["version"])),
                  {}};
  // "${revision}" that the build left: the pom.xml, the file or the manifest may know it.
  if (!is_java_version(out.version)) out.version.clear();
  if (!is_coordinate(out.group) || !is_coordinate(out.artifact)) return std::nullopt;
  return out;
}

// A pom.xml as Maven puts it into META-INF/maven/GROUP/ARTIFACT/; what it leaves to its parent is
// taken from the folder, except the version.
std::optional<Coordinates> read_pom_xml(std::string_view text, std::string_view folder,
                                        const Limits& limits) {
  Result<Pom> pom = parse_pom(text, limits);
  if (!pom) return std::nullopt;
  EffectivePom effective({*std::move(pom)});
  Coordinates out{effective.group(), effective.artifact(), effective.version(),
                  effective.licenses()};
  std::vector<std::string_view> parts = split(folder, '/');  // "META-INF/maven/G/A/"
  if (!is_coordinate(out.group) && parts.size() == 5) out.group = parts[2];
  if (!is_coordinate(out.artifact) && parts.size() == 5) out.artifact = parts[3];
  if (!is_java_version(out.version)) out.version.clear();
  if (!is_coordinate(out.group) || !is_coordinate(out.artifact)) return std::nullopt;
  return out;
}

std::vector<Coordinates> read_poms(Walk& walk, const ZipArchive& zip, const Contents& contents,
                                   const std::string& path) {
  std::vector<Coordinates> out;
  std::map<std::string_view, size_t> by_folder;
  if (contents.too_many_poms)
    complain(walk, path, Error::make(Code::kLimit, "more than {} poms in one archive", kMaxPoms));
  for (const auto& [folder, entry] : contents.properties) {
    std::optional<std::string> text = read_entry(walk, zip, *entry, kMaxProperties, path);
    std::optional<Coordinates> pom = text ? read_properties(*text) : std::nullopt;
    if (!pom) continue;
    by_folder[folder] = out.size();
    out.push_back(*std::move(pom));
  }
  for (const auto& [folder, entry] : contents.pom_xml) {
    std::optional<std::string> text = read_entry(walk, zip, *entry, kMaxPomXml, path);
    std::optional<Coordinates> pom = text ? read_pom_xml(*text, folder, walk.limits) : std::nullopt;
    if (!pom) continue;
    if (auto it = by_folder.find(folder); it != by_folder.end()) {
      Coordinates& known = out[it->second];
      known.licenses = std::move(pom->licenses);
      if (known.version.empty()) known.version = std::move(pom->version);
    } else {
      out.push_back(*std::move(pom));
    }
  }
  return out;
}

void put(Walk& walk, const Coordinates& coordinates, const std::string& path,
         const std::string& sha1) {
  walk.path_bytes += path.size();
  if (walk.path_bytes > kMaxPathBytes)
    return complain(walk, path, Error(Code::kLimit, "too many packages with long paths"));
  Package package;
  package.type = "maven";
  package.name_space = coordinates.group;
  package.name = coordinates.artifact;
  package.version = coordinates.version;
  package.licenses = coordinates.licenses;
  package.path = path;
  if (!sha1.empty()) package.digests.push_back("sha1:" + sha1);
  walk.facts.packages.push_back(std::move(package));
}

void identify(Walk& walk, const ZipArchive& zip, const Contents& contents, std::string_view bytes,
              const std::string& path) {
  JarEvidence evidence;
  evidence.path = std::string_view(path).substr(path.rfind('!') + 1);
  evidence.poms = read_poms(walk, zip, contents, path);
  evidence.has_classes = contents.classes.any();
  evidence.class_root = contents.classes.text();
  evidence.has_folder = [&zip](std::string_view folder) {
    return std::any_of(zip.entries().begin(), zip.entries().end(), [&](const ZipEntry& entry) {
      return entry.name.size() > folder.size() && entry.name.starts_with(folder) &&
             entry.name[folder.size()] == '/';
    });
  };
  if (contents.manifest != nullptr)
    if (auto text = read_entry(walk, zip, *contents.manifest, kMaxManifest, path))
      evidence.manifest = parse_manifest(*text);

  JarIdentity identity = identify_jar(std::move(evidence));
  if (identity.self) put(walk, *identity.self, path, sha1_hex(bytes));
  for (const Coordinates& embedded : identity.embedded) put(walk, embedded, path, "");
  if (identity.self || !identity.embedded.empty() || identity.is_runtime) return;
  if (contents.classes.any()) remark_unknown(walk, path);
}

Status walk_archive(Walk& walk, std::string_view bytes, const std::string& path, size_t depth);

void walk_nested(Walk& walk, const ZipArchive& zip, const std::vector<const ZipEntry*>& nested,
                 const std::string& path, size_t depth) {
  for (const ZipEntry* entry : nested) {
    std::optional<std::string> inner_path = path_inside(walk, path, entry->name);
    if (!inner_path) {
      complain(walk, path, Error(Code::kLimit, "an archive inside has too long a path: not read"));
      continue;
    }
    if (depth >= walk.limits.archive_nesting) {
      complain(walk, *inner_path, Error(Code::kLimit, "archives are nested too deeply"));
      return;
    }
    if (walk.exhausted) {
      complain(walk, path,
               Error(Code::kLimit,
                     "nested archives inflate to too much; "
                     "those from here on were not read"));
      return;
    }
    std::optional<std::string> inner =
        read_entry(walk, zip, *entry, walk.limits.kept_file_bytes, path);
    if (!inner) continue;
    Status status = walk_archive(walk, *inner, *inner_path, depth + 1);
    if (!status) complain(walk, *inner_path, status.error());
  }
}

Status walk_archive(Walk& walk, std::string_view bytes, const std::string& path, size_t depth) {
  ZipArchive zip = TRY(ZipArchive::open(bytes, kMaxEntries - walk.entries));
  walk.entries += zip.entries().size();
  Contents contents = sort_entries(zip);
  identify(walk, zip, contents, bytes, path);
  walk_nested(walk, zip, contents.nested, path, depth);
  return {};
}

}  // namespace

bool is_java_archive(std::string_view name) {
  constexpr std::array kSuffixes = {".jar", ".war", ".ear",  ".par", ".sar", ".kar",
                                    ".hpi", ".jpi", ".lpkg", ".nar", ".rar"};
  size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || name[dot - 1] == '/') return false;
  return std::any_of(kSuffixes.begin(), kSuffixes.end(), [&](std::string_view suffix) {
    return equals_ignoring_case(name.substr(dot), suffix);
  });
}

Status walk_jar(const File& file, const Limits& limits, Facts& facts) {
  Walk walk{limits, facts};
  return walk_archive(walk, file.content, std::string(file.path), 0);
}

}  // namespace seawall::package
