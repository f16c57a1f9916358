// The generations of an index folder: which one counts, and how a new one comes to count.
//
// A generation is written under generations/N.partial, synced, renamed to generations/N, and only
// then named by the file `current`, which is replaced by rename. Whatever moment a writer is killed
// at, `current` names a complete generation; what it left behind is removed by the next writer.
// Writers take a lock (flock on DIR/lock), readers none. The generation before the current one is
// kept, so that a reader that has just read `current` finds its file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace seawall::feed {

// Number of the current generation; kNotFound when there is none, kInvalid when `current` is
// damaged.
Result<uint64_t> current_generation(const std::string& directory);
std::string generation_file(const std::string& directory, uint64_t generation);

// The one writer of a folder. Unlocks when destroyed.
class GenerationWriter {
 public:
  // Makes the folder when needed, takes the lock (kUnavailable while another process holds it) and
  // removes what a killed writer left.
  static Result<std::unique_ptr<GenerationWriter>> lock(const std::string& directory);
  ~GenerationWriter();
  GenerationWriter(const GenerationWriter&) = delete;
  GenerationWriter& operator=(const GenerationWriter&) = delete;

  // Where the new generation's file is to be written.
  const std::string& new_file() const { return new_file_; }
  // Makes it current and removes generations that nobody needs. Returns its number. The file must
  // be complete and synced.
  Result<uint64_t> publish();

 private:
  GenerationWriter(std::string directory, int lock);
  Status prepare();

  std::string directory_;
  int lock_;
  uint64_t number_ = 0;
  std::string partial_, new_file_;
};

}  // namespace seawall::feed
