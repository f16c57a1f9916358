#include "doc/xml.h"

#include <algorithm>
#include <pugixml.hpp>

#include "base/text.h"
#include "doc/reader.h"
#include "doc/text_position.h"
#include "doc/xml_text.h"

namespace seawall::doc {

namespace {

// pugixml keeps some 70 bytes for an element or attribute, whatever its text.
constexpr size_t kXmlBytes = 64u << 20;
constexpr size_t kXmlPieces = 1u << 20;

constexpr unsigned kParse =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wnorm_attribute;

std::string_view local(std::string_view name) {
  size_t colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

bool matches(const pugi::xml_node& node, std::string_view name) {
  return node.type() == pugi::node_element && (name.empty() || local(node.name()) == name);
}

pugi::xml_attribute find_attribute(pugi::xml_node_struct* node, std::string_view name) {
  for (const pugi::xml_attribute& attribute : pugi::xml_node(node).attributes())
    if (local(attribute.name()) == name) return attribute;
  return {};
}

// pugixml parses by a loop, so depth costs it nothing; who walks the tree would pay.
Status check_depth(const pugi::xml_document& document, const Limits& limits) {
  pugi::xml_node node = document.first_child();
  size_t depth = 1;
  while (node) {
    if (depth > limits.document_depth)
      return Error::make(Code::kLimit, "nested deeper than {}", limits.document_depth);
    if (pugi::xml_node down = node.first_child()) {
      node = down;
      ++depth;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node) node = node.next_sibling();
  }
  return {};
}

Status check_size(std::string_view text) {
  auto pieces = static_cast<size_t>(std::count(text.begin(), text.end(), '<')) +
                static_cast<size_t>(std::count(text.begin(), text.end(), '='));
  if (pieces > 2 * kXmlPieces)  // an element has two of them at most
    return Error::make(Code::kLimit, "more than {} elements and attributes", kXmlPieces);
  return {};
}

}  // namespace

std::string_view XmlElement::name() const {
  return local(pugi::xml_node(node_).name());
}

std::string_view XmlElement::attribute(std::string_view name) const {
  return find_attribute(node_, name).value();
}

bool XmlElement::has_attribute(std::string_view name) const {
  return !find_attribute(node_, name).empty();
}

std::string XmlElement::text() const {
  std::string out;
  for (const pugi::xml_node& child : pugi::xml_node(node_).children())
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
  return std::string(trim(out));
}

XmlElement XmlElement::child(std::string_view name) const {
  for (const pugi::xml_node& child : pugi::xml_node(node_).children())
    if (matches(child, name)) return XmlElement(child.internal_object());
  return {};
}

XmlElement XmlElement::next(std::string_view name) const {
  pugi::xml_node node = pugi::xml_node(node_).next_sibling();
  while (node && !matches(node, name)) node = node.next_sibling();
  return XmlElement(node.internal_object());
}

std::vector<XmlElement> XmlElement::children(std::string_view name) const {
  std::vector<XmlElement> out;
  for (const pugi::xml_node& child : pugi::xml_node(node_).children())
    if (matches(child, name)) out.push_back(XmlElement(child.internal_object()));
  return out;
}

struct XmlDocument::State {
  pugi::xml_document document;
  std::vector<uint32_t> line_starts;  // offsets; pugixml writes over the text itself
};

XmlDocument::XmlDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
XmlDocument::~XmlDocument() = default;
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;

Result<XmlDocument> XmlDocument::parse(std::string_view bytes, const Limits& limits) {
  if (bytes.size() > std::min(kXmlBytes, limits.document_bytes))
    return Error::make(Code::kLimit, "document of {} bytes; the limit is {}", bytes.size(),
                       std::min(kXmlBytes, limits.document_bytes));
  std::string text = TRY(xml_as_utf8(bytes));
  TRY(check_size(text));
  auto state = std::make_unique<State>();
  pugi::xml_parse_result result =
      state->document.load_buffer(text.data(), text.size(), kParse, pugi::encoding_utf8);
  if (!result)
    return error_at(Code::kInvalid, position_at(text, static_cast<size_t>(result.offset)), "{}",
                    result.description());
  TRY(check_depth(state->document, limits));
  pugi::xml_node root = state->document.document_element();
  for (pugi::xml_node node = root.next_sibling(); node; node = node.next_sibling())
    if (node.type() == pugi::node_element)
      return error_at(Code::kInvalid, position_at(text, static_cast<size_t>(node.offset_debug())),
                      "a second root element");
  state->line_starts.push_back(0);
  for (size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') state->line_starts.push_back(static_cast<uint32_t>(i + 1));
  return XmlDocument(std::move(state));
}

XmlElement XmlDocument::root() const {
  return XmlElement(state_->document.document_element().internal_object());
}

uint32_t XmlDocument::line(const XmlElement& element) const {
  ptrdiff_t offset = pugi::xml_node(element.node_).offset_debug();
  if (!element || offset < 0) return 0;
  const std::vector<uint32_t>& starts = state_->line_starts;
  auto after = std::upper_bound(starts.begin(), starts.end(), static_cast<uint32_t>(offset));
  return static_cast<uint32_t>(after - starts.begin());
}

}  // namespace seawall::doc
