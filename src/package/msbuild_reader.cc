// MSBuild projects (*.csproj, *.fsproj, *.vbproj) and the central version files beside them
// (Directory.Packages.props, Packages.props, Directory.Build.props).
//
//   <PackageReference Include="Serilog" Version="3.1.1"/>     asked for by a project
//   <PackageVersion Include="Serilog" Version="3.1.1"/>       the central version of it
//   <GlobalPackageReference .../>                             asked for by every project
//
// Version may be a child element, and be given by a property "$(SerilogVersion)" of the same file
// or the central one. NuGet restores the lowest version that satisfies, so a plain "3.1.1" and
// "[3.1.1]" are what will be there; "3.*" and intervals are ranges. Conditions are not judged: what
// any configuration may ask for is listed. A packages.lock.json beside the project tells more, and
// then nothing is listed here. Format: learn.microsoft.com, "PackageReference in project files",
// "Central Package Management".
#include <unordered_map>

#include "base/text.h"
#include "doc/xml.h"
#include "package/listing.h"
#include "package/project_file.h"

namespace seawall::package {

namespace {

using Properties = std::unordered_map<std::string, std::string>;  // names in lower case

void read_properties(const doc::XmlElement& root, Properties& properties) {
  for (doc::XmlElement group = root.child("PropertyGroup"); group;
       group = group.next("PropertyGroup"))
    for (doc::XmlElement property = group.child(); property; property = property.next())
      properties.try_emplace(to_lower(property.name()), property.text());
}

// "$(Name)" replaced where the name is known; bounded, since a property may name itself.
std::string expand(std::string text, const Properties& properties) {
  for (int rounds = 0; rounds < 8 && text.size() < 1000; ++rounds) {
    size_t open = text.find("$(");
    size_t close = text.find(')', open);
    if (open == std::string::npos || close == std::string::npos) return text;
    auto it = properties.find(to_lower(std::string_view(text).substr(open + 2, close - open - 2)));
    if (it == properties.end()) return text;
    text.replace(open, close - open + 1, it->second);
  }
  return text;
}

// The single version that NuGet restores for a requirement; nothing when it is a choice.
std::optional<std::string> restored(std::string_view version) {
  if (version.size() > 2 && version.front() == '[' && version.back() == ']' &&
      version.find(',') == std::string_view::npos)
    version = trim(version.substr(1, version.size() - 2));
  if (version.empty() || !is_digit(version[0])) return std::nullopt;
  for (char c : version)
    if (!is_alnum(c) && std::string_view(".-+").find(c) == std::string_view::npos)
      return std::nullopt;
  return std::string(version);
}

class MsbuildFile {
 public:
  MsbuildFile(const File& file, const Limits& limits, Facts& facts)
      : file_(file), limits_(limits), listing_("nuget", limits, facts) {}

  Status read() {
    bool props = file_.path.ends_with(".props");
    if (!props && beside(file_, "packages.lock.json")) return {};
    doc::XmlDocument document = TRY(doc::XmlDocument::parse(file_.content, limits_));
    if (document.root().name() != "Project")
      return Error(Code::kInvalid, "the root element is not <Project>");
    read_properties(document.root(), properties_);
    if (!props) read_central(folder_of(file_.path));
    read_items(document, document.root());
    return {};
  }

 private:
  // The nearest central file in the folders above.
  void read_central(std::string_view folder) {
    if (file_.siblings == nullptr) return;
    while (true) {
      auto text = file_.siblings->read(fmt::format("{}Directory.Packages.props", folder));
      if (text) {
        Result<doc::XmlDocument> central = doc::XmlDocument::parse(*text, limits_);
        if (!central.ok()) return;  // that file's own reading complains
        read_properties(central->root(), properties_);
        for (const doc::XmlElement& group : central->root().children("ItemGroup"))
          for (const doc::XmlElement& item : group.children("PackageVersion"))
            central_.try_emplace(to_lower(item.attribute("Include")), version_of(item));
        return;
      }
      if (folder.empty()) return;
      folder = folder_of(folder.substr(0, folder.size() - 1));
    }
  }

  static std::string version_of(const doc::XmlElement& item) {
    for (std::string_view key : {"VersionOverride", "Version"}) {
      if (item.has_attribute(key)) return std::string(item.attribute(key));
      if (item.child(key)) return item.text(key);
    }
    return {};
  }

  // ItemGroups may stand inside <Choose><When>.
  void read_items(const doc::XmlDocument& document, const doc::XmlElement& root) {
    std::vector<doc::XmlElement> open = {root};
    while (!open.empty()) {
      doc::XmlElement parent = open.back();
      open.pop_back();
      for (doc::XmlElement child = parent.child(); child; child = child.next()) {
        std::string_view name = child.name();
        if (name == "Choose" || name == "When" || name == "Otherwise" || name == "ItemGroup") {
          open.push_back(child);
        } else if (name == "PackageReference" || name == "PackageVersion" ||
                   name == "GlobalPackageReference") {
          add(child, document.line(child));
        }
      }
    }
  }

  void add(const doc::XmlElement& item, uint32_t line) {
    std::string_view id = item.attribute("Include");
    if (id.empty()) id = item.attribute("Update");
    if (id.empty()) {
      if (!item.has_attribute("Remove"))
        listing_.remark(line, fmt::format("a {} names no package", item.name()));
      return;
    }
    std::string version = version_of(item);
    if (version.empty())
      if (auto it = central_.find(to_lower(id)); it != central_.end()) version = it->second;
    version = expand(std::move(version), properties_);
    std::string name = expand(std::string(id), properties_);
    if (name.find("$(") != std::string::npos) {
      listing_.remark(line, fmt::format("the name '{}' is not known here", printable(name, 100)));
      return;
    }
    // Analyzers and tools of the build: nothing of them is shipped.
    std::string assets(item.attribute("PrivateAssets"));
    if (assets.empty()) assets = item.text("PrivateAssets");
    bool development =
        equals_ignoring_case(trim(assets), "all") || item.name() == "GlobalPackageReference";
    Scope scope = development ? Scope::kDevelopment : Scope::kRuntime;
    for (std::string_view one : split(name, ';')) {  // MSBuild lists
      std::optional<std::string> exact = restored(version);
      Package& package = exact ? listing_.add(one, *exact, line, scope)
                               : listing_.add_range(one, version, line, scope);
      if (item.name() != "PackageVersion") package.direct = true;
    }
  }

  const File& file_;
  const Limits& limits_;
  Listing listing_;
  Properties properties_;
  std::unordered_map<std::string, std::string> central_;  // lower-case name -> version
};

Status read(const File& file, const Limits& limits, Facts& facts) {
  return MsbuildFile(file, limits, facts).read();
}

}  // namespace

const Reader& msbuild_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kSuffix, ".csproj"},
      {Pattern::kSuffix, ".fsproj"},
      {Pattern::kSuffix, ".vbproj"},
      {Pattern::kSuffix, ".packages.props"},
      {Pattern::kName, "Packages.props"},
      {Pattern::kName, "packages.props"},
      {Pattern::kName, "Directory.Build.props"},
  };
  static constexpr Reader kReader = {"msbuild", 1, kDeclared, kPatterns, 16u << 20, read};
  return kReader;
}

}  // namespace seawall::package
