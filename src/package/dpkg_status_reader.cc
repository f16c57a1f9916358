// Packages of dpkg and opkg.
//
// dpkg keeps one stanza per package it ever heard of in var/lib/dpkg/status; the third word of
// `Status` says what became of it (dpkg(1), "Package states"). Installed are `installed` and the
// two trigger states, in which the package works and only cache updates are pending; what it was
// *wanted* to become (`deinstall`, `hold`) does not matter. `config-files` and `not-installed` are
// gone. `unpacked`, `half-configured` and `half-installed` are interrupted: dpkg does not count
// them as installed, but their files may be there, so each is told as a diagnostic.
//
// Distroless images have one file per package in var/lib/dpkg/status.d instead, without `Status`.
// opkg (OpenWrt, Yocto) writes the same format, and beside it one info/NAME.control per package.
//
// dpkg writes changes to var/lib/dpkg/updates first and folds them in at the end of a run. Entries
// left there mean that `status` is out of date.
//
// The source package is what `Source: name (version)` says. dpkg-gencontrol writes it whenever
// name or version differ, rebuilds (+b1) included, so nothing has to be guessed from the version.
#include "base/text.h"
#include "package/reader.h"
#include "package/stanza.h"

namespace seawall::package {

const Reader& dpkg_status_reader();

namespace {

struct Origin {
  std::string_view type;     // "deb", "opkg"
  bool needs_status = true;  // a stanza without `Status` is not installed
};

enum class State : uint8_t { kInstalled, kGone, kInterrupted, kUnknown };

State state_of(std::string_view status, bool needed) {
  if (status.empty()) return needed ? State::kUnknown : State::kInstalled;
  size_t space = status.find_last_of(" \t");
  std::string_view word = space == std::string_view::npos ? status : status.substr(space + 1);
  if (word == "installed" || word == "triggers-awaited" || word == "triggers-pending")
    return State::kInstalled;
  if (word == "not-installed" || word == "config-files") return State::kGone;
  if (word == "unpacked" || word == "half-configured" || word == "half-installed" ||
      word == "post-inst-failed" || word == "removal-failed")
    return State::kInterrupted;
  return State::kUnknown;
}

// "foo", "foo (1.2-3)"
void set_source(std::string_view field, Package& package) {
  size_t open = field.find('(');
  std::string_view name = trim(field.substr(0, open));
  std::string_view version;
  if (open != std::string_view::npos) {
    version = field.substr(open + 1);
    version = trim(version.substr(0, version.find(')')));
  }
  if (name != package.name) package.source_name = name;
  if (version != package.version) package.source_version = version;
}

// Tells what is wrong, with the stanza's line; a file full of damage is summed up.
class Complaints {
 public:
  explicit Complaints(Facts& facts) : facts_(facts) {}
  ~Complaints() {
    if (count_ > kMost)
      facts_.diagnostics.push_back(
          {Code::kInvalid, "", fmt::format("{} more packages are not listed", count_ - kMost)});
  }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;

  void add(Code code, uint32_t line, std::string message) {
    if (count_++ < kMost) facts_.diagnostics.push_back({code, "", std::move(message), line});
  }

 private:
  static constexpr size_t kMost = 100;
  Facts& facts_;
  size_t count_ = 0;
};

void read_stanza(const Stanza& stanza, const Origin& origin, Facts& facts, Complaints& complaints) {
  std::string_view name = stanza.get("Package");
  std::string_view status = stanza.get("Status");
  auto tell = [&](Code code, std::string message) {
    complaints.add(code, stanza.line, std::move(message));
  };
  State state = state_of(status, origin.needs_status);
  if (state == State::kGone) return;
  if (name.empty()) return tell(Code::kInvalid, "a package without a name");
  if (state == State::kInterrupted)
    return tell(Code::kUnsupported,
                fmt::format("package {} is not completely installed ({}): not listed, though its "
                            "files may be there",
                            printable(name, 200), printable(status, 200)));
  if (state == State::kUnknown)
    return tell(Code::kInvalid,
                fmt::format("package {} has {} status{}{}: not listed", printable(name, 200),
                            status.empty() ? "no" : "an unknown", status.empty() ? "" : " ",
                            printable(status, 200)));
  std::string_view version = stanza.get("Version");
  if (version.empty())
    return tell(Code::kInvalid,
                fmt::format("package {} has no version: not listed", printable(name, 200)));
  Package package;
  package.type = origin.type;
  package.name = name;
  package.version = version;
  package.architecture = stanza.get("Architecture");
  set_source(stanza.get("Source"), package);
  if (std::string_view license = stanza.get("License"); !license.empty())
    package.licenses.emplace_back(license);
  package.line = stanza.line;
  facts.packages.push_back(std::move(package));
}

// True for the journal's own names: "0000", "0001", ... ("tmp.i" is a page not yet published).
bool is_journal_entry(std::string_view path) {
  constexpr std::string_view kFolder = "var/lib/dpkg/updates/";
  return path.starts_with(kFolder) && parse_uint(path.substr(kFolder.size())).has_value();
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  if (file.path.starts_with("var/lib/dpkg/updates/")) {
    if (is_journal_entry(file.path) && !trim(file.content).empty())
      facts.diagnostics.push_back(
          {Code::kUnsupported, "", "dpkg was interrupted: its status file is out of date"});
    return {};
  }
  bool folder = file.path.starts_with("var/lib/dpkg/status.d/");
  if (folder && file.path.ends_with(".md5sums")) return {};
  Origin origin{file.path.find("opkg/") == std::string_view::npos ? "deb" : "opkg",
                !folder && !file.path.ends_with(".control")};
  size_t before = facts.packages.size();
  bool full = false;
  Complaints complaints(facts);
  uint32_t bad_lines = 0, first_bad = 0;
  for_each_stanza(
      file.content,
      [&](const Stanza& stanza) {
        full = facts.packages.size() - before >= limits.packages;
        if (!full) read_stanza(stanza, origin, facts, complaints);
      },
      [&](uint32_t line) {
        if (bad_lines++ == 0) first_bad = line;
      });
  if (bad_lines > 0)
    facts.diagnostics.push_back(
        {Code::kInvalid, "", fmt::format("{} lines are not fields", bad_lines), first_bad});
  if (full) return Error::make(Code::kLimit, "more than {} packages", limits.packages);
  return {};
}

constexpr Pattern kPatterns[] = {
    {Pattern::kPath, "var/lib/dpkg/status"},
    {Pattern::kFolder, "var/lib/dpkg/status.d"},
    {Pattern::kFolder, "var/lib/dpkg/updates"},
    {Pattern::kPath, "usr/lib/opkg/status"},
    {Pattern::kPath, "var/lib/opkg/status"},
    {Pattern::kPath, "lib/opkg/status"},
    {Pattern::kPath, "opt/lib/opkg/status"},
    {Pattern::kGlob, "usr/lib/opkg/info/*.control"},
    {Pattern::kGlob, "var/lib/opkg/info/*.control"},
    {Pattern::kGlob, "lib/opkg/info/*.control"},
};

}  // namespace

const Reader& dpkg_status_reader() {
  static const Reader reader{"dpkg-status", 1, kInstalled, kPatterns, 256u << 20, read};
  return reader;
}

}  // namespace seawall::package
