#include "posture/yaml_render.h"

#include <algorithm>

#include "base/text.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

namespace seawall::posture {

using doc::Node;
using doc::Span;

namespace {

struct Seen {
  unsigned step = 0, list_step = 0;
  bool any_list_step = false, flow_list = false, block_list = false;
};

bool is_flat(const Span& list) {
  auto scalar = [](const Span& item) { return item.kind == Span::Kind::kScalar; };
  return !list.items.empty() && std::all_of(list.items.begin(), list.items.end(), scalar);
}

// The first of each that is met counts.
void look(const Span& span, Seen& seen) {
  if (span.kind == Span::Kind::kSequence) {
    if (is_flat(span)) (span.flow ? seen.flow_list : seen.block_list) = true;
    for (const Span& item : span.items) look(item, seen);
  }
  for (const doc::SpanMember& member : span.members) {
    const Span& value = member.value;
    unsigned column = member.key.position.column;
    bool block = !span.flow && !value.flow && value.anchor.empty();
    if (block && value.kind == Span::Kind::kMapping && !value.members.empty() && seen.step == 0) {
      unsigned inner = value.members.front().key.position.column;
      if (inner > column) seen.step = inner - column;
    }
    if (block && value.kind == Span::Kind::kSequence && !seen.any_list_step &&
        value.position.column >= column) {
      seen.any_list_step = true;
      seen.list_step = value.position.column - column;
    }
    look(value, seen);
  }
}

// Reads back as just this text, whoever reads it.
bool is_plain_safe(std::string_view text) {
  auto fits = [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '@';
  };
  if (text.empty() || !(is_alnum(text[0]) || text[0] == '_' || text[0] == '/') ||
      !std::all_of(text.begin(), text.end(), fits))
    return false;
  for (doc::YamlSchema schema : {doc::YamlSchema::kKubectl, doc::YamlSchema::kCore}) {
    Result<std::vector<doc::Document>> read = doc::parse_yaml(text, Limits{}, schema);
    if (!read || read->size() != 1 || (*read)[0].root().as_string() != text) return false;
  }
  return true;
}

std::string quoted(std::string_view text) {
  std::string out;
  doc::append_json_string(out, text);
  return out;
}

bool is_inline(const Node& value, const YamlStyle& style) {
  if (value.size() == 0) return true;
  if (!value.is_array() || !style.flow_lists) return false;
  auto flat = [](const Node& item) { return item.size() == 0; };
  return std::all_of(value.items().begin(), value.items().end(), flat);
}

}  // namespace

YamlStyle style_of(const Span& object, std::string_view text) {
  Seen seen;
  look(object, seen);
  YamlStyle out;
  if (seen.step > 0) out.step = seen.step;
  out.list_step = seen.any_list_step ? seen.list_step : out.step;
  out.flow_lists = seen.flow_list && !seen.block_list;
  size_t end = text.find('\n');
  if (end != text.npos && end > 0 && text[end - 1] == '\r') out.line = "\r\n";
  return out;
}

std::string yaml_key(std::string_view key) {
  return is_plain_safe(key) ? std::string(key) : quoted(key);
}

std::string yaml_scalar(const Node& value) {
  return value.is_string() ? yaml_key(value.as_string()) : doc::to_json(value);
}

std::string yaml_after_colon(const Node& value, unsigned column, const YamlStyle& style) {
  if (value.size() == 0) return " " + yaml_scalar(value);
  if (is_inline(value, style)) return " " + yaml_flow(value, FlowStyle{});
  bool list = value.is_array();
  unsigned inner = column + (list ? style.list_step : style.step);
  std::string lines =
      list ? yaml_block_items(value, inner, style) : yaml_block_members(value, inner, style);
  return fmt::format("{}{:{}}{}", style.line, "", inner, lines);
}

std::string yaml_block_members(const Node& object, unsigned column, const YamlStyle& style) {
  std::string out;
  for (const doc::Member& member : object.members()) {
    if (!out.empty()) out += fmt::format("{}{:{}}", style.line, "", column);
    out +=
        fmt::format("{}:{}", yaml_key(member.key), yaml_after_colon(member.value, column, style));
  }
  return out;
}

std::string yaml_block_items(const Node& list, unsigned column, const YamlStyle& style) {
  std::string out;
  for (const Node& item : list.items()) {
    if (!out.empty()) out += fmt::format("{}{:{}}", style.line, "", column);
    if (item.is_object() && item.size() > 0) {
      out += "- " + yaml_block_members(item, column + 2, style);
    } else {
      out += "- " + (item.size() == 0 ? yaml_scalar(item) : yaml_flow(item, FlowStyle{}));
    }
  }
  return out;
}

std::string yaml_flow(const Node& value, const FlowStyle& style) {
  bool list = value.is_array();
  if (value.size() == 0)
    return style.quoted && value.is_string() ? quoted(value.as_string()) : yaml_scalar(value);
  FlowStyle inner = style;
  inner.column += style.step;
  std::string out(list ? "[" : "{");
  std::string separator = style.multiline ? fmt::format(",{}{:{}}", style.line, "", inner.column)
                                          : std::string(style.spaced ? ", " : ",");
  if (style.multiline) out += fmt::format("{}{:{}}", style.line, "", inner.column);
  bool first = true;
  auto separate = [&] {
    if (!first) out += separator;
    first = false;
  };
  for (const doc::Member& member : value.members()) {
    separate();
    out += style.quoted ? quoted(member.key) : yaml_key(member.key);
    out += style.spaced || !style.quoted ? ": " : ":";
    out += yaml_flow(member.value, inner);
  }
  for (const Node& item : value.items()) {
    separate();
    out += yaml_flow(item, inner);
  }
  if (style.multiline) out += fmt::format("{}{:{}}", style.line, "", style.column);
  return out + (list ? "]" : "}");
}

}  // namespace seawall::posture
