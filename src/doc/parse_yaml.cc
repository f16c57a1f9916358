// YAML into a tree: libyaml's events, composed by us.
//
// libyaml scans and parses; it knows nothing of values. What is ours: which value a scalar is
// (yaml_scalar.h), anchors and aliases, merge keys (yaml_merge.h), repeated keys, non-string keys,
// and the bounds. Depth is checked at each event that opens something, before libyaml goes deeper:
// its scanner looks at every open flow level for each token, so unbounded depth costs quadratic
// time.
//
// An alias costs no memory, since nodes are immutable and its copy shares the children; but whoever
// walks the tree pays for each. So every anchor knows how many nodes hang below it, aliases within
// included, and the sum over all aliases is bounded: "billion laughs" ends there. Long text counts
// as more than one node, since who looks at it again pays for its length.
#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "doc/parse.h"
#include "doc/reader.h"
#include "doc/text_position.h"
#include "doc/yaml_events.h"
#include "doc/yaml_merge.h"
#include "doc/yaml_scalar.h"

namespace seawall::doc {

namespace {

constexpr size_t kTagRemarks = 32;
constexpr size_t kTagDirectives = 64;
constexpr size_t kFaults = 32;
constexpr size_t kTextOfNode = 1024;  // so many bytes of text weigh as much as a node

std::string_view view(const yaml_char_t* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view{};
}

bool is_core_tag(std::string_view tag) {
  if (!tag.starts_with(kYamlTagPrefix)) return false;
  tag.remove_prefix(kYamlTagPrefix.size());
  for (std::string_view known :
       {"str", "int", "float", "bool", "null", "binary", "timestamp", "map", "seq", "merge"})
    if (tag == known) return true;
  return false;
}

class Composer {
 public:
  Composer(std::string_view text, const Limits& limits, YamlSchema schema, Diagnostics* remarks,
           uint32_t lines_before = 0)
      : events_(text, lines_before), limits_(limits), schema_(schema), remarks_(remarks) {}

  // Appends the documents; on an error those before it.
  Status stream(std::vector<Document>& documents);

  // For who goes on after an error.
  bool failed_ahead() const { return events_.failed_ahead(); }
  uint32_t document_line() const { return document_line_; }  // where the last one began
  void leave_out_null_members() { build_.leave_out_null_members(); }
  void count_on(const Composer& earlier);  // its values count here

 private:
  static constexpr size_t kNoAnchor = SIZE_MAX;
  struct Anchor {
    Node node;
    size_t weight = 0;
    bool complete = false;
  };
  struct Frame {
    bool mapping;
    bool key_next = true;
    bool merging = false;       // the value that comes is that of a << key
    size_t weight_before = 0;   // for the anchor
    size_t anchor = kNoAnchor;  // of list_
    std::vector<YamlMerge> merges;
  };

  Status document();
  Status event(const yaml_event_t& event);
  Status scalar(const yaml_event_t& event);
  Status alias(const yaml_event_t& event);
  Status open(const yaml_event_t& event, bool mapping);
  Status close();
  void key(std::string_view text, Position at);
  Status scalar_key(const Node& node, std::string_view text);
  Status value_key(const Node& node);
  void merge_key(Position at);
  Status value_done(bool from_alias);
  Status check_bounds(Position at) const;
  Status check_repeated() const;
  size_t declare(const yaml_char_t* name);
  void remark_tag(std::string_view tag, Position at);
  bool at_key() const {
    return !frames_.empty() && frames_.back().mapping && frames_.back().key_next;
  }
  size_t nodes() const { return earlier_nodes_ + build_.nodes() + alias_nodes_; }
  // What an alias of all so far would cost.
  size_t weight() const { return nodes() + text_nodes_; }

