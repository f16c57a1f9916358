// From text to objects.
//
// kubectl reads a file as a stream: JSON values one after the other when it begins like JSON, else
// YAML documents. What it finds there is an object, or a list of objects: it takes everything with
// an `items` array for a list, whatever its kind, and gives items that do not say their kind that
// of the list ("PodList" holds Pods), as the API server leaves it out of typed lists. So do we;
// such items are made anew with the two fields in front, since checks read them there. One thing is
// not left to kubectl's reading: an object with `items` and a `spec` is judged as what its kind
// says, so that nothing hides behind an empty list.
//
// What is no object is told apart: something that was meant as one (a kind and a spec, but no
// apiVersion; a text with both words that does not parse) leaves the answer incomplete; a Compose
// file or a package.json does not.
#include "kube/manifest_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "doc/builder.h"
#include "doc/parse.h"

namespace seawall::kube {
namespace {

constexpr size_t kToldPerFile = 20;
constexpr uint32_t kMaxListNesting = 64;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// Both words stand in the text: it was meant as a manifest.
bool looks_meant(std::string_view text) {
  return contains(text, "apiVersion") && contains(text, "kind");
}

bool begins_like_json(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  text = trim(text.substr(0, 4096));
  return text.starts_with('{') || text.starts_with('[');
}

// Flow YAML and Helm templates begin with a brace too, so what is no JSON gets a second look.
doc::Documents parse(std::string_view text, std::string_view path, const Limits& limits,
                     Diagnostics& remarks) {
  if (!begins_like_json(text) && !path.ends_with(".json"))
    return doc::parse_yaml_stream(text, limits, doc::YamlSchema::kKubectl, &remarks);
  doc::Documents json = doc::parse_json_stream(text, limits, &remarks);
  if (json.faults.empty()) return json;
  Diagnostics yaml_remarks;
  doc::Documents yaml =
      doc::parse_yaml_stream(text, limits, doc::YamlSchema::kKubectl, &yaml_remarks);
  if (!yaml.faults.empty() && path.ends_with(".json")) return json;
  remarks = std::move(yaml_remarks);
  return yaml;
}

// What a document that is no object is, as far as its shape tells.
std::string described(const doc::Node& root) {
  if (!root.is_object()) return root.is_array() ? "a list of something else" : "plain text";
  auto has = [&](std::string_view key) { return root.find(key) != nullptr; };
  if (root.text("bomFormat") == "CycloneDX" || has("spdxVersion") || has("SPDXID"))
    return "an SBOM: scan it by itself";
  if (root["services"].is_object()) return "a Compose file";
  if (root["jobs"].is_object() && (has("on") || has("true"))) return "a GitHub workflow";
  if (has("openapi") || has("swagger")) return "an OpenAPI document";
  if (has("AWSTemplateFormatVersion")) return "a CloudFormation template";
  if (has("dependencies") && has("name")) return "a package description";
  return "no Kubernetes object: it has no apiVersion and kind";
}

class TextReader {
 public:
  TextReader(std::string_view text, SourceFile file, const Limits& limits, Manifests& manifests)
      : text_(text), file_(std::move(file)), limits_(limits), manifests_(manifests) {}
  TextOutcome read();

 private:
  void take(const doc::Node& root, uint32_t nesting);
  void take_list(const doc::Node& list, uint32_t nesting);
  void take_items(const doc::Node& list, std::string_view kind, uint32_t nesting);
  void take_other(const doc::Node& root);
  void take_faults(Diagnostics faults);
  void take_remarks(Diagnostics remarks);
  bool is_template(uint32_t line) const;
  void tell(Diagnostic diagnostic);
  template <typename... Args>
  void tell(Code code, bool incomplete, uint32_t line, fmt::format_string<Args...> format,
            Args&&... args) {
    tell({code, file_.path, fmt::format(format, std::forward<Args>(args)...), line, incomplete});
  }
  bool has_objects() const { return manifests_.objects.size() > objects_before_; }

