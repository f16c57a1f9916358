// Each object's edits are a tree (edit_tree.h) that is walked along the spans of its text. What the
// walk gives are replacements of byte ranges; they are carried out from the last to the first.
//
// Where a block mapping gets new members they stand on lines of their own behind its last one, and
// before any comment that follows it. A member that goes takes its lines along. Within brackets
// commas are set right.
#include "posture/yaml_patch.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "doc/yaml_spans.h"
#include "posture/edit_tree.h"
#include "posture/yaml_render.h"

namespace seawall::posture {
namespace {

using doc::Span;
using doc::SpanMember;

constexpr size_t kNowhere = static_cast<size_t>(-1);

struct Replacement {
  size_t begin = 0, end = 0;
  std::string text;
};

bool is_null(const Span& span) {
  return span.kind == Span::Kind::kScalar && span.style == Span::Style::kPlain &&
         (span.text.empty() || span.text == "~" || equals_ignoring_case(span.text, "null"));
}

unsigned column_of(const Span& span) {
  return span.position.column - 1;
}

// The last of that name: the one that counts.
const SpanMember* find_member(const Span& mapping, std::string_view key) {
  for (auto member = mapping.members.rbegin(); member != mapping.members.rend(); ++member)
    if (member->key.kind == Span::Kind::kScalar && member->key.text == key) return &*member;
  return nullptr;
}

// The parts of one text.
class Patcher {
 public:
  explicit Patcher(std::string_view text) : text_(text) {}

  void object(const Span& span, const EditTree& tree);
  void refuse(const EditTree& tree, std::string_view why) {
    for (size_t change : tree.changes) refused_.emplace(change, why);
  }
  void refuse(size_t change, std::string_view why) { refused_.emplace(change, why); }
  PatchedText finish();

 private:
  // Where a value stands: behind a key's colon, or as an item.
  struct Place {
    size_t after_colon = kNowhere;
    unsigned column = 0;  // of the key, or the item
    bool flow = false;    // within brackets
    bool json = false;    // keys in double quotes
  };
  // What happens to the parts of a mapping or list.
  struct Parts {
    std::vector<bool> removed;
    size_t removals = 0;
    std::vector<const EditMember*> added;
    bool all_removed() const { return removals > 0 && removals == removed.size(); }
  };

  void value(const Span& span, const EditTree& tree, const Place& place);
  void replace(const Span& span, const doc::Node& value, const Place& place);
  void mapping(const Span& span, const EditTree& tree, const Place& place);
  void sequence(const Span& span, const EditTree& tree, const Place& place);
  void block_members(const Span& span, const Parts& parts, const Place& place);
  void flow_members(const Span& span, const Parts& parts, const Place& place);
  void remove_first_of_line(const Span& span, const Parts& parts, size_t index);
  void remove_block_items(const Span& span, const Parts& parts, const EditTree& tree,
                          const Place& place);
  void remove_flow(const Span& whole, const std::vector<Span>& parts, const Parts& what);
  void add_flow(const Span& span, const Parts& parts, const Place& place);
  void replace_emptied(const Span& span, std::string_view brackets, const Place& place);
  doc::Document added_object(const Parts& parts) const;
  FlowStyle flow_style(const Span& span, const Place& place) const;

  size_t line_begin(size_t at) const {
    while (at > 0 && text_[at - 1] != '\n' && text_[at - 1] != '\r') --at;
    return at == 0 && text_.starts_with("\xef\xbb\xbf") ? 3 : at;
  }
  size_t line_end(size_t at) const {
    return std::min(text_.find_first_of("\r\n", at), text_.size());
  }
  size_t next_line(size_t at) const {
    size_t end = line_end(at);
    if (text_.substr(end).starts_with("\r\n")) return end + 2;
    return end < text_.size() ? end + 1 : end;
  }
  bool blank(size_t begin, size_t end) const {
    return trim(text_.substr(begin, end - begin)).empty();
  }
  bool starts_line(size_t at) const { return blank(line_begin(at), at); }
  bool has_comment(size_t begin, size_t end) const {
    return text_.substr(begin, end - begin).find('#') != text_.npos;
  }
  size_t colon_after(const SpanMember& member) const {
    size_t colon = text_.find(':', member.key.end);
    bool there = colon != text_.npos && colon <= member.value.begin && blank(member.key.end, colon);
    return there ? colon + 1 : kNowhere;
  }
  void put(size_t begin, size_t end, std::string text) {
    replacements_.push_back({begin, end, std::move(text)});
  }
  void remove_lines(size_t begin, size_t end);

