#include "sbom/names.h"

#include <fmt/format.h>

#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "image/reference.h"
#include "package/purl.h"

namespace seawall::sbom {
namespace {

std::string place_hash(const model::Component& component) {
  const package::Package& package = component.package;
  std::string place = fmt::format("{}\n{}\n{}\n{}\n{}", package.path, package.line, component.layer,
                                  package.reader, component.owner);
  return to_hex(sha256(place)).substr(0, 12);
}

// The first of the image's names that is one.
Result<image::Reference> name_of(const image::Image& image) {
  for (const auto* names : {&image.repo_digests, &image.repo_tags})
    for (const std::string& name : *names)
      if (Result<image::Reference> reference = image::parse_reference(name)) return reference;
  std::string_view text = image.reference;
  if (text.starts_with("registry:")) text.remove_prefix(9);
  if (image.digest.empty() || text.starts_with('/') || text.starts_with('.'))
    return Error(Code::kNotFound, "the image has no name");
  return image::parse_reference(text);
}

}  // namespace

std::vector<std::string> component_references(const model::Inventory& inventory) {
  std::vector<std::string> out;
  std::map<std::string_view, size_t> count;
  out.reserve(inventory.components.size());
  for (const model::Component& component : inventory.components)
    out.push_back(model::purl_text(component, inventory));
  for (const std::string& purl : out) ++count[purl];
  std::vector<bool> repeated;
  repeated.reserve(out.size());
  for (const std::string& purl : out) repeated.push_back(count[purl] > 1);
  std::map<std::string, size_t> used;
  for (size_t i = 0; i < out.size(); ++i) {
    if (repeated[i]) out[i] += "~" + place_hash(inventory.components[i]);
    if (size_t before = used[out[i]]++; before > 0) out[i] += fmt::format("~{}", before + 1);
  }
  return out;
}

std::string image_purl(const image::Image& image) {
  Result<image::Reference> reference = name_of(image);
  if (!reference) return "";
  package::Purl purl;
  purl.type = "oci";
  auto halves = split_last(reference->repository, "/");
  purl.name = halves ? std::string(halves->second) : reference->repository;
  purl.version = image.digest.empty() ? reference->digest : image.digest;
  purl.qualifiers["repository_url"] = reference->registry + "/" + reference->repository;
  if (!image.architecture.empty()) purl.qualifiers["arch"] = image.architecture;
  if (!reference->tag.empty()) purl.qualifiers["tag"] = reference->tag;
  Result<package::Purl> normal = package::normalise_purl(std::move(purl));
  return normal ? package::format_purl(*normal) : "";
}

std::string web_address(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return "";
  if (text.size() > 4096) return "";
  // Percent signs that encode something stay, others are encoded; one '#' at most.
  std::string out;
  bool fragment = false;
  for (size_t i = 0; i < text.size(); ++i) {
    std::string_view one = text.substr(i, 1);
    bool escape =
        one == "%" && percent_decode(text.substr(i, 3)).has_value() && i + 2 < text.size();
    bool hash = one == "#" && !fragment;
    fragment |= hash;
    out += escape || hash ? std::string(one) : percent_encode(one, ":/?@!$&'()*+,;=");
  }
  return out;
}

Authority authority_of(std::string_view id) {
  std::string word = percent_encode(id);
  if (id.starts_with("CVE-")) return {"NVD", "https://nvd.nist.gov/vuln/detail/" + word};
  if (id.starts_with("GHSA-")) return {"GitHub", "https://github.com/advisories/" + word};
  return {"OSV", "https://osv.dev/vulnerability/" + word};
}

}  // namespace seawall::sbom
