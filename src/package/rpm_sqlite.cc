// rpm's SQLite database (rpm, lib/backend/sqlite.c): table Packages(hnum INTEGER PRIMARY KEY, blob
// BLOB), one header a row; the other tables are indexes.
//
// SQLite reads it straight from memory through a small read-only file system (VFS) of ours. Two
// things make that necessary: sqlite3_deserialize refuses databases in write-ahead mode, in which
// rpm leaves its file, unless two bytes of a whole copy are changed (we change them as they are
// read); and a copy would double the memory of a large database.
//
// The file is hostile, and its schema is SQL. So: defensive mode, schema not trusted, no views, no
// triggers, an authorizer that allows reading the columns of one table and nothing else, small
// limits, and a bound on the steps of the virtual machine. A damaged tree may show SQLite the same
// pages again and again; what all rows hold together cannot exceed the file, so that ends it.
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

#include "base/text.h"
#include "package/rpm_bytes.h"
#include "package/rpm_database.h"

namespace seawall::package {
namespace {

constexpr const char* kVfs = "seawall-memory";
constexpr uint64_t kStepsPerCheck = 1000;

// What sqlite3_open_v2 of this thread shall see as its file.
thread_local std::string_view
    opening;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

struct MemoryFile {
  sqlite3_file base;
  const char* data;
  size_t size;
};

MemoryFile* memory(sqlite3_file* file) {
  return reinterpret_cast<MemoryFile*>(file);
}

int read_at(sqlite3_file* file, void* out, int wanted, sqlite3_int64 offset) {
  MemoryFile* self = memory(file);
  auto at = static_cast<uint64_t>(offset), amount = static_cast<uint64_t>(wanted);
  uint64_t there = at < self->size ? std::min<uint64_t>(amount, self->size - at) : 0;
  auto* bytes = static_cast<unsigned char*>(out);
  if (there > 0) std::memcpy(bytes, self->data + at, there);
  std::memset(bytes + there, 0, amount - there);
  // Bytes 18 and 19 are the versions for writing and reading; 2 means write-ahead log.
  for (uint64_t place : {18u, 19u})
    if (place >= at && place < at + there && bytes[place - at] == 2) bytes[place - at] = 1;
  return there == amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int close_file(sqlite3_file*) {
  return SQLITE_OK;
}
int no_write(sqlite3_file*, const void*, int, sqlite3_int64) {
  return SQLITE_READONLY;
}
int no_truncate(sqlite3_file*, sqlite3_int64) {
  return SQLITE_READONLY;
}
int no_flags(sqlite3_file*, int) {
  return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
int traits(sqlite3_file*) {
  return SQLITE_IOCAP_IMMUTABLE;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(memory(file)->size);
  return SQLITE_OK;
}

int no_lock(sqlite3_file*, int* held) {
  *held = 0;
  return SQLITE_OK;
}

int open_file(sqlite3_vfs*, const char*, sqlite3_file* file, int flags, int* flags_out) {
  static const sqlite3_io_methods methods = [] {
    sqlite3_io_methods all{};
    all.iVersion = 1;
    all.xClose = close_file;
    all.xRead = read_at;
    all.xWrite = no_write;
    all.xTruncate = no_truncate;
    all.xSync = no_flags;
    all.xFileSize = file_size;
    all.xLock = no_flags;
    all.xUnlock = no_flags;
    all.xCheckReservedLock = no_lock;
    all.xFileControl = no_control;
    all.xSectorSize = sector_size;
    all.xDeviceCharacteristics = traits;
    return all;
  }();
  file->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
  MemoryFile* self = memory(file);
  self->data = opening.data();
  self->size = opening.size();
  file->pMethods = &methods;
  if (flags_out != nullptr) *flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char*, int) {
  return SQLITE_OK;
}

int exists(sqlite3_vfs*, const char*, int, int* answer) {
  *answer = 0;  // no journal, no log beside it
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

bool register_vfs() {
  static sqlite3_vfs vfs{};
  static const bool done = [] {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    if (system == nullptr) return false;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(MemoryFile);
    vfs.mxPathname = 64;
    vfs.zName = kVfs;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = exists;
    vfs.xFullPathname = full_name;
    // Randomness, sleeping and the time come from the system's; loading libraries stays empty.
    vfs.xRandomness = system->xRandomness;
    vfs.xSleep = system->xSleep;
    vfs.xCurrentTime = system->xCurrentTime;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  return done;
}

struct Budget {
  uint64_t checks;
};

int count_steps(void* data) {
  auto* budget = static_cast<Budget*>(data);
  if (budget->checks == 0) return 1;  // and so for every later statement
  --budget->checks;
  return 0;
}

// Reading Packages, and the schema table while a statement is prepared.
int authorize(void*, int action, const char* first, const char*, const char*, const char*) {
  if (action == SQLITE_SELECT) return SQLITE_OK;
  if (action == SQLITE_READ && first != nullptr && std::strcmp(first, "Packages") == 0)
    return SQLITE_OK;
  return SQLITE_DENY;
}

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Error error_of(sqlite3* database, std::string_view doing) {
  int code = sqlite3_errcode(database);
  Code kind = code == SQLITE_INTERRUPT || code == SQLITE_TOOBIG ? Code::kLimit : Code::kInvalid;
  return Error::make(kind, "{}: {}", doing, printable(sqlite3_errmsg(database), 200));
}

void harden(sqlite3* database, Budget& budget, size_t file_bytes) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  // A value cannot be larger than the file it comes from; SQLite refuses limits below 30.
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH,
                static_cast<int>(std::clamp<size_t>(file_bytes, 1 << 16, 256u << 20)));
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1 << 16);
  sqlite3_limit(database, SQLITE_LIMIT_COLUMN, 100);
  sqlite3_limit(database, SQLITE_LIMIT_EXPR_DEPTH, 20);
  sqlite3_limit(database, SQLITE_LIMIT_COMPOUND_SELECT, 2);
  sqlite3_limit(database, SQLITE_LIMIT_VDBE_OP, 25000);
  sqlite3_limit(database, SQLITE_LIMIT_FUNCTION_ARG, 8);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
  sqlite3_limit(database, SQLITE_LIMIT_TRIGGER_DEPTH, 0);
  // Before the first statement: pragmas read the schema, whose tree may be as endless as any other.
  sqlite3_progress_handler(database, kStepsPerCheck, count_steps, &budget);
  sqlite3_exec(database, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-512;",
               nullptr, nullptr, nullptr);
  sqlite3_set_authorizer(database, authorize, nullptr);
}

Status read_rows(sqlite3* database, uint64_t budget, const Limits& limits, const RpmVisit& visit) {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v2(database, "SELECT blob FROM Packages", -1, &raw, nullptr);
  Statement statement(raw, sqlite3_finalize);
  if (code != SQLITE_OK) return error_of(database, "reading rpm's table Packages");
  Status status;
  for (uint64_t count = 0; (code = sqlite3_step(raw)) == SQLITE_ROW; ++count) {
    if (count >= limits.packages)
      return Error::make(Code::kLimit, "more than {} packages", limits.packages);
    if (sqlite3_column_type(raw, 0) != SQLITE_BLOB) {
      status = Error::make(Code::kInvalid, "a row of rpm's table Packages holds no header");
      continue;
    }
    const auto* blob = static_cast<const char*>(sqlite3_column_blob(raw, 0));
    auto size = static_cast<uint64_t>(sqlite3_column_bytes(raw, 0));
    if (blob == nullptr && size > 0) return error_of(database, "reading an rpm header");
    if (size > budget)
      return Error::make(Code::kInvalid, "rpm headers share pages of the database");
    budget -= size;
    visit({blob == nullptr ? "" : blob, size});
  }
  if (code != SQLITE_DONE) return error_of(database, "reading rpm's table Packages");
  return status;
}

// SQLite reads beyond the end as zeros: a file cut within its last pages may look sound. Its header
// tells its pages, and counts changes twice; the number of pages holds when both are equal.
Status check_size(std::string_view bytes) {
  RpmBytes header{bytes, true};
  uint64_t page = header.u16(16) == 1 ? 65536 : header.u16(16);
  uint64_t told = header.u32(28) * page;
  if (header.u32(24) == header.u32(92) && told > bytes.size())
    return Error::make(Code::kTruncated, "SQLite database of {} bytes has {}", told, bytes.size());
  return {};
}

}  // namespace

Status for_each_sqlite_header(std::string_view bytes, const Limits& limits, const RpmVisit& visit) {
  if (!register_vfs()) return Error::make(Code::kIo, "SQLite does not start");
  sqlite3* raw = nullptr;
  opening = bytes;
  int code = sqlite3_open_v2("rpmdb", &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, kVfs);
  opening = {};
  Database database(raw, sqlite3_close);
  if (code != SQLITE_OK) {
    return raw == nullptr ? Error::make(Code::kIo, "SQLite has no memory")
                          : error_of(raw, "opening rpm's database");
  }
  // A row takes about ten steps; the pages bound the rows of a sound file.
  Budget budget{1000 + bytes.size() / 512 * 16 / kStepsPerCheck};
  harden(raw, budget, bytes.size());
  TRY(read_rows(raw, bytes.size(), limits, visit));
  return check_size(bytes);
}

}  // namespace seawall::package