  std::string_view text_;
  YamlStyle style_;
  std::vector<Replacement> replacements_;
  std::map<size_t, std::string> refused_;
};

void Patcher::object(const Span& span, const EditTree& tree) {
  style_ = style_of(span, text_);
  Place place;
  place.flow = span.flow;
  place.json = span.flow;
  value(span, tree, place);
}

void Patcher::value(const Span& span, const EditTree& tree, const Place& place) {
  if (span.kind == Span::Kind::kAlias)
    return refuse(tree, fmt::format("it is an alias, *{}, of what stands elsewhere",
                                    printable(span.anchor, 60)));
  if (tree.set) return replace(span, *tree.set, place);
  if (span.kind == Span::Kind::kMapping) return mapping(span, tree, place);
  if (span.kind == Span::Kind::kSequence) return sequence(span, tree, place);
  if (!is_null(span) || !tree.items.empty()) return refuse(tree, "the value there is no mapping");
  doc::Builder build;
  build_value(tree, build);
  doc::Document made = build.finish();
  replace(span, made.root(), place);
}

void Patcher::replace(const Span& span, const doc::Node& value, const Place& place) {
  if (place.flow) {
    FlowStyle flow;
    flow.quoted = place.json;
    std::string gap = span.begin == span.end ? " " : "";
    return put(span.begin, span.end, gap + yaml_flow(value, flow));
  }
  bool string = span.kind == Span::Kind::kScalar && value.is_string();
  if (string && span.style == Span::Style::kSingleQuoted && span.anchor.empty() &&
      yaml_scalar(value) == value.as_string())
    return put(span.begin, span.end, fmt::format("'{}'", value.as_string()));
  if (string && span.style == Span::Style::kDoubleQuoted && span.anchor.empty())
    return put(span.begin, span.end, yaml_flow(value, FlowStyle{true, true, false, 0, 2, "\n"}));
  bool block_list = span.kind == Span::Kind::kSequence && !span.flow && value.is_array();
  if (block_list && value.size() > 0)
    return put(span.begin, span.end, yaml_block_items(value, column_of(span), style_));
  if (place.after_colon == kNowhere)
    return put(span.begin, span.end, yaml_flow(value, FlowStyle{}));
  YamlStyle style = style_;
  if (span.flow && value.is_array()) style.flow_lists = true;
  std::string after = yaml_after_colon(value, place.column, style);
  bool one_line = after.find('\n') == after.npos;
  // A comment behind the key stays where it is, and the value on its own line.
  if (has_comment(place.after_colon, span.begin)) {
    if (one_line) return put(span.begin, span.end, after.substr(1));
    size_t end = line_end(place.after_colon);
    put(end, end, after);
    return put(span.begin, span.end, "");
  }
  put(place.after_colon, span.end, std::move(after));
}

void Patcher::mapping(const Span& span, const EditTree& tree, const Place& place) {
  Parts parts;
  parts.removed.resize(span.members.size());
  Place inner;
  inner.flow = place.flow || span.flow;
  inner.json = place.json;
  if (span.flow && !span.members.empty())
    inner.json = span.members.front().key.style == Span::Style::kDoubleQuoted;
  bool merges = find_member(span, "<<") != nullptr;
  for (const EditMember& entry : tree.members) {
    const EditTree& edit = entry.tree;
    const SpanMember* member = find_member(span, entry.name);
    if (!member && (edit.exists || edit.remove)) {
      refuse(edit, merges ? "it comes from a merge key (<<)" : "it is not written there as such");
    } else if (!member) {
      parts.added.push_back(&entry);
    } else if (edit.remove) {
      ++parts.removals;
      parts.removed[static_cast<size_t>(member - span.members.data())] = true;
    } else {
      inner.after_colon = colon_after(*member);
      inner.column = column_of(member->key);
      value(member->value, edit, inner);
    }
  }
  if (parts.removals == 0 && parts.added.empty()) return;
  inner.after_colon = place.after_colon;
  inner.column = place.column;
  if (span.flow) return flow_members(span, parts, inner);
  if (span.members.empty()) return refuse(tree, "the mapping there has no place for it");
  block_members(span, parts, inner);
}

doc::Document Patcher::added_object(const Parts& parts) const {
  doc::Builder build;
  build.begin_object();
  for (const EditMember* entry : parts.added) {
    build.key(entry->name);
    build_value(entry->tree, build);
  }
  build.end_object();
  return build.finish();
}

void Patcher::remove_lines(size_t begin, size_t end) {
  size_t from = line_begin(begin), to = next_line(end);
  // The last line of a text without a break at its end takes the break before it along.
  if (to == text_.size() && line_end(end) == to && from > 0 && !text_.ends_with('\n'))
    from = text_.substr(0, from).ends_with("\r\n") ? from - 2 : from - 1;
  put(from, to, "");
}

// A key behind a dash: what follows moves up to the dash, if nothing but space is between.
void Patcher::remove_first_of_line(const Span& span, const Parts& parts, size_t index) {
  const SpanMember& gone = span.members[index];
  size_t next = index + 1;
  while (next < span.members.size() && parts.removed[next]) ++next;
  bool moves = next == index + 1 && next < span.members.size() &&
               !has_comment(gone.value.end, span.members[next].key.begin);
  put(gone.key.begin, moves ? span.members[next].key.begin : gone.value.end, "");
}

// "{}" or "[]" in place of all that was in a block.
void Patcher::replace_emptied(const Span& span, std::string_view brackets, const Place& place) {
  size_t first = span.kind == Span::Kind::kMapping ? span.members.front().key.begin : span.begin;
  bool pull = place.after_colon != kNowhere && blank(place.after_colon, first);
  put(pull ? place.after_colon : first, span.end, fmt::format("{}{}", pull ? " " : "", brackets));
}

void Patcher::block_members(const Span& span, const Parts& parts, const Place& place) {
  const Span& first = span.members.front().key;
  unsigned column = column_of(first);
  std::string added;
  if (!parts.added.empty()) {
    doc::Document object = added_object(parts);
    added = yaml_block_members(object.root(), column, style_);
  }
  if (parts.all_removed()) {
    if (parts.added.empty()) return replace_emptied(span, "{}", place);
    return put(first.begin, span.end, std::move(added));
  }
  for (size_t i = 0; i < parts.removed.size(); ++i) {
    if (!parts.removed[i]) continue;
    const SpanMember& member = span.members[i];
    if (starts_line(member.key.begin)) {
      remove_lines(member.key.begin, member.value.end);
    } else {
      remove_first_of_line(span, parts, i);
    }
  }
  if (added.empty()) return;
  size_t at = next_line(span.end);
  std::string indent(column, ' ');
  if (at == line_end(span.end)) {
    put(at, at, fmt::format("{}{}{}", style_.line, indent, added));
  } else {
    put(at, at, fmt::format("{}{}{}", indent, added, style_.line));
  }
}

FlowStyle Patcher::flow_style(const Span& span, const Place& place) const {
  FlowStyle out;
  out.quoted = place.json;
  out.line = style_.line;
  if (span.members.empty()) return out;
  const SpanMember& last = span.members.back();
  size_t colon = colon_after(last);
  out.spaced = colon == kNowhere || colon >= text_.size() || is_space(text_[colon]);
  out.multiline = starts_line(last.key.begin);
  if (!out.multiline) return out;
  out.column = column_of(last.key);
  size_t begin = line_begin(span.begin);
  size_t indent = text_.find_first_not_of(' ', begin) - begin;
  out.step = out.column > indent ? static_cast<unsigned>(out.column - indent) : 2;
  return out;
}

void Patcher::flow_members(const Span& span, const Parts& parts, const Place& place) {
  std::vector<Span> wholes;  // key and value as one
  for (const SpanMember& member : span.members) {
    Span whole;
    whole.begin = member.key.begin;
    whole.end = member.value.end;
    wholes.push_back(std::move(whole));
  }
  if (parts.removals > 0) remove_flow(span, wholes, parts);
  if (!parts.added.empty()) add_flow(span, parts, place);
}

// Runs of parts that go, with the comma that has nothing to part any more.
void Patcher::remove_flow(const Span& whole, const std::vector<Span>& parts, const Parts& what) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!what.removed[i]) continue;
    size_t last = i;
    while (last + 1 < parts.size() && what.removed[last + 1]) ++last;
    if (last + 1 < parts.size()) {
      put(parts[i].begin, parts[last + 1].begin, "");
    } else if (i > 0) {
      put(parts[i - 1].end, parts[last].end, "");
    } else {
      size_t end = parts[last].end;
      size_t comma = text_.find_first_not_of(" \t\r\n", end);
      if (comma != text_.npos && comma < whole.end && text_[comma] == ',') end = comma + 1;
      put(parts[0].begin, end, "");
    }
    i = last;
  }
}

