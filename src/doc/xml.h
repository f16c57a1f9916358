// XML for project files (pom.xml, .csproj, packages.config), read by pugixml behind bounds.
//
// Names are local names: `<m:version xmlns:m="...">` is "version". No DTD is read and no entity but
// the five of XML is expanded, so none can grow; a reference to another stays as it is written.
// UTF-8, UTF-16 (by its mark) and ISO-8859-1 (by its declaration).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace pugi {
struct xml_node_struct;
}

namespace seawall::doc {

// One element, valid as long as its XmlDocument; empty when it stands for nothing, and then
// everything asked of it is empty too.
class XmlElement {
 public:
  XmlElement() = default;
  explicit operator bool() const { return node_ != nullptr; }

  std::string_view name() const;                            // without prefix
  std::string_view attribute(std::string_view name) const;  // "" when absent
  bool has_attribute(std::string_view name) const;
  // The text and CDATA directly inside, joined, without white space at both ends.
  std::string text() const;

  // First child element of that name; any name when "".
  XmlElement child(std::string_view name = "") const;
  // Next element behind this one, in the same parent.
  XmlElement next(std::string_view name = "") const;
  std::vector<XmlElement> children(std::string_view name = "") const;
  // child(name).text()
  std::string text(std::string_view name) const { return child(name).text(); }

 private:
  friend class XmlDocument;
  explicit XmlElement(pugi::xml_node_struct* node) : node_(node) {}
  pugi::xml_node_struct* node_ = nullptr;
};

class XmlDocument {
 public:
  // Errors: "line:column: what"; kLimit when larger than 64 MiB or limits.document_bytes, deeper
  // than limits.document_depth, or more elements and attributes than a million.
  static Result<XmlDocument> parse(std::string_view bytes, const Limits& limits);
  ~XmlDocument();
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;

  XmlElement root() const;
  uint32_t line(const XmlElement& element) const;  // 1-based; 0 for an empty element

 private:
  struct State;
  explicit XmlDocument(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace seawall::doc