  YamlEvents events_;
  const Limits& limits_;
  YamlSchema schema_;
  Diagnostics* remarks_;
  Builder build_;
  std::vector<Frame> frames_;
  // The last anchor of a name counts from where it starts, so each name leads to a number.
  std::vector<Anchor> anchors_;
  std::map<std::string, size_t, std::less<>> anchor_names_;
  size_t earlier_nodes_ = 0;  // of the documents before this one
  size_t alias_nodes_ = 0;    // that aliases added, in the whole stream
  size_t text_nodes_ = 0;     // that long texts count for, beside their own node
  size_t tag_remarks_ = 0;
  uint32_t document_line_ = 0;
};

void Composer::count_on(const Composer& earlier) {
  earlier_nodes_ = earlier.earlier_nodes_ + earlier.build_.nodes();
  alias_nodes_ = earlier.alias_nodes_;
  tag_remarks_ = earlier.tag_remarks_;
}

void Composer::remark_tag(std::string_view tag, Position at) {
  if (remarks_ == nullptr || tag.empty() || is_core_tag(tag) || tag_remarks_ == kTagRemarks) return;
  ++tag_remarks_;
  remarks_->push_back({.code = Code::kUnsupported,
                       .message = fmt::format("tag {} has no meaning here", printable(tag, 200)),
                       .line = at.line,
                       .incomplete = false});
}

size_t Composer::declare(const yaml_char_t* name) {
  if (name == nullptr) return kNoAnchor;
  anchor_names_[std::string(view(name))] = anchors_.size();
  anchors_.emplace_back();
  return anchors_.size() - 1;
}

Status Composer::check_bounds(Position at) const {
  if (alias_nodes_ > limits_.alias_expansion)
    return error_at(Code::kLimit, at, "aliases expand to more than {} values",
                    limits_.alias_expansion);
  if (nodes() > limits_.document_nodes)
    return error_at(Code::kLimit, at, "more than {} values", limits_.document_nodes);
  return {};
}

void Composer::key(std::string_view text, Position at) {
  frames_.back().key_next = false;
  build_.key(text, at);
}

// Lock files keep a key as it is written; kubectl reads it as a value and writes that as text.
Status Composer::scalar_key(const Node& node, std::string_view text) {
  if (schema_ == YamlSchema::kKubectl) return value_key(node);
  key(text, node.position());
  return {};
}

// The text of a string is in the arena already, for all aliases of it too.
Status Composer::value_key(const Node& node) {
  if (node.is_string()) {
    frames_.back().key_next = false;
    build_.kept_key(node.as_string(), node.position());
  } else {
    key(TRY(kubectl_key(node)), node.position());
  }
  return {};
}

void Composer::merge_key(Position at) {
  frames_.back().merging = true;
  key("<<", at);
}

// A merge key's value was composed like any other; it is taken out again here.
Status Composer::value_done(bool from_alias) {
  if (frames_.empty() || !frames_.back().mapping) return {};
  Frame& frame = frames_.back();
  frame.key_next = true;
  if (!frame.merging) return {};
  frame.merging = false;
  Node sources = build_.take_last_member();
  if (!sources.is_object() && (!sources.is_array() || from_alias))
    return error_at(Code::kInvalid, sources.position(),
                    "<< takes a mapping or a list of mappings, this is {}",
                    kind_name(sources.kind()));
  frame.merges.push_back({build_.open_members().size(), sources});
  return {};
}

Status Composer::scalar(const yaml_event_t& event) {
  const auto& data = event.data.scalar;
  YamlScalar scalar{.text = {reinterpret_cast<const char*>(data.value), data.length},
                    .tag = view(data.tag),
                    .plain = data.plain_implicit != 0,
                    .position = YamlEvents::start_of(event)};
  bool merge_tag =
      scalar.tag.starts_with(kYamlTagPrefix) && scalar.tag.substr(kYamlTagPrefix.size()) == "merge";
  if (at_key() && scalar.text == "<<" && (scalar.plain || merge_tag)) {
    merge_key(scalar.position);
    if (size_t anchor = declare(data.anchor); anchor != kNoAnchor)
      anchors_[anchor] = {build_.string_node(scalar.text, scalar.position), 1, true};
    return {};
  }
  remark_tag(scalar.tag, scalar.position);
  Node node = TRY(yaml_scalar_node(scalar, schema_, build_));
  size_t anchor = declare(data.anchor);
  size_t heavy = scalar.text.size() / kTextOfNode;
  text_nodes_ += heavy;
  if (anchor != kNoAnchor) anchors_[anchor] = {node, 1 + heavy, true};
  if (at_key()) return scalar_key(node, scalar.text);
  build_.value(node);
  return value_done(false);
}

Status Composer::alias(const yaml_event_t& event) {
  std::string_view name = view(event.data.alias.anchor);
  Position at = YamlEvents::start_of(event);
  auto found = anchor_names_.find(name);
  if (found == anchor_names_.end())
    return error_at(Code::kInvalid, at, "alias *{} names no anchor", printable(name, 200));
  const Anchor& anchor = anchors_[found->second];
  if (!anchor.complete)
    return error_at(Code::kInvalid, at, "anchor &{} contains itself", printable(name, 200));
  Node node = Builder::moved(anchor.node, at);
  alias_nodes_ += anchor.weight - 1;
  if (at_key()) return value_key(node);
  build_.value(node);
  return value_done(true);
}

Status Composer::open(const yaml_event_t& event, bool mapping) {
  Position at = YamlEvents::start_of(event);
  if (frames_.size() >= limits_.document_depth)
    return error_at(Code::kLimit, at, "nested deeper than {}", limits_.document_depth);
  if (at_key())
    return error_at(Code::kInvalid, at, "a {} cannot be a key", mapping ? "mapping" : "sequence");
  const auto& start = event.data;
  remark_tag(view(mapping ? start.mapping_start.tag : start.sequence_start.tag), at);
  size_t anchor = declare(mapping ? start.mapping_start.anchor : start.sequence_start.anchor);
  frames_.push_back(
      {.mapping = mapping, .weight_before = weight(), .anchor = anchor, .merges = {}});
  if (mapping) {
    build_.begin_object(at);
  } else {
    build_.begin_array(at);
  }
  return {};
}

Status Composer::close() {
  Frame& frame = frames_.back();
  if (frame.mapping) {
    if (!frame.merges.empty()) TRY(apply_merges(frame.merges, schema_, build_));
    build_.end_object();
    TRY(check_repeated());
  } else {
    build_.end_array();
  }
  if (frame.anchor != kNoAnchor)
    anchors_[frame.anchor] = {build_.last(), weight() - frame.weight_before, true};
  frames_.pop_back();
  return value_done(false);
}

Status Composer::check_repeated() const {
  if (schema_ == YamlSchema::kKubectl || build_.repeated_count() == 0) return {};
  const Builder::Repeated& first = build_.repeated().front();
  return error_at(Code::kInvalid, first.position, "key \"{}\" is repeated",
                  printable(first.key, 200));
}

Status Composer::event(const yaml_event_t& event) {
  switch (event.type) {
    case YAML_SCALAR_EVENT:
      return scalar(event);
    case YAML_ALIAS_EVENT:
      return alias(event);
    case YAML_SEQUENCE_START_EVENT:
      return open(event, false);
    case YAML_MAPPING_START_EVENT:
      return open(event, true);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return close();
    default:
      return {};
  }
}

// From behind the document's start event to its end event.
Status Composer::document() {
  anchors_.clear();
  anchor_names_.clear();
  for (;;) {
    const yaml_event_t* next = TRY(events_.next());
    if (next->type == YAML_DOCUMENT_END_EVENT) break;
    TRY(event(*next));
    TRY(check_bounds(YamlEvents::start_of(*next)));
  }
  remark_repeated(build_, remarks_);
  return {};
}

Status Composer::stream(std::vector<Document>& documents) {
  for (;;) {
    const yaml_event_t* next = TRY(events_.next());
    if (next->type == YAML_STREAM_END_EVENT) break;
    if (next->type != YAML_DOCUMENT_START_EVENT) continue;
    document_line_ = YamlEvents::start_of(*next).line;
    TRY(document());
    earlier_nodes_ += build_.nodes();
    Document document = build_.finish();
    if (!document.root().is_null()) documents.push_back(std::move(document));
  }
  return {};
}

// libyaml compares each %TAG directive with all before it, and each tag with all of them.
Status check_directives(std::string_view text) {
  constexpr std::string_view kDirective = "%TAG";
  constexpr std::string_view kLineEnds = "\n\r\x85\xa8\xa9";  // the last bytes of YAML's five
  std::string narrow;
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    narrow = replace_all(text, std::string_view("\0", 1), "");  // UTF-16, near enough
    text = narrow;
  }
  size_t count = 0;
  for (size_t at = 0; (at = text.find(kDirective, at)) != text.npos; at += kDirective.size()) {
    bool starts_line = at == 0 || kLineEnds.find(text[at - 1]) != kLineEnds.npos;
    if (starts_line && ++count > kTagDirectives)
      return error_at(Code::kLimit, position_at(text, at), "more than {} %TAG directives",
                      kTagDirectives);
  }
  return {};
}

Status check_text(std::string_view text, const Limits& limits) {
  if (text.size() > limits.document_bytes)
    return Error::make(Code::kLimit, "document of {} bytes; the limit is {}", text.size(),
                       limits.document_bytes);
  return check_directives(text);
}

bool is_document_start(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || is_space(line[3]));
}