void Patcher::add_flow(const Span& span, const Parts& parts, const Place& place) {
  doc::Document object = added_object(parts);
  FlowStyle style = flow_style(span, place);
  FlowStyle values = style;
  std::string members;
  std::string separator = style.multiline ? fmt::format(",{}{:{}}", style.line, "", style.column)
                                          : std::string(style.spaced ? ", " : ",");
  for (const doc::Member& member : object.root().members()) {
    if (!members.empty()) members += separator;
    doc::Builder build;
    build.string(member.key);
    doc::Document key = build.finish();
    members += yaml_flow(key.root(), values) + (style.spaced || !style.quoted ? ": " : ":") +
               yaml_flow(member.value, values);
  }
  if (span.members.empty() || parts.all_removed()) {
    size_t at =
        span.members.empty() ? text_.find('{', span.begin) + 1 : span.members.back().value.end;
    return put(at, at, std::move(members));
  }
  size_t end = span.members.back().value.end;
  size_t comma = text_.find_first_not_of(" \t\r\n", end);
  bool trailing = comma != text_.npos && comma < span.end && text_[comma] == ',';
  if (trailing) end = comma + 1;
  std::string lead = separator.substr(trailing ? 1 : 0);
  // A comment behind the last member stays with it.
  size_t line = line_end(end);
  std::string_view rest = trim(text_.substr(end, line - end));
  if (style.multiline && rest.starts_with('#') && line < span.end) {
    if (!trailing) put(end, end, ",");
    return put(line, line, separator.substr(1) + members);
  }
  put(end, end, lead + members);
}

