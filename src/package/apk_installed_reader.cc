// Packages of Alpine's apk: the text database lib/apk/db/installed (usr/lib/apk/db/installed since
// apk 3 on merged /usr). One stanza per package, one "X:value" line per field, where X is a single
// letter and case matters (apk-tools, doc/apk-package.5 and src/database.c):
//   P name, V version, A architecture, L licence, o origin (source package),
//   F folder, R file in the folder named last, M/a/Z attributes of the folder or file before.
// Every package present is installed; apk keeps no others here.
#include "base/text.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& apk_installed_reader();

namespace {

constexpr size_t kPathBytes = 4096, kPathRatio = 16;

class Database {
 public:
  Database(std::string_view text, const Limits& limits, Facts& facts)
      : limits_(limits), facts_(facts), budget_(kPathBytes + kPathRatio * text.size()) {}

  void line(std::string_view line, uint32_t number) {
    if (line.empty()) return flush();
    if (line.size() < 2 || line[1] != ':') {
      if (bad_++ == 0) first_bad_ = number;
      return;
    }
    if (start_ == 0) start_ = number;
    std::string_view value = line.substr(2);
    switch (line[0]) {
      case 'P':
        name_ = value;
        break;
      case 'V':
        version_ = value;
        break;
      case 'A':
        architecture_ = value;
        break;
      case 'L':
        license_ = value;
        break;
      case 'o':
        origin_ = value;
        break;
      case 'F':
        folder_ = value;
        break;
      case 'R':
        own(value);
        break;
      default:
        break;
    }
  }

  Status finish() {
    flush();
    if (bad_ > 0)
      facts_.diagnostics.push_back({Code::kInvalid, "",
                                    fmt::format("{} lines are not of the form \"X:value\"", bad_),
                                    first_bad_});
    if (nameless_ > 0)
      facts_.diagnostics.push_back(
          {Code::kInvalid, "",
           fmt::format("{} packages without a name or a version: not listed", nameless_),
           first_nameless_});
    if (lost_ > 0)
      facts_.diagnostics.push_back(
          {Code::kLimit, "", fmt::format("{} owned files have too long paths", lost_)});
    if (full_) return Error::make(Code::kLimit, "more than {} packages", limits_.packages);
    return {};
  }

 private:
  // One folder line serves many files: what all paths take is bounded by the file.
  void own(std::string_view file) {
    if (!facts_.keeps) return;
    size_t size = folder_.size() + file.size() + 1;
    if (size > kPathBytes || name_.size() > kPathBytes || size > budget_) {
      ++lost_;
      return;
    }
    budget_ -= size;
    if (folder_.empty()) return facts_.own(name_, file);
    path_.assign(folder_);
    path_ += '/';
    path_ += file;
    facts_.own(name_, path_);
  }

  void flush() {
    if (start_ == 0) return;
    if (name_.empty() || version_.empty()) {
      if (nameless_++ == 0) first_nameless_ = start_;
    } else if (count_ >= limits_.packages) {
      full_ = true;
    } else {
      ++count_;
      Package package;
      package.type = "apk";
      package.name = name_;
      package.version = version_;
      package.architecture = architecture_;
      if (origin_ != name_) package.source_name = origin_;
      if (!license_.empty()) package.licenses.emplace_back(license_);
      package.line = start_;
      facts_.packages.push_back(std::move(package));
    }
    name_ = version_ = architecture_ = license_ = origin_ = folder_ = {};
    start_ = 0;
  }

  const Limits& limits_;
  Facts& facts_;
  std::string_view name_, version_, architecture_, license_, origin_, folder_;
  std::string path_;
  size_t budget_;  // bytes that owned paths may still take
  size_t lost_ = 0;
  uint32_t start_ = 0;  // line of the stanza's first field; 0 between stanzas
  uint32_t bad_ = 0, first_bad_ = 0, nameless_ = 0, first_nameless_ = 0;
  size_t count_ = 0;
  bool full_ = false;
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  Database database(file.content, limits, facts);
  for_each_line(file.content,
                [&](std::string_view line, uint32_t number) { database.line(line, number); });
  return database.finish();
}

constexpr Pattern kPatterns[] = {
    {Pattern::kPath, "lib/apk/db/installed"},
    {Pattern::kPath, "usr/lib/apk/db/installed"},
};

}  // namespace

const Reader& apk_installed_reader() {
  static const Reader reader{"apk-installed", 1, kInstalled, kPatterns, 256u << 20, read};
  return reader;
}

}  // namespace seawall::package