// Walks the lines of a text, forward only.
class DocumentStarts {
 public:
  explicit DocumentStarts(std::string_view text) : text_(text) {}
  size_t offset() const { return offset_; }
  uint32_t line() const { return line_; }
  bool at_end() const { return offset_ >= text_.size(); }
  bool next_line() {
    size_t end = text_.find('\n', offset_);
    offset_ = end == text_.npos ? text_.size() : end + 1;
    ++line_;
    return !at_end();
  }
  // Goes to the first start of a document in `line` or behind it; false at the end of the text.
  bool seek(uint32_t line) {
    while (!at_end()) {
      if (line_ >= line &&
          is_document_start(text_.substr(offset_, text_.find('\n', offset_) - offset_)))
        return true;
      next_line();
    }
    return false;
  }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  uint32_t line_ = 1;
};

// Reads a stream piece by piece; each piece ends at a fault or at the end of the text.
class PiecewiseReader {
 public:
  PiecewiseReader(std::string_view text, const Limits& limits, YamlSchema schema,
                  Diagnostics* remarks)
      : text_(text), limits_(limits), schema_(schema), remarks_(remarks), starts_(text) {}
  Documents read();

 private:
  bool piece();
  void read_before(uint32_t faulty_line);
  std::string_view text_;
  const Limits& limits_;
  YamlSchema schema_;
  Diagnostics* remarks_;
  DocumentStarts starts_;
  std::unique_ptr<Composer> last_;  // of the piece before
  Documents out_;
};

