// The rows of an index in one LMDB file (symas.com/lmdb), reader and writer. Files are written
// once, front to back, and then only read: no locks, no lock file, no second version of a page.
#pragma once

#include <memory>
#include <string>

#include "feed/tables.h"

namespace seawall::feed {

class LmdbStore : public TableStore {
 public:
  // kNotFound when there is no file, kInvalid when it is no LMDB file or shorter than it says.
  static Result<std::unique_ptr<LmdbStore>> open(const std::string& path);
  ~LmdbStore() override;

  std::optional<std::string_view> get(std::string_view key) const override;
  Status scan(
      std::string_view prefix,
      const std::function<bool(std::string_view key, std::string_view value)>& row) const override;
  uint64_t bytes() const;  // of the file

 private:
  struct State;
  explicit LmdbStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class LmdbSink : public TableSink {
 public:
  // A new file; kIo when there is one already.
  static Result<std::unique_ptr<LmdbSink>> create(const std::string& path);
  // A complete file, to change a few rows of it before it is published.
  static Result<std::unique_ptr<LmdbSink>> reopen(const std::string& path);
  ~LmdbSink() override;

  Status put(std::string_view key, std::string_view value) override;
  Status remove(std::string_view key) override;
  // Everything is on disk (fsync) when this returns. Call once, last.
  Status finish();

 private:
  struct State;
  explicit LmdbSink(std::unique_ptr<State> state);
  static Result<std::unique_ptr<LmdbSink>> start(const std::string& path);
  Status begin();
  std::unique_ptr<State> state_;
};

}  // namespace seawall::feed
