#include "package/stanza.h"

#include "base/text.h"

namespace seawall::package {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const std::function<void(const Stanza&)>& visit,
         const std::function<void(uint32_t)>& malformed)
      : text_(text), visit_(visit), malformed_(malformed) {}

  void run() {
    size_t at = 0;
    uint32_t number = 0;
    while (at < text_.size()) {
      size_t end = text_.find('\n', at);
      if (end == std::string_view::npos) end = text_.size();
      std::string_view line = text_.substr(at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      take(line, ++number);
      at = end + 1;
    }
    flush();
  }

 private:
  void take(std::string_view line, uint32_t number) {
    if (line.empty()) return flush();
    if (line[0] == '#') return;
    if (line[0] == ' ' || line[0] == '\t') return extend(line);
    size_t colon = line.find(':');
    std::string_view name = colon == std::string_view::npos ? "" : trim(line.substr(0, colon));
    bool full = stanza_.fields.size() >= kMaxStanzaFields;
    if (full || name.empty() || name.find_first_of(" \t") != std::string_view::npos) {
      open_ = false;
      return malformed_(number);
    }
    if (equals_ignoring_case(name, "Package") && stanza_.has("Package")) flush();
    if (stanza_.fields.empty()) stanza_.line = number;
    stanza_.fields.push_back({name, line.substr(colon + 1)});
    open_ = true;
  }

  // The value and its continuation lie side by side in the text: one view covers both.
  void extend(std::string_view line) {
    if (!open_ || stanza_.fields.empty()) return;
    std::string_view& value = stanza_.fields.back().value;
    value = {value.data(), static_cast<size_t>(line.data() + line.size() - value.data())};
  }

  void flush() {
    open_ = false;
    if (stanza_.fields.empty()) return;
    for (Stanza::Field& field : stanza_.fields) field.value = trim(field.value);
    visit_(stanza_);
    stanza_.fields.clear();
  }

  std::string_view text_;
  const std::function<void(const Stanza&)>& visit_;
  const std::function<void(uint32_t)>& malformed_;
  Stanza stanza_;
  bool open_ = false;  // a continuation line belongs to the last field
};

}  // namespace

std::string_view Stanza::get(std::string_view name) const {
  for (const Field& field : fields)
    if (equals_ignoring_case(field.name, name)) return field.value;
  return {};
}

bool Stanza::has(std::string_view name) const {
  for (const Field& field : fields)
    if (equals_ignoring_case(field.name, name)) return true;
  return false;
}

void for_each_stanza(std::string_view text, const std::function<void(const Stanza&)>& visit,
                     const std::function<void(uint32_t line)>& malformed) {
  Reader(text, visit, malformed).run();
}

}  // namespace seawall::package