// Bad characters are found ahead of the documents before them; this reads those.
void PiecewiseReader::read_before(uint32_t faulty_line) {
  DocumentStarts starts = starts_;
  size_t end = starts.offset();
  while (starts.next_line() && starts.seek(0) && starts.line() <= faulty_line)
    end = starts.offset();
  std::string_view whole = text_.substr(starts_.offset(), end - starts_.offset());
  if (whole.empty()) return;
  Composer again(whole, limits_, schema_, remarks_, starts_.line() - 1);
  again.leave_out_null_members();
  if (last_) again.count_on(*last_);
  Status status = again.stream(out_.documents);
  if (!status) out_.faults.push_back(as_diagnostic(status.error()));
}

// False when this was the last piece.
bool PiecewiseReader::piece() {
  auto composer = std::make_unique<Composer>(text_.substr(starts_.offset()), limits_, schema_,
                                             remarks_, starts_.line() - 1);
  composer->leave_out_null_members();
  if (last_) composer->count_on(*last_);
  size_t before = out_.documents.size();
  size_t remarks_before = remarks_ ? remarks_->size() : 0;
  Status status = composer->stream(out_.documents);
  if (status) return false;
  Diagnostic fault = as_diagnostic(status.error());
  if (composer->failed_ahead()) {
    out_.documents.resize(before);
    if (remarks_) remarks_->resize(remarks_before);
    read_before(fault.line);
  }
  uint32_t behind = std::max({fault.line, starts_.line() + 1, composer->document_line() + 1});
  bool limit = fault.code == Code::kLimit;
  out_.faults.push_back(std::move(fault));
  last_ = std::move(composer);
  return !limit && starts_.seek(behind);
}

Documents PiecewiseReader::read() {
  while (piece()) {
    if (out_.faults.size() < kFaults) continue;
    out_.faults.push_back({.code = Code::kLimit,
                           .message = "too many faults: the rest of the file is not read",
                           .line = starts_.line()});
    break;
  }
  return std::move(out_);
}

}  // namespace

Result<std::vector<Document>> parse_yaml(std::string_view text, const Limits& limits,
                                         YamlSchema schema, Diagnostics* remarks) {
  TRY(check_text(text, limits));
  std::vector<Document> documents;
  TRY(Composer(text, limits, schema, remarks).stream(documents));
  return documents;
}

Documents parse_yaml_stream(std::string_view text, const Limits& limits, YamlSchema schema,
                            Diagnostics* remarks) {
  Status fit = check_text(text, limits);
  if (!fit) return {{}, {as_diagnostic(fit.error())}};
  return PiecewiseReader(text, limits, schema, remarks).read();
}

}  // namespace seawall::doc
