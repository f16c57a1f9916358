// The tar walk: wanted files give exactly the bytes that their entry promised.
#include <cstdlib>

#include "archive/path.h"
#include "archive/tar.h"

namespace {

using namespace seawall;

class Checker final : public archive::TarVisitor {
 public:
  Result<bool> entry(const archive::TarEntry& entry) override {
    if (open_) std::abort();
    archive::normalize_path(entry.path, normal_);
    if (normal_.size() > entry.path.size()) std::abort();
    left_ = entry.size;
    open_ = entry.type == archive::EntryType::kFile;
    return open_;
  }
  Status data(std::string_view bytes) override {
    if (!open_ || bytes.empty() || bytes.size() > left_) std::abort();
    left_ -= bytes.size();
    return {};
  }
  Status end_of_file() override {
    if (!open_ || left_ != 0) std::abort();
    open_ = false;
    return {};
  }

 private:
  bool open_ = false;
  uint64_t left_ = 0;
  std::string normal_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Limits limits;
  limits.layer_bytes = 4 << 20;
  auto source = archive::view_source(std::string_view(reinterpret_cast<const char*>(data), size));
  Checker checker;
  (void)archive::walk_tar(*source, checker, limits).ok();
  return 0;
}
