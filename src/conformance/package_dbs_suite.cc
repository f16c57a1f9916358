// google/osv-scalibr: extractor/filesystem/os/KIND/testdata/..., databases of OS package managers.
//
// For the text ones the expectation is computed here, from the text alone and in another way than
// the readers do it: every installed stanza with a name and a version is a package. rpm databases
// are compared with the `rpm` program. Kinds that Seawall does not read are skipped, by name.
#include <algorithm>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/text.h"
#include "conformance/rpm_oracle.h"
#include "conformance/suite.h"
#include "package/reader.h"

namespace seawall::conformance {

const Suite& package_dbs_suite();

namespace {

using Lines = std::vector<std::string>;
using Fields = std::map<std::string, std::string, std::less<>>;

// Paragraphs of "key<separator>value" lines; the first value of a key counts, as in the files.
std::vector<Fields> paragraphs(std::string_view text, std::string_view separator) {
  std::vector<Fields> out(1);
  for_each_line(text, [&](std::string_view line, uint32_t) {
    if (line.empty()) {
      if (!out.back().empty()) out.emplace_back();
    } else if (line[0] != ' ' && line[0] != '\t') {
      if (auto halves = split_once(line, separator))
        out.back().emplace(halves->first, trim(halves->second));
    }
  });
  return out;
}

std::string get(const Fields& fields, std::string_view name) {
  auto it = fields.find(name);
  return it == fields.end() ? "" : it->second;
}

std::string line_of(std::string_view name, std::string_view version, std::string_view architecture,
                    std::string_view source) {
  return fmt::format("{} {} {} {}", name, version, architecture, source);
}

Lines expect_dpkg(std::string_view text, bool needs_status) {
  Lines out;
  for (const Fields& fields : paragraphs(text, ":")) {
    std::string status = get(fields, "Status"), name = get(fields, "Package");
    std::string version = get(fields, "Version"), source = get(fields, "Source");
    bool installed = status.ends_with(" installed") || (!needs_status && status.empty());
    if (!installed || name.empty() || version.empty()) continue;
    std::string source_name = source.substr(0, source.find(' '));
    out.push_back(line_of(name, version, get(fields, "Architecture"),
                          source_name.empty() ? name : source_name));
  }
  return out;
}

Lines expect_apk(std::string_view text) {
  Lines out;
  for (const Fields& fields : paragraphs(text, ":")) {
    std::string name = get(fields, "P"), version = get(fields, "V"), origin = get(fields, "o");
    if (name.empty() || version.empty()) continue;
    out.push_back(line_of(name, version, get(fields, "A"), origin.empty() ? name : origin));
  }
  return out;
}

Lines expect_pacman(std::string_view text) {
  auto value = [&](std::string_view field) {
    size_t at = ("\n" + std::string(text)).find("\n%" + std::string(field) + "%\n");
    if (at == std::string::npos) return std::string();
    std::string_view rest = text.substr(std::min(text.size(), at + field.size() + 3));
    return std::string(trim(rest.substr(0, rest.find('\n'))));
  };
  std::string base = value("BASE");
  if (value("NAME").empty() || value("VERSION").empty()) return {};
  return {
      line_of(value("NAME"), value("VERSION"), value("ARCH"), base.empty() ? value("NAME") : base)};
}

// The file PF holds "name-version[-rN]"; the version begins at the last "-" before a digit.
Lines expect_portage(std::string_view text) {
  std::string_view whole = trim(text);
  size_t at = std::string_view::npos;
  for (size_t i = 0; i + 1 < whole.size(); ++i)
    if (whole[i] == '-' && is_digit(whole[i + 1])) at = i;
  if (at == std::string_view::npos || at == 0) return {};
  std::string_view name = whole.substr(0, at);
  return {line_of("category/" + std::string(name), whole.substr(at + 1), "",
                  "category/" + std::string(name))};
}

struct Case {
  std::string path;  // where a root filesystem has such a file; empty: not read by Seawall
  Lines expected;
};

Case case_of(std::string_view kind, const std::filesystem::path& file, std::string_view text) {
  std::string name = file.filename().native(), folder = file.parent_path().filename().native();
  if (kind == "dpkg") {
    if (folder == "opkg") return {"usr/lib/opkg/status", expect_dpkg(text, true)};
    bool single = folder == "status.d" || folder == "info";
    if (name.ends_with(".md5sums")) return {"var/lib/dpkg/status.d/" + name, {}};
    if (single) return {"var/lib/dpkg/status.d/" + name, expect_dpkg(text, false)};
    return {"var/lib/dpkg/status", expect_dpkg(text, true)};
  }
  if (kind == "apk") return {"lib/apk/db/installed", expect_apk(text)};
  if (kind == "pacman") return {"var/lib/pacman/local/x-1-1/desc", expect_pacman(text)};
  if (kind == "portage") {
    std::string_view pf = trim(text);
    return {"var/db/pkg/category/" + std::string(pf.substr(0, 200)) + "/PF", expect_portage(text)};
  }
  return {};
}

Lines read_packages(const std::string& path, std::string_view text) {
  static const package::ReaderIndex index(package::kInstalled);
  package::File file;
  file.path = path;
  file.content = text;
  package::Facts facts;
  package::read_package_file(index, file, Limits{}, facts);
  Lines out;
  for (const package::Package& package : facts.packages) {
    std::string name = package.name_space.empty() ? "" : package.name_space + "/";
    name += package.name;
    out.push_back(line_of(name, package.version, package.architecture,
                          package.source_name.empty() ? name : package.source_name));
  }
  return out;
}

// "dpkg" of ".../os/dpkg/testdata/..."; empty when the path has no such part.
std::string kind_of(const std::filesystem::path& file) {
  std::string before;
  for (const std::filesystem::path& part : file) {
    if (part == "testdata" && !before.empty()) return before;
    before = part.native();
  }
  return {};
}

void run_file(const std::string& path, Outcomes& outcomes) {
  std::error_code ignored;
  std::filesystem::path file = std::filesystem::absolute(path, ignored);
  std::string kind = kind_of(file);
  if (kind.empty()) return;  // sources and notes beside the data
  Result<std::string> bytes = read_file(path, 1u << 30);
  if (!bytes) return outcomes.fail(path, bytes.error().message());
  if (kind == "rpm") return compare_with_rpm(path, *bytes, outcomes);
  Case one = case_of(kind, file, *bytes);
  if (one.path.empty())
    return outcomes.skip(path, fmt::format("databases of {} are not read", kind));
  Lines got = read_packages(one.path, *bytes);
  std::sort(got.begin(), got.end());
  std::sort(one.expected.begin(), one.expected.end());
  std::string why = fmt::format("{} packages, {} expected", got.size(), one.expected.size());
  for (const std::string& line : one.expected)
    if (!std::binary_search(got.begin(), got.end(), line)) why += "; lacks " + line;
  for (const std::string& line : got)
    if (!std::binary_search(one.expected.begin(), one.expected.end(), line)) why += "; has " + line;
  outcomes.check(got == one.expected, path, why);
}

Status run(const std::string& path, Outcomes& outcomes) {
  for (const std::string& file : TRY(files_below(path, ""))) run_file(file, outcomes);
  return {};
}

}  // namespace

const Suite& package_dbs_suite() {
  static const Suite suite{"package-dbs", "dpkg, opkg, apk, rpm, pacman and portage databases",
                           run};
  return suite;
}

}  // namespace seawall::conformance
