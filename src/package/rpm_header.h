// RPM package headers as rpm databases store them (rpm's docs/manual/format_header: the header
// structure without its leading magic). The databases themselves are in rpm_database.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace seawall::package {

// A header in memory that somebody else keeps alive. Every access is bounded by the blob; numbers
// in it are not believed.
class RpmHeader {
 public:
  enum Tag : uint32_t {
    kName = 1000,
    kVersion = 1001,
    kRelease = 1002,
    kEpoch = 1003,
    kVendor = 1011,
    kLicense = 1014,
    kArch = 1022,
    kOldFilenames = 1027,
    kSourceRpm = 1044,
    kDirIndexes = 1116,
    kBasenames = 1117,
    kDirnames = 1118,
    kModularityLabel = 5096,
  };

  // kInvalid or kTruncated when the index and the data do not fit into the blob.
  static Result<RpmHeader> create(std::string_view blob);

  // The string, or the first one of an array or a translated text; empty when absent or damaged.
  std::string_view text(Tag tag) const;
  std::optional<uint32_t> number(Tag tag) const;
  // "[epoch:]version-release"; without an epoch tag there is no prefix.
  std::string evr() const;
  // Each file's absolute path. False when the lists do not fit together (what fits is given).
  bool for_each_file(const std::function<void(std::string_view path)>& visit) const;

 private:
  struct Entry {
    uint32_t type, offset, count;
  };
  RpmHeader(std::string_view index, std::string_view data) : index_(index), data_(data) {}
  std::optional<Entry> find(Tag tag) const;
  bool for_each_string(Tag tag, const std::function<void(std::string_view)>& visit) const;

  std::string_view index_, data_;
};

// "bash-5.1-2.el9.src.rpm" is source package bash, version 5.1-2.el9; nothing for other forms.
struct RpmSource {
  std::string_view name, version;
};
std::optional<RpmSource> parse_source_rpm(std::string_view file_name);

}  // namespace seawall::package