  std::string_view text_;
  SourceFile file_;
  const Limits& limits_;
  Manifests& manifests_;
  size_t objects_before_ = 0;
  Diagnostics others_;  // documents that are something else
  size_t told_ = 0, untold_ = 0;
  bool untold_incomplete_ = false;
};

void TextReader::tell(Diagnostic diagnostic) {
  diagnostic.path = file_.path;
  if (told_ < kToldPerFile) {
    ++told_;
    manifests_.diagnostics.push_back(std::move(diagnostic));
  } else {
    ++untold_;
    untold_incomplete_ |= diagnostic.incomplete;
  }
}

bool is_list(const doc::Node& root) {
  std::string_view kind = root.text("kind");
  if (kind.empty() || root.text("apiVersion").empty()) return false;
  if (kind == "List") return true;
  return root["items"].is_array() && (kind.ends_with("List") || root.find("spec") == nullptr);
}

// The item with the apiVersion and kind that its list implies; its values are shared.
void put_typed(const doc::Node& item, std::string_view api_version, std::string_view kind,
               doc::Builder& build) {
  build.begin_object(item.position());
  build.key("apiVersion", item.position());
  build.string(api_version, item.position());
  build.key("kind", item.position());
  build.string(kind, item.position());
  for (const doc::Member& member : item.members()) {
    build.key(member.key, member.key_position);
    build.value(member.value);
  }
  build.end_object();
}

bool lacks_type(const doc::Node& item) {
  return item.is_object() && item.text("kind").empty() && item.text("apiVersion").empty();
}

void TextReader::take_items(const doc::Node& list, std::string_view kind, uint32_t nesting) {
  uint32_t index = 0;
  for (const doc::Node& item : list.items()) {
    if (item.is_object() && !lacks_type(item)) {
      take(item, nesting + 1);
    } else {
      tell(Code::kInvalid, true, item.position().line, "item {} of the {} is no object: not judged",
           index, printable(kind, 200));
    }
    ++index;
  }
}

void TextReader::take_list(const doc::Node& list, uint32_t nesting) {
  std::string_view kind = list.text("kind");
  const doc::Node& items = list["items"];
  if (!items.is_array()) {
    if (!items.is_null())
      tell(Code::kInvalid, true, items.position().line,
           "the items of a {} are no array: not judged", printable(kind, 200));
    return;
  }
  if (items.size() == 0) {
    others_.push_back(
        {Code::kUnsupported, file_.path, "an empty list", list.position().line, false});
    return;
  }
  std::string_view item_kind = kind.substr(0, kind.size() - (kind.ends_with("List") ? 4 : 0));
  bool typed =
      !item_kind.empty() && std::any_of(items.items().begin(), items.items().end(), lacks_type);
  if (!typed) return take_items(items, kind, nesting);
  doc::Builder build;
  build.begin_array(items.position());
  for (const doc::Node& item : items.items()) {
    if (lacks_type(item)) {
      put_typed(item, list.text("apiVersion"), item_kind, build);
    } else {
      build.value(item);
    }
  }
  build.end_array();
  manifests_.documents.push_back(build.finish());
  take_items(manifests_.documents.back().root(), kind, nesting);
}

void TextReader::take_other(const doc::Node& root) {
  uint32_t line = root.position().line;
  std::string_view kind = root.text("kind"), api_version = root.text("apiVersion");
  bool shaped = root["metadata"].is_object() || root["spec"].is_object();
  if (shaped && !kind.empty()) {
    tell(Code::kInvalid, true, line, "a {} without apiVersion: kubectl refuses it, not judged",
         printable(kind, 200));
  } else if (shaped && !api_version.empty()) {
    tell(Code::kInvalid, true, line, "an object of {} without kind: kubectl refuses it, not judged",
         printable(api_version, 200));
  } else if (others_.size() <= kToldPerFile) {
    others_.push_back({Code::kUnsupported, file_.path, described(root), line, false});
  } else {
    ++untold_;
  }
}

void TextReader::take(const doc::Node& root, uint32_t nesting) {
  if (nesting > kMaxListNesting)
    return tell(Code::kLimit, true, root.position().line, "lists nested deeper than {}: not judged",
                kMaxListNesting);
  if (root.is_array() && std::any_of(root.items().begin(), root.items().end(),
                                     [](const doc::Node& item) { return as_object(item, 0); })) {
    tell(Code::kInvalid, false, root.position().line,
         "an array of objects: kubectl refuses it, they are judged all the same");
    return take_items(root, "array", nesting);
  }
  if (is_list(root)) return take_list(root, nesting);
  auto file = static_cast<uint32_t>(manifests_.files.size() - 1);
  if (std::optional<Object> object = as_object(root, file)) {
    manifests_.objects.push_back(*object);
  } else {
    take_other(root);
  }
}

// Whether the place of a fault, or what stands just above it, is text for a template engine.
bool TextReader::is_template(uint32_t line) const {
  size_t end = 0;
  for (uint32_t i = 0; i < line && end < text_.size(); ++i)
    end = std::min(text_.find('\n', end), text_.size() - 1) + 1;
  size_t begin = end;
  for (int i = 0; i < 3 && begin > 1; ++i) {
    size_t above = text_.rfind('\n', begin - 2);
    begin = above == text_.npos ? 0 : above + 1;
  }
  return contains(text_.substr(begin, end - begin), "{{");
}

// kubectl refuses the whole file for one bad document; what can be read of it is judged, and the
// rest is said.
void TextReader::take_faults(Diagnostics faults) {
  if (faults.empty()) return;
  bool meant = has_objects() || looks_meant(text_);
  if (is_template(faults.front().line)) {
    if (meant)
      return tell(
          Code::kUnsupported, true, faults.front().line,
          "a Helm template ({{{{ ... }}}}) outside of a chart: nothing fills it in, not judged");
    others_.push_back(
        {Code::kUnsupported, file_.path, "a template ({{ ... }})", faults.front().line, false});
    return;
  }
  for (Diagnostic& fault : faults) {
    if (meant || fault.code == Code::kLimit) {
      tell(fault.code, true, fault.line, "{}; kubectl refuses the file", fault.message);
    } else {
      fault.message = "not readable: " + fault.message;
      fault.path = file_.path;
      fault.incomplete = false;
      others_.push_back(std::move(fault));
    }
  }
}

void TextReader::take_remarks(Diagnostics remarks) {
  for (Diagnostic& remark : remarks) {
    remark.path = file_.path;
    tell(std::move(remark));
  }
}

TextOutcome TextReader::read() {
  Diagnostics remarks;
  doc::Documents read = parse(text_, file_.path, limits_, remarks);
  manifests_.files.push_back(file_);
  objects_before_ = manifests_.objects.size();
  size_t diagnostics_before = manifests_.diagnostics.size();
  for (doc::Document& document : read.documents) {
    size_t objects = manifests_.objects.size();
    size_t documents = manifests_.documents.size();
    manifests_.documents.push_back(std::move(document));
    take(manifests_.documents.back().root(), 0);
    if (manifests_.objects.size() == objects) manifests_.documents.resize(documents);
  }
  take_faults(std::move(read.faults));
  bool nothing = !has_objects() && manifests_.diagnostics.size() == diagnostics_before;
  if (!has_objects()) manifests_.files.pop_back();
  if (nothing) {
    TextOutcome outcome{true, "empty", 0};
    if (!others_.empty()) outcome = {true, others_.front().message, others_.front().line};
    return outcome;
  }
  for (Diagnostic& other : others_) tell(std::move(other));
  take_remarks(std::move(remarks));
  if (untold_ > 0)
    manifests_.diagnostics.push_back({Code::kLimit, file_.path,
                                      fmt::format("{} more remarks on this file", untold_), 0,
                                      untold_incomplete_});
  return {};
}

}  // namespace

// An escape can spell the words without holding them, and UTF-16 has a NUL beside each letter.
bool may_hold_objects(std::string_view text) {
  for (std::string_view part : {"apiVersion", "kind", "\\", "binary", "\xff\xfe", "\xfe\xff"})
    if (contains(text, part)) return true;
  return contains(text, std::string_view("\0", 1));
}

TextOutcome read_text(std::string_view text, SourceFile file, const Limits& limits,
                      Manifests& manifests) {
  return TextReader(text, std::move(file), limits, manifests).read();
}

void read_manifest_text(std::string_view text, SourceFile file, const Limits& limits,
                        Manifests& manifests) {
  std::string path = file.path;
  TextOutcome outcome = read_text(text, std::move(file), limits, manifests);
  if (!outcome.something_else) return;
  manifests.diagnostics.push_back(
      {Code::kUnsupported, std::move(path), outcome.what, outcome.line, false});
}

}  // namespace seawall::kube