void Patcher::sequence(const Span& span, const EditTree& tree, const Place& place) {
  Parts parts;
  parts.removed.resize(span.items.size());
  Place inner;
  inner.flow = place.flow || span.flow;
  inner.json = place.json;
  if (!tree.members.empty()) return refuse(tree, "the value there is no mapping");
  for (const auto& [index, edit] : tree.items) {
    if (index >= span.items.size()) {
      refuse(edit, "it is not written there as such");
    } else if (edit.remove) {
      parts.removed[index] = true;
      ++parts.removals;
    } else {
      inner.column = column_of(span.items[index]);
      value(span.items[index], edit, inner);
    }
  }
  if (parts.removals == 0) return;
  if (span.flow) return remove_flow(span, span.items, parts);
  remove_block_items(span, parts, tree, place);
}

void Patcher::remove_block_items(const Span& span, const Parts& parts, const EditTree& tree,
                                 const Place& place) {
  if (parts.all_removed()) return replace_emptied(span, "[]", place);
  for (size_t i = 0; i < parts.removed.size(); ++i) {
    if (!parts.removed[i]) continue;
    const Span& item = span.items[i];
    size_t dash = line_begin(item.begin);
    while (dash < item.begin && text_[dash] == ' ') ++dash;
    bool alone = dash < item.begin && text_[dash] == '-' && blank(dash + 1, item.begin);
    if (alone) {
      remove_lines(dash, item.end);
    } else {
      refuse(tree.items.at(static_cast<uint32_t>(i)), "the dash of the item shares its line");
    }
  }
}

PatchedText Patcher::finish() {
  PatchedText out;
  for (auto& [change, why] : refused_) out.refused.push_back({change, std::move(why)});
  std::stable_sort(replacements_.begin(), replacements_.end(),
                   [](const Replacement& a, const Replacement& b) {
                     return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
                   });
  size_t at = 0;
  for (Replacement& replacement : replacements_) {
    size_t begin = std::max(replacement.begin, at);
    out.text += text_.substr(at, begin - at);
    out.text += replacement.text;
    at = std::max(at, replacement.end);
  }
  out.text += text_.substr(at);
  return out;
}

// The mapping that begins at each position.
void list_mappings(const Span& span, std::map<std::pair<uint32_t, uint32_t>, const Span*>& out) {
  if (span.kind == Span::Kind::kMapping)
    out.emplace(std::pair(span.position.line, span.position.column), &span);
  for (const SpanMember& member : span.members) list_mappings(member.value, out);
  for (const Span& item : span.items) list_mappings(item, out);
}

}  // namespace

Result<PatchedText> patch_yaml(std::string_view text, const std::vector<TextChange>& changes,
                               const Limits& limits) {
  std::vector<Span> documents = TRY(doc::yaml_spans(text, limits));
  std::map<std::pair<uint32_t, uint32_t>, const Span*> mappings;
  for (const Span& document : documents) list_mappings(document, mappings);
  Patcher patcher(text);
  std::map<const Span*, EditTree> trees;
  for (size_t i = 0; i < changes.size(); ++i) {
    const TextChange& change = changes[i];
    auto found = mappings.find({change.object.line, change.object.column});
    if (found == mappings.end()) {
      patcher.refuse(i, "the object is not written there as such");
    } else if (!add_edit(*change.edit, i, trees[found->second])) {
      patcher.refuse(i, "another fix changes the same place");
    }
  }
  for (const auto& [span, tree] : trees) patcher.object(*span, tree);
  return patcher.finish();
}

}  // namespace seawall::posture
