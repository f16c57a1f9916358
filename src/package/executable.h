// Executables (ELF files with an execute bit) of an image, in the one pass in which their bytes
// stream by: a reader that wants them brings a Sieve, which keeps the few bytes that matter. What
// it kept is then the content that the reader reads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "package/elf.h"
#include "package/reader.h"

namespace seawall::package {

// One per file. Its memory is bounded whatever the file's size.
class Sieve {
 public:
  virtual ~Sieve() = default;
  // The next bytes of the file, which start at `offset`.
  virtual void take(std::string_view bytes, uint64_t offset) = 0;
  // After the last bytes: what the reader is to read; empty when the file does not concern it.
  virtual std::string finish() = 0;
};

// The readers with sieves, and one file after another for them. Not for several threads.
class Executables {
 public:
  explicit Executables(const ReaderIndex& index) : readers_(index.executable_readers()) {}

  // Whether a regular file may be one; its name may not be that of a file that a reader knows.
  bool may_be(uint32_t mode, uint64_t size) const {
    return (mode & 0111) != 0 && size >= 64 && !readers_.empty();
  }
  void begin();
  void take(std::string_view bytes);
  void finish(std::string_view path, uint32_t mode, const Limits& limits, Facts& facts);

 private:
  void decide();
  void pass(std::string_view bytes);

  std::span<const Reader* const> readers_;
  std::string head_;  // the file's first bytes, until they tell what it is
  bool decided_ = false;
  uint64_t offset_ = 0;
  ElfHead elf_;
  std::vector<std::unique_ptr<Sieve>> sieves_;  // by reader; empty when it is no ELF file
};

}  // namespace seawall::package
