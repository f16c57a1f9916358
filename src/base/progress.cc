#include "base/progress.h"

namespace seawall {
namespace {

class Silent final : public Progress {
 public:
  void begin(std::string_view, uint64_t, std::string_view) override {}
  void add(uint64_t) override {}
  void end() override {}
};

}  // namespace

Progress& no_progress() {
  static Silent silent;
  return silent;
}

}  // namespace seawall
