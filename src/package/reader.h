// Package readers: one file `NAME_reader.cc` per file format, listed by the generated table.
//
// A reader is a pure function from one file's bytes to Facts. It sees files of an image layer in
// whatever order they stream by, from several threads at once; what belongs together (a package and
// its licence text, a language package and the OS package that owns its file) is joined later by
// the model.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "package/package.h"

namespace seawall::package {

// Where a reader's files mean something.
enum Context : uint8_t {
  kInstalled = 1,  // images and root filesystems: what is there
  kDeclared = 2,   // project folders: what a build will fetch
};

struct Pattern {
  enum Kind : uint8_t {
    kPath,    // the whole path: "var/lib/dpkg/status"
    kName,    // the last component: "package-lock.json"
    kSuffix,  // the end of the last component, ASCII case ignored: ".jar"
    kFolder,  // directly in this folder: "var/lib/dpkg/status.d"
    kTail,    // the last whole components: "info/index.json"
    kGlob,    // glob over the whole path; `*` stops at "/", `**` does not
  };
  Kind kind;
  std::string_view text;
};

// Other files beside the one being read, in project folders: parent poms, go.sum. Paths are
// relative to the project's root, normalised; nothing outside it is ever read.
class Siblings {
 public:
  virtual ~Siblings() = default;
  // The file's bytes (bounded by Limits::document_bytes), or nothing. The view lives as long as
  // this.
  virtual std::optional<std::string_view> read(std::string_view path) const = 0;
};

struct File {
  std::string_view path;     // normalised, no leading "/"
  std::string_view content;  // all of it
  uint32_t mode = 0;
  const Siblings* siblings = nullptr;  // nullptr in images
};

// What one file tells.
struct Facts {
  std::vector<Package> packages;
  // A file that an OS package owns. Only paths for which `keeps` says true are stored.
  struct Owned {
    std::string package;
    std::string path;  // no leading "/"
    friend bool operator==(const Owned&, const Owned&) = default;
  };
  std::vector<Owned> owned;
  // Licences of a package that another file declares (Debian's copyright files).
  struct Licensed {
    std::string package;
    std::vector<std::string> licenses;
    friend bool operator==(const Licensed&, const Licensed&) = default;
  };
  std::vector<Licensed> licensed;
  std::optional<Distro> distro;
  Diagnostics diagnostics;  // `path` may stay empty: the caller puts the file's

  // Set by the caller; readers call own(), which asks it.
  std::function<bool(std::string_view path)> keeps;
  void own(std::string_view package_name, std::string_view path);
};

struct ElfHead;
class Sieve;

struct Reader {
  std::string_view name;  // "dpkg-status"
  uint32_t version;       // raised with every change of what it gives (layer results are cached)
  uint8_t contexts;       // Context bits
  std::span<const Pattern> patterns;  // any of them
  uint64_t max_bytes;                 // larger files become a diagnostic "not read"
  // Adds to `facts`. An error means that the file as a whole could not be read (it becomes a
  // diagnostic; what is in `facts` already is kept).
  Status (*read)(const File& file, const Limits& limits, Facts& facts);
  // Of readers of executables, which have no patterns: what picks from the file the bytes that
  // read() is then given (package/executable.h). `elf` outlives it.
  std::unique_ptr<Sieve> (*sieve)(const ElfHead& elf) = nullptr;
};

// All readers, by name.
std::span<const Reader* const> readers();

// Finds the readers of a path quickly (a hash of the last component first; 10M paths/s).
class ReaderIndex {
 public:
  explicit ReaderIndex(uint8_t contexts);
  ~ReaderIndex();
  ReaderIndex(const ReaderIndex&) = delete;
  ReaderIndex& operator=(const ReaderIndex&) = delete;
  // Readers whose patterns match, in table order; `path` normalised. Thread-safe. The span lives
  // until the next call on the same thread.
  std::span<const Reader* const> find(std::string_view path) const;
  // Readers with a sieve; they go by what a file is, not by its path.
  std::span<const Reader* const> executable_readers() const;
  // Whether find() finds a reader, or an executable may well lie there: whom such a path belongs to
  // is worth keeping.
  bool may_want(std::string_view path) const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

// Changes whenever any reader's name, version or patterns change: part of the layer cache's key.
std::string analyser_version();

// Calls one reader, whatever the file's path; an error becomes a diagnostic.
void run_reader(const Reader& reader, const File& file, const Limits& limits, Facts& facts);

// Calls every reader that `index` finds for the file.
void read_package_file(const ReaderIndex& index, const File& file, const Limits& limits,
                       Facts& facts);

}  // namespace seawall::package
