// TOML 1.0 into a tree, by toml++ (toml_library.h). Its tables sort their keys; we put them back in
// the order of the text. Exceptions end here. Bounds are checked before (toml_bounds.cc) and while
// copying.
#include <algorithm>

#include "base/text.h"
#include "doc/builder.h"
#include "doc/json_reader.h"
#include "doc/parse.h"
#include "doc/reader.h"
#include "doc/text_position.h"
#include "doc/toml_bounds.h"
#include "doc/toml_library.h"

namespace seawall::doc {

namespace {

Position position_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}

std::string date_text(const toml::date& date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string time_text(const toml::time& time) {
  std::string text = fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
  if (time.nanosecond == 0) return text;
  text += fmt::format(".{:09}", time.nanosecond);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

std::string date_time_text(const toml::date_time& value) {
  std::string text = date_text(value.date) + "T" + time_text(value.time);
  if (!value.offset) return text;
  int minutes = value.offset->minutes;
  if (minutes == 0) return text + "Z";
  return text + fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                            std::abs(minutes) % 60);
}

class TomlCopy {
 public:
  explicit TomlCopy(const Limits& limits) : limits_(limits) {}
  Status value(const toml::node& node);
  Document finish() { return build_.finish(); }

 private:
  Status table(const toml::table& table, Position at);
  Status array(const toml::array& array, Position at);
  void scalar(const toml::node& node, Position at);

  const Limits& limits_;
  Builder build_;
};

void TomlCopy::scalar(const toml::node& node, Position at) {
  switch (node.type()) {
    case toml::node_type::string:
      return build_.string(node.as_string()->get(), at);
    case toml::node_type::integer:
      return build_.integer(node.as_integer()->get(), at);
    case toml::node_type::floating_point:
      return build_.number(node.as_floating_point()->get(), at);
    case toml::node_type::boolean:
      return build_.boolean(node.as_boolean()->get(), at);
    case toml::node_type::date:
      return build_.string(date_text(node.as_date()->get()), at);
    case toml::node_type::time:
      return build_.string(time_text(node.as_time()->get()), at);
    case toml::node_type::date_time:
      return build_.string(date_time_text(node.as_date_time()->get()), at);
    default:
      return build_.null(at);
  }
}

Status TomlCopy::table(const toml::table& table, Position at) {
  struct Entry {
    const toml::key* key;
    const toml::node* value;
    Position position;
  };
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (auto&& [key, value] : table) entries.push_back({&key, &value, position_of(key.source())});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.position.line, a.position.column) <
           std::pair(b.position.line, b.position.column);
  });
  build_.begin_object(at);
  for (const Entry& entry : entries) {
    build_.key(entry.key->str(), entry.position);
    TRY(value(*entry.value));
  }
  build_.end_object();
  return {};
}

Status TomlCopy::array(const toml::array& array, Position at) {
  build_.begin_array(at);
  for (auto&& item : array) TRY(value(item));
  build_.end_array();
  return {};
}

// Recursion is bounded by toml_bounds.cc and once more here.
Status TomlCopy::value(const toml::node& node) {
  Position at = position_of(node.source());
  bool nests = node.is_table() || node.is_array();
  if (nests && build_.depth() >= limits_.document_depth)
    return error_at(Code::kLimit, at, "nested deeper than {}", limits_.document_depth);
  if (build_.nodes() >= limits_.document_nodes)
    return error_at(Code::kLimit, at, "more than {} values", limits_.document_nodes);
  if (const toml::table* table = node.as_table()) return this->table(*table, at);
  if (const toml::array* array = node.as_array()) return this->array(*array, at);
  scalar(node, at);
  return {};
}

}  // namespace

Result<Document> parse_toml(std::string_view text, const Limits& limits) {
  text = without_bom(text);
  TRY(check_toml_bounds(text, limits));
  size_t valid = valid_utf8_prefix(text);
  if (valid < text.size())
    return error_at(Code::kInvalid, position_at(text, valid), "not valid UTF-8");
  try {
    toml::table table = toml::parse(text);
    TomlCopy copy(limits);
    TRY(copy.value(table));
    return copy.finish();
  } catch (const toml::parse_error& error) {
    return error_at(Code::kInvalid, position_of(error.source()), "{}", error.description());
  } catch (const std::exception& error) {
    return Error::make(Code::kInvalid, "{}", error.what());
  }
}

}  // namespace seawall::doc
