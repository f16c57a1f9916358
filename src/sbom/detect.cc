// Whether a file is a bill of materials, without reading all of it: both formats are JSON objects
// that say what they are in a key of their own at the top. The text may be huge or no JSON at all,
// so this looks at its first bytes only, with a scanner that knows strings and nesting and nothing
// else.
#include "base/text.h"
#include "sbom/sbom.h"

namespace seawall::sbom {
namespace {

constexpr size_t kMostBytes = 64 << 20;

// Walks over JSON tokens well enough to find the keys of the outermost object.
class TopKeys {
 public:
  explicit TopKeys(std::string_view text) : text_(text.substr(0, kMostBytes)) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    skip_space();
  }
  bool open() { return take('{'); }

  // The next key of the outermost object, raw; its value follows. Nothing at the end or where this
  // is no JSON.
  std::optional<std::string_view> key() {
    skip_space();
    take(',');
    skip_space();
    std::optional<std::string_view> key = string();
    skip_space();
    if (!key || !take(':')) return std::nullopt;
    skip_space();
    return key;
  }
  std::optional<std::string_view> string() {
    if (!take('"')) return std::nullopt;
    size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return std::nullopt;
    return text_.substr(begin, at_++ - begin);
  }
  // Over one value: up to the comma or bracket that ends it.
  void skip_value() {
    size_t depth = 0;
    while (at_ < text_.size()) {
      char c = text_[at_];
      if (c == '"') {
        if (!string()) at_ = text_.size();
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}')) return;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth > 0) --depth;
      ++at_;
    }
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::optional<Format> detect(std::string_view text) {
  TopKeys keys(text);
  if (!keys.open()) return std::nullopt;
  while (std::optional<std::string_view> key = keys.key()) {
    if (*key == "bomFormat") {
      if (keys.string() == "CycloneDX") return Format::kCycloneDxJson;
      return std::nullopt;
    }
    if (*key == "spdxVersion") {
      std::optional<std::string_view> version = keys.string();
      if (version && version->starts_with("SPDX-2.")) return Format::kSpdxJson;
      return std::nullopt;
    }
    keys.skip_value();
  }
  return std::nullopt;
}

}  // namespace seawall::sbom
