// Replays tests/cases/package/READER/NAME/: a small project, and what one reader says of one of its
// files in expected.txt:
//
//   file: requirements.txt                  the file that is read; the others are its siblings
//   as: node_modules/x/package.json         the path it is given, when that is another
//   pypi | requests | 2.31.0 | line 3 direct development range local | MIT; ISC | 2 digests
//   remark 4: text                          a diagnostic that hides nothing
//   problem 5: text                         one that may
//   error: text                             the file as a whole could not be read
//
// A namespace stands before the name, with "/". To add a case: make the folder with its files and
// an expected.txt of the first lines, run with SEAWALL_UPDATE_CASES=1, and read what was written.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "package/purl.h"
#include "package/reader.h"

namespace seawall::package {
namespace {

const std::filesystem::path kCases =
    std::filesystem::path(SEAWALL_SOURCE_DIR) / "tests" / "cases" / "package";

class Folder : public Siblings {
 public:
  explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}
  std::optional<std::string_view> read(std::string_view path) const override {
    std::string key(path);
    if (auto it = files_.find(key); it != files_.end()) return it->second;
    if (!std::filesystem::is_regular_file(root_ / key)) return std::nullopt;
    Result<std::string> text = read_file((root_ / key).string(), 1u << 20);
    EXPECT_TRUE(text.ok());
    return files_.emplace(key, text.ok() ? *text : "").first->second;
  }

 private:
  std::filesystem::path root_;
  mutable std::map<std::string, std::string> files_;
};

std::string describe(const Package& package) {
  std::string traits = package.line > 0 ? fmt::format("line {}", package.line) : "";
  auto add = [&](bool has, std::string_view word) {
    if (has) traits += fmt::format("{}{}", traits.empty() ? "" : " ", word);
  };
  add(package.direct, "direct");
  add(package.scope == Scope::kDevelopment, "development");
  add(package.scope == Scope::kOptional, "optional");
  add(package.scope == Scope::kTest, "test");
  add(package.range, "range");
  add(package.local, "local");
  std::string name = package.name_space.empty()
                         ? package.name
                         : fmt::format("{}/{}", package.name_space, package.name);
  std::string out = fmt::format("{} | {} | {} | {} | {}", package.type, name, package.version,
                                traits, fmt::join(package.licenses, "; "));
  if (!package.digests.empty()) out += fmt::format(" | {} digests", package.digests.size());
  if (!package.architecture.empty()) out += fmt::format(" | for {}", package.architecture);
  if (!package.path.empty()) out += fmt::format(" | in {}", package.path);
  return out;
}

struct Case {
  std::string head, expected, file, as;
};

Case read_case(const std::filesystem::path& path) {
  Case out;
  Result<std::string> text = read_file(path.string(), 1u << 20);
  if (!text.ok()) return out;
  for (std::string_view line : split(*text, '\n')) {
    if (line.starts_with("file: ")) out.file = line.substr(6);
    if (line.starts_with("as: ")) out.as = line.substr(4);
    bool head = line.starts_with("file: ") || line.starts_with("as: ");
    if (!line.empty()) (head ? out.head : out.expected) += fmt::format("{}\n", line);
  }
  if (out.as.empty()) out.as = out.file;
  return out;
}

std::string answer(const Reader& reader, const std::filesystem::path& folder, const Case& one) {
  Result<std::string> content = read_file((folder / one.file).string(), 1u << 20);
  EXPECT_TRUE(content.ok()) << folder;
  if (!content.ok()) return {};
  Folder siblings(folder);
  File file{one.as, *content, 0, &siblings};
  Facts facts;
  Status status = reader.read(file, Limits{}, facts);
  std::string out;
  for (const Package& package : facts.packages) {
    out += describe(package) + "\n";
    EXPECT_FALSE(package.name.empty()) << folder;
    EXPECT_FALSE(package.version.empty()) << folder;
    std::string purl = format_purl(purl_of(package, nullptr));
    EXPECT_TRUE(parse_purl(purl).ok()) << purl;
  }
  for (const Diagnostic& diagnostic : facts.diagnostics)
    out += fmt::format("{} {}: {}\n", diagnostic.incomplete ? "problem" : "remark", diagnostic.line,
                       diagnostic.message);
  if (!status.ok()) out += fmt::format("error: {}\n", status.error().message());
  std::string trimmed;
  for (std::string_view line : split(out, '\n'))
    if (!line.empty()) trimmed += fmt::format("{}\n", trim_right(line));
  return trimmed;
}

const Reader* find_reader(const std::string& name) {
  for (const Reader* reader : readers())
    if (reader->name == name) return reader;
  return nullptr;
}

TEST(PackageCases, EveryReaderSaysWhatItsCasesExpect) {
  size_t cases = 0;
  for (const auto& reader_folder : std::filesystem::directory_iterator(kCases)) {
    if (!reader_folder.is_directory()) continue;
    std::string name = reader_folder.path().filename().string();
    const Reader* reader = find_reader(name);
    ASSERT_NE(reader, nullptr) << "no reader is called " << name;
    for (const auto& folder : std::filesystem::directory_iterator(reader_folder)) {
      SCOPED_TRACE(folder.path().string());
      std::filesystem::path expected = folder.path() / "expected.txt";
      if (!std::filesystem::exists(expected)) continue;  // of another replay
      Case one = read_case(expected);
      std::string got = answer(*reader, folder.path(), one);
      if (std::getenv("SEAWALL_UPDATE_CASES") != nullptr)
        std::ofstream(expected) << one.head << got;
      else
        EXPECT_EQ(got, one.expected);
      ++cases;
    }
  }
  EXPECT_GT(cases, 60u);
}

// The path of every case is one that its reader is found by.
TEST(PackageCases, EveryReaderIsFoundByTheNamesOfItsFiles) {
  ReaderIndex index(kInstalled | kDeclared);
  std::set<std::string> exceptions = {"inside_a_package", "other_text"};
  for (const auto& reader_folder : std::filesystem::directory_iterator(kCases)) {
    if (!reader_folder.is_directory()) continue;
    std::string name = reader_folder.path().filename().string();
    if (find_reader(name)->sieve != nullptr) continue;  // found by what a file is
    for (const auto& folder : std::filesystem::directory_iterator(reader_folder)) {
      if (!std::filesystem::exists(folder.path() / "expected.txt")) continue;
      if (exceptions.contains(folder.path().filename().string())) continue;
      Case one = read_case(folder.path() / "expected.txt");
      std::span<const Reader* const> found = index.find(one.as);
      EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                              [&](const Reader* reader) { return reader->name == name; }))
          << one.as << " of " << folder.path();
    }
  }
}

}  // namespace
}  // namespace seawall::package
