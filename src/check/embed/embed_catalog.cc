// embed_catalog CHECKS FRAMEWORKS OUT.cc: writes the catalogue into a C++ source, so that the
// program needs no files beside it. Twice: every file as it is, for who reads it; and all of it
// without examples as one JSON text, which is read many times faster than YAML.
//
// Runs while Seawall is built; only well-formed YAML whose id is its file's name gets through.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "base/file.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

namespace {

using seawall::Code;
using seawall::Error;
using seawall::Limits;
using seawall::Result;
namespace doc = seawall::doc;
namespace fs = std::filesystem;

struct File {
  std::string name, text;  // "privileged-container", the YAML
  doc::Document document;
};

Result<File> read_one(const fs::path& path) {
  File file;
  file.name = path.stem().native();
  file.text = TRY(seawall::read_file(path.native(), Limits{}.document_bytes));
  std::vector<doc::Document> documents = TRY(
      doc::parse_yaml(file.text, Limits{}, doc::YamlSchema::kCore).context("{}", path.native()));
  if (documents.size() != 1 || documents[0].root().text("id") != file.name)
    return Error::make(Code::kInvalid, "{}: is no single document with the id '{}'", path.native(),
                       file.name);
  file.document = std::move(documents[0]);
  return file;
}

Result<std::vector<File>> read_folder(const std::string& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".yaml") paths.push_back(at->path());
  std::sort(paths.begin(), paths.end());
  std::vector<File> files;
  std::string wrong;  // every file that is, so that they can be mended at once
  for (const fs::path& path : paths) {
    Result<File> file = read_one(path);
    if (file) {
      files.push_back(std::move(file).value());
    } else {
      wrong += fmt::format("{}{}", wrong.empty() ? "" : "\n", file.error().message());
    }
  }
  if (!wrong.empty()) return Error(Code::kInvalid, wrong);
  return files;
}

std::string compact(const std::vector<File>& checks, const std::vector<File>& frameworks) {
  std::string out;
  doc::JsonWriter json(out);
  json.begin_object();
  auto list = [&json](const char* name, const std::vector<File>& files) {
    json.key(name);
    json.begin_array();
    for (const File& file : files) {
      json.begin_object();
      for (const doc::Member& member : file.document.root().members())
        if (member.key != "examples") json.member(member.key, member.value);
      json.end_object();
    }
    json.end_array();
  };
  list("checks", checks);
  list("frameworks", frameworks);
  json.end_object();
  return out;
}

// A string literal in pieces that every compiler takes.
void append_literal(std::string& out, std::string_view text) {
  constexpr size_t kPiece = 8192;
  if (text.empty()) out += "\"\"";
  for (size_t at = 0; at < text.size(); at += kPiece) {
    out += "\n    R\"~catalog~(";
    out += text.substr(at, kPiece);
    out += ")~catalog~\"";
  }
}

std::string source_text(const std::vector<File>& checks, const std::string& json) {
  std::string out =
      "// Generated from catalog/ by embed_catalog. Do not edit.\n"
      "#include \"check/embedded.h\"\n\nnamespace seawall::check {\nnamespace {\n\n"
      "using namespace std::string_view_literals;\n\n"
      "constexpr EmbeddedFile kChecks[] = {\n";
  for (const File& file : checks) {
    out += "  {\"" + file.name + "\"sv, ";
    append_literal(out, file.text);
    out += "sv},\n";
  }
  out += "  {}};\nconstexpr std::string_view kJson = ";
  append_literal(out, json);
  out +=
      "sv;\n\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_checks() {\n"
      "  return std::span(kChecks, std::size(kChecks) - 1);\n}\n\n"
      "std::string_view embedded_catalog() {\n  return kJson;\n}\n\n"
      "}  // namespace seawall::check\n";
  return out;
}

seawall::Status run(char** argv) {
  std::vector<File> checks = TRY(read_folder(argv[1]));
  std::vector<File> frameworks = TRY(read_folder(argv[2]));
  return seawall::write_file_atomically(argv[3], source_text(checks, compact(checks, frameworks)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: embed_catalog CHECKS FRAMEWORKS OUT.cc\n");
    return 2;
  }
  seawall::Status status = run(argv);
  if (!status) fmt::print(stderr, "{}\n", status.error().message());
  return status ? 0 : 1;
}
