// Feeds bytes to one package reader, as a file of a project without other files.
#pragma once

#include <cstdint>
#include <string_view>

#include "package/purl.h"
#include "package/reader.h"

namespace seawall::package {

// Files beside the one that is read: each holds the same bytes, so that readers that look there
// meet anything, too.
class SameEverywhere : public Siblings {
 public:
  explicit SameEverywhere(std::string_view content) : content_(content) {}
  std::optional<std::string_view> read(std::string_view) const override { return content_; }

 private:
  std::string_view content_;
};

inline void feed_reader(const Reader& reader, std::string_view path, std::string_view content) {
  SameEverywhere siblings(content);
  Facts facts;
  Status status = reader.read(File{path, content, 0, &siblings}, Limits{}, facts);
  static_cast<void>(status);
  Facts alone;
  status = reader.read(File{path, content, 0, nullptr}, Limits{}, alone);
  for (const Package& package : alone.packages) {
    CHECK(!package.name.empty());
    CHECK(!package.version.empty());
    format_purl(purl_of(package, nullptr));
  }
}

inline void feed_reader(std::string_view name, std::string_view path, const uint8_t* data,
                        size_t size) {
  std::string_view content(reinterpret_cast<const char*>(data), size);
  for (const Reader* reader : readers())
    if (reader->name == name) feed_reader(*reader, path, content);
}

}  // namespace seawall::package
