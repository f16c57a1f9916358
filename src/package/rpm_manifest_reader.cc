// Azure Linux and CBL-Mariner distroless images have no rpm database but a listing of it,
// var/lib/rpmmanifest/container-manifest-2: one package a line, fields separated by tabs, "(none)"
// for what is absent:
//   name, version-release, install time, build time, vendor, epoch, size, architecture,
//   epoch as a number, source rpm
#include "base/text.h"
#include "package/reader.h"
#include "package/rpm_header.h"

namespace seawall::package {

const Reader& rpm_manifest_reader();

namespace {

std::string_view field(const std::vector<std::string_view>& fields, size_t number) {
  std::string_view value = number < fields.size() ? trim(fields[number]) : "";
  return value == "(none)" ? "" : value;
}

bool read_line(std::string_view line, uint32_t number, Facts& facts) {
  std::vector<std::string_view> fields = split(line, '\t');
  std::string_view name = field(fields, 0), version = field(fields, 1), epoch = field(fields, 5);
  if (name == "gpg-pubkey") return true;
  if (fields.size() < 8 || name.empty() || version.empty()) return false;
  if (!epoch.empty() && !parse_uint(epoch)) return false;
  Package package;
  package.type = "rpm";
  package.name = name;
  if (!epoch.empty()) package.version = std::string(epoch) + ":";
  package.version += version;
  package.architecture = field(fields, 7);
  if (std::optional<RpmSource> source = parse_source_rpm(field(fields, 9))) {
    if (source->name != name) package.source_name = source->name;
    if (source->version != version) package.source_version = source->version;
  }
  package.line = number;
  facts.packages.push_back(std::move(package));
  return true;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  uint32_t bad = 0, first_bad = 0;
  size_t before = facts.packages.size();
  bool full = false;
  for_each_line(file.content, [&](std::string_view line, uint32_t number) {
    if (trim(line).empty() || full) return;
    full = facts.packages.size() - before >= limits.packages;
    if (full || read_line(line, number, facts)) return;
    if (bad++ == 0) first_bad = number;
  });
  if (bad > 0)
    facts.diagnostics.push_back({Code::kInvalid, "",
                                 fmt::format("{} lines do not describe an rpm package", bad),
                                 first_bad});
  if (full) return Error::make(Code::kLimit, "more than {} packages", limits.packages);
  return {};
}

constexpr Pattern kPatterns[] = {{Pattern::kPath, "var/lib/rpmmanifest/container-manifest-2"}};

}  // namespace

const Reader& rpm_manifest_reader() {
  static const Reader reader{"rpm-manifest", 1, kInstalled, kPatterns, 64u << 20, read};
  return reader;
}

}  // namespace seawall::package
