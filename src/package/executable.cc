#include "package/executable.h"

namespace seawall::package {

void Executables::begin() {
  head_.clear();
  sieves_.clear();
  decided_ = false;
  offset_ = 0;
}

void Executables::take(std::string_view bytes) {
  if (decided_) {
    if (!sieves_.empty()) pass(bytes);
    return;
  }
  constexpr std::string_view kMagic =
      "\x7f"
      "ELF";
  std::string_view first = bytes.substr(0, kElfHeadBytes - head_.size());
  head_ += first;
  std::string_view start = std::string_view(head_).substr(0, kMagic.size());
  if (start != kMagic.substr(0, start.size())) decided_ = true;  // a script, mostly
  if (decided_ || head_.size() < kElfHeadBytes) return;
  decide();
  if (!sieves_.empty()) pass(bytes.substr(first.size()));
}

void Executables::decide() {
  decided_ = true;
  std::optional<ElfHead> elf = parse_elf_head(head_);
  if (!elf) return;
  elf_ = *std::move(elf);
  for (const Reader* reader : readers_) sieves_.push_back(reader->sieve(elf_));
  pass(head_);
}

void Executables::pass(std::string_view bytes) {
  if (bytes.empty()) return;
  for (const std::unique_ptr<Sieve>& sieve : sieves_) sieve->take(bytes, offset_);
  offset_ += bytes.size();
}

void Executables::finish(std::string_view path, uint32_t mode, const Limits& limits, Facts& facts) {
  if (!decided_) decide();  // a file that is shorter than most heads
  for (size_t i = 0; i < sieves_.size(); ++i)
    if (std::string content = sieves_[i]->finish(); !content.empty())
      run_reader(*readers_[i], {path, content, mode, nullptr}, limits, facts);
}

}  // namespace seawall::package
