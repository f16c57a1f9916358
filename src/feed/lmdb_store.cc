#include "feed/lmdb_store.h"

#include <lmdb.h>
#include <sys/stat.h>

namespace seawall::feed {
namespace {

// Address space for the file being written, not memory and not disk.
constexpr size_t kWriteMap = size_t{64} << 30;
// LMDB holds the changed pages of a transaction in memory, so a long write is many transactions.
constexpr size_t kBatchBytes = 16u << 20;

Error lmdb_error(int code, std::string_view what, const std::string& path) {
  Code kind = code == ENOENT   ? Code::kNotFound
              : code == EACCES ? Code::kDenied
              : code > 0       ? Code::kIo
                               : Code::kInvalid;
  return Error::make(kind, "cannot {} the advisory index {}: {}", what, path, mdb_strerror(code));
}

MDB_val to_val(std::string_view bytes) {
  return {bytes.size(), const_cast<char*>(bytes.data())};  // LMDB does not write through keys
}

std::string_view to_view(const MDB_val& value) {
  return {static_cast<const char*>(value.mv_data), value.mv_size};
}

struct Environment {
  MDB_env* env = nullptr;
  MDB_txn* txn = nullptr;
  MDB_dbi dbi = 0;
  std::string path;

  ~Environment() {
    if (txn) mdb_txn_abort(txn);
    if (env) mdb_env_close(env);
  }
};

Status open_environment(Environment& e, const std::string& path, size_t map, unsigned flags) {
  e.path = path;
  int code = mdb_env_create(&e.env);
  if (code == 0) code = mdb_env_set_mapsize(e.env, map);
  if (code == 0) code = mdb_env_open(e.env, path.c_str(), flags | MDB_NOSUBDIR | MDB_NOLOCK, 0644);
  if (code != 0) return lmdb_error(code, "open", path);
  return {};
}

}  // namespace

struct LmdbStore::State : Environment {
  uint64_t bytes = 0;
};

LmdbStore::LmdbStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
LmdbStore::~LmdbStore() = default;

Result<std::unique_ptr<LmdbStore>> LmdbStore::open(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return lmdb_error(errno, "open", path);
  // Too short for two meta pages: LMDB would take it for a new file and fail less clearly.
  if (info.st_size < 8192) return Error::make(Code::kInvalid, "{} is no advisory index", path);
  auto state = std::make_unique<State>();
  state->bytes = static_cast<uint64_t>(info.st_size);
  TRY(open_environment(*state, path, state->bytes, MDB_RDONLY | MDB_NOTLS));
  MDB_envinfo facts{};
  MDB_stat tree{};
  int code = mdb_env_info(state->env, &facts);
  if (code == 0) code = mdb_env_stat(state->env, &tree);
  if (code != 0) return lmdb_error(code, "open", path);
  // Reading past the end of a mapped file raises SIGBUS.
  if ((facts.me_last_pgno + 1) * tree.ms_psize > state->bytes)
    return Error::make(Code::kInvalid, "the advisory index {} is cut off; make it anew", path);
  code = mdb_txn_begin(state->env, nullptr, MDB_RDONLY, &state->txn);
  if (code == 0) code = mdb_dbi_open(state->txn, nullptr, 0, &state->dbi);
  if (code != 0) return lmdb_error(code, "open", path);
  return std::unique_ptr<LmdbStore>(new LmdbStore(std::move(state)));
}

std::optional<std::string_view> LmdbStore::get(std::string_view key) const {
  MDB_val wanted = to_val(key);
  MDB_val found{};
  if (mdb_get(state_->txn, state_->dbi, &wanted, &found) != 0) return std::nullopt;
  return to_view(found);
}

Status LmdbStore::scan(
    std::string_view prefix,
    const std::function<bool(std::string_view key, std::string_view value)>& row) const {
  MDB_cursor* cursor = nullptr;
  int code = mdb_cursor_open(state_->txn, state_->dbi, &cursor);
  if (code != 0) return lmdb_error(code, "read", state_->path);
  MDB_val key = to_val(prefix);
  MDB_val value{};
  code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
  while (code == 0 && to_view(key).starts_with(prefix) && row(to_view(key), to_view(value)))
    code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
  mdb_cursor_close(cursor);
  if (code != 0 && code != MDB_NOTFOUND) return lmdb_error(code, "read", state_->path);
  return {};
}

uint64_t LmdbStore::bytes() const {
  return state_->bytes;
}

struct LmdbSink::State : Environment {
  std::string last;    // greatest key so far
  size_t pending = 0;  // bytes in the open transaction
};

LmdbSink::LmdbSink(std::unique_ptr<State> state) : state_(std::move(state)) {}
LmdbSink::~LmdbSink() = default;

Result<std::unique_ptr<LmdbSink>> LmdbSink::start(const std::string& path) {
  auto state = std::make_unique<State>();
  TRY(open_environment(*state, path, kWriteMap, MDB_NOSYNC));
  std::unique_ptr<LmdbSink> sink(new LmdbSink(std::move(state)));
  TRY(sink->begin());
  int code = mdb_dbi_open(sink->state_->txn, nullptr, 0, &sink->state_->dbi);
  if (code != 0) return lmdb_error(code, "create", path);
  return sink;
}

Result<std::unique_ptr<LmdbSink>> LmdbSink::create(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) == 0) return lmdb_error(EEXIST, "create", path);
  return start(path);
}

Result<std::unique_ptr<LmdbSink>> LmdbSink::reopen(const std::string& path) {
  std::unique_ptr<LmdbSink> sink = TRY(start(path));
  sink->state_->last = "\xFF";  // nothing is appended
  return sink;
}

Status LmdbSink::begin() {
  int code = mdb_txn_begin(state_->env, nullptr, 0, &state_->txn);
  if (code != 0) return lmdb_error(code, "write", state_->path);
  return {};
}

Status LmdbSink::put(std::string_view key, std::string_view value) {
  if (state_->pending > kBatchBytes) {
    int code = mdb_txn_commit(std::exchange(state_->txn, nullptr));
    if (code != 0) return lmdb_error(code, "write", state_->path);
    TRY(begin());
    state_->pending = 0;
  }
  bool append = key > state_->last;
  if (append) state_->last = key;
  MDB_val k = to_val(key);
  MDB_val v = to_val(value);
  int code = mdb_put(state_->txn, state_->dbi, &k, &v, append ? MDB_APPEND : 0);
  if (code != 0) return lmdb_error(code, "write", state_->path);
  state_->pending += key.size() + value.size() + 64;
  return {};
}

Status LmdbSink::remove(std::string_view key) {
  MDB_val k = to_val(key);
  int code = mdb_del(state_->txn, state_->dbi, &k, nullptr);
  if (code != 0 && code != MDB_NOTFOUND) return lmdb_error(code, "write", state_->path);
  return {};
}

Status LmdbSink::finish() {
  int code = mdb_txn_commit(std::exchange(state_->txn, nullptr));
  if (code == 0) code = mdb_env_sync(state_->env, 1);
  if (code != 0) return lmdb_error(code, "write", state_->path);
  return {};
}

}  // namespace seawall::feed
