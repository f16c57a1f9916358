// Packages of rpm databases (rpm_database.h, rpm_header.h), and the files they own.
//
// `gpg-pubkey` entries are the keys that rpm trusts, not software: `rpm -qa` lists them, we do not.
// The source package is the one of SOURCERPM. It has no epoch there: when version and release are
// the package's own the epoch is the same too; otherwise the source's epoch is not known, and
// none is given.
#include "base/text.h"
#include "package/reader.h"
#include "package/rpm_database.h"
#include "package/rpm_header.h"

namespace seawall::package {

const Reader& rpm_database_reader();

namespace {

constexpr size_t kMaxName = 1024;  // it is repeated for each file that the package owns

void set_source(const RpmHeader& header, Package& package) {
  std::optional<RpmSource> source = parse_source_rpm(header.text(RpmHeader::kSourceRpm));
  if (!source) return;
  if (source->name != package.name) package.source_name = source->name;
  std::string own = std::string(header.text(RpmHeader::kVersion));
  own += '-';
  own += header.text(RpmHeader::kRelease);
  if (source->version != own) package.source_version = source->version;
}

// What is wrong with the header, or nothing.
std::string read_header(std::string_view blob, Facts& facts) {
  Result<RpmHeader> header = RpmHeader::create(blob);
  if (!header) return header.error().message();
  std::string_view name = header->text(RpmHeader::kName);
  if (name == "gpg-pubkey") return {};
  if (name.empty() || name.size() > kMaxName) return "rpm header without a name";
  if (header->text(RpmHeader::kVersion).empty())
    return fmt::format("rpm package {} without a version", printable(name, 200));
  Package package;
  package.type = "rpm";
  package.name = name;
  package.version = header->evr();
  package.architecture = header->text(RpmHeader::kArch);
  package.module = header->text(RpmHeader::kModularityLabel);
  set_source(*header, package);
  if (std::string_view license = header->text(RpmHeader::kLicense); !license.empty())
    package.licenses.emplace_back(license);
  facts.packages.push_back(std::move(package));
  if (!facts.keeps) return {};
  bool fits = header->for_each_file([&](std::string_view path) { facts.own(name, path); });
  return fits ? "" : fmt::format("file list of rpm package {} is damaged", printable(name, 200));
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  // Pages that SQLite wrote to its log are not in the database file yet.
  if (file.path.ends_with("-wal")) {
    if (!file.content.empty())
      facts.diagnostics.push_back({Code::kUnsupported, "",
                                   "rpm's database has an unmerged write-ahead log: packages "
                                   "installed last may be missing"});
    return {};
  }
  uint64_t bad = 0;
  std::string first;
  Status status = for_each_rpm_header(file.content, limits, [&](std::string_view blob) {
    std::string wrong = read_header(blob, facts);
    if (!wrong.empty() && bad++ == 0) first = std::move(wrong);
  });
  if (bad > 0)
    facts.diagnostics.push_back(
        {Code::kInvalid, "", bad == 1 ? first : fmt::format("{} headers: {}", bad, first)});
  return std::move(status).context("rpm database");
}

constexpr Pattern kPatterns[] = {
    {Pattern::kPath, "var/lib/rpm/Packages"},
    {Pattern::kPath, "var/lib/rpm/Packages.db"},
    {Pattern::kPath, "var/lib/rpm/rpmdb.sqlite"},
    {Pattern::kPath, "var/lib/rpm/rpmdb.sqlite-wal"},
    {Pattern::kPath, "usr/lib/sysimage/rpm/Packages"},
    {Pattern::kPath, "usr/lib/sysimage/rpm/Packages.db"},
    {Pattern::kPath, "usr/lib/sysimage/rpm/rpmdb.sqlite"},
    {Pattern::kPath, "usr/lib/sysimage/rpm/rpmdb.sqlite-wal"},
    {Pattern::kPath, "usr/share/rpm/Packages"},
    {Pattern::kPath, "usr/share/rpm/Packages.db"},
    {Pattern::kPath, "usr/share/rpm/rpmdb.sqlite"},
    {Pattern::kPath, "usr/share/rpm/rpmdb.sqlite-wal"},
};

}  // namespace

const Reader& rpm_database_reader() {
  static const Reader reader{"rpm-database", 1, kInstalled, kPatterns, 512u << 20, read};
  return reader;
}

}  // namespace seawall::package
