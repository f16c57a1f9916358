// Between a package as a reader saw it and its purl. Most ecosystems map component by component;
// the table below and the few functions hold what differs:
//  - OS packages carry architecture, distribution and source package as qualifiers, with the names
//    that Syft gave them (arch, distro, upstream, rpmmod), so that SBOMs of either tool are read;
//  - rpm's epoch is a qualifier, Debian's and Arch's a part of the version;
//  - ecosystems that put a path into the name (Go, Composer, Swift) split it at the last slash.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "package/purl.h"
#include "package/purl_types.h"

namespace seawall::package {

namespace {

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_os_type(std::string_view type) {
  return one_of(type, {"alpm", "apk", "deb", "ebuild", "opkg", "rpm"});
}

bool splits_name(std::string_view type) {
  return one_of(type, {"composer", "github", "golang", "npm", "swift"});
}

// Vendors that purls spell otherwise than os-release's ID does.
std::string vendor_of_distro(const std::string& id) {
  if (id == "rhel") return "redhat";
  if (id.starts_with("opensuse-")) return "opensuse";
  return id;
}

void set(Purl& purl, const char* key, std::string value) {
  if (!value.empty()) purl.qualifiers[key] = std::move(value);
}

std::string qualifier(const Purl& purl, const char* key) {
  auto it = purl.qualifiers.find(key);
  return it == purl.qualifiers.end() ? std::string{} : it->second;
}

// "debian-12"; rolling releases have no version.
std::string distro_qualifier(const Distro& distro) {
  const std::string& release = distro.version_id.empty() ? distro.codename : distro.version_id;
  return release.empty() ? distro.id : distro.id + "-" + release;
}

bool is_epoch(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// "1:2.3-4" without its epoch, which goes to `epoch`.
std::string take_epoch(const std::string& version, std::string& epoch) {
  size_t colon = version.find(':');
  if (colon == std::string::npos || !is_epoch(std::string_view(version).substr(0, colon)))
    return version;
  epoch = version.substr(0, colon);
  return version.substr(colon + 1);
}

std::string upstream_of(const Package& package) {
  const std::string& name = package.source_name;
  const std::string& version = package.source_version;
  bool same_name = name.empty() || name == package.name;
  bool same_version = version.empty() || version == package.version;
  if (same_name && same_version) return {};
  const std::string& shown = name.empty() ? package.name : name;
  if (package.type == "rpm") {
    std::string epoch;
    return shown + "-" + take_epoch(same_version ? package.version : version, epoch) + ".src.rpm";
  }
  return same_version ? shown : shown + "@" + version;
}

void fill_os(const Package& package, const Distro* distro, Purl& purl) {
  if (distro != nullptr && !distro->id.empty()) set(purl, "distro", distro_qualifier(*distro));
  if (purl.name_space.empty() && distro != nullptr) purl.name_space = distro->id;
  purl.name_space = vendor_of_distro(purl.name_space);
  set(purl, "arch", package.architecture);
  set(purl, "upstream", upstream_of(package));
  if (package.type != "rpm") return;
  std::string epoch;
  purl.version = take_epoch(package.version, epoch);
  set(purl, "epoch", epoch);
  set(purl, "rpmmod", package.module);
}

void split_path(Purl& purl) {
  std::string whole = purl.name_space.empty() ? purl.name : purl.name_space + "/" + purl.name;
  size_t slash = whole.rfind('/');
  if (slash == std::string::npos) return;
  purl.name_space = whole.substr(0, slash);
  purl.name = whole.substr(slash + 1);
}

void fill_language(const Package& package, Purl& purl) {
  if (splits_name(purl.type)) {
    split_path(purl);
  } else if (purl.type == "cocoapods") {
    // A subspec: "ShareKit/Twitter".
    size_t slash = purl.name.find('/');
    if (slash != std::string::npos) {
      purl.subpath = purl.name.substr(slash + 1);
      purl.name.resize(slash);
    }
  } else if (purl.type == "conan") {
    // Conan writes NAME/VERSION@USER/CHANNEL; the pair stands in name_space.
    size_t slash = purl.name_space.find('/');
    if (slash != std::string::npos) {
      set(purl, "channel", purl.name_space.substr(slash + 1));
      purl.name_space.resize(slash);
    }
    set(purl, "user", purl.name_space);
  } else if (purl.type == "conda") {
    set(purl, "channel", purl.name_space);
    set(purl, "subdir", package.architecture);
    purl.name_space.clear();
  } else if (purl.type == "gem") {
    set(purl, "platform", package.architecture);
  } else if (purl.type == "julia") {
    // Names may be shared; the UUID, which stands in name_space, tells them apart.
    set(purl, "uuid", purl.name_space);
    purl.name_space.clear();
  }
}

// "curl-7.61.1-8.el8.src.rpm": name, version and release, from the right.
void read_source_rpm(std::string_view upstream, Package& package) {
  for (std::string_view end : {".rpm", ".nosrc", ".src"})
    if (upstream.ends_with(end)) upstream.remove_suffix(end.size());
  size_t release = upstream.rfind('-');
  size_t version = release == std::string_view::npos || release == 0
                       ? std::string_view::npos
                       : upstream.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0) {
    package.source_name = upstream;
    return;
  }
  package.source_name = upstream.substr(0, version);
  package.source_version = upstream.substr(version + 1);
}

void read_upstream(const std::string& upstream, Package& package) {
  if (upstream.empty()) return;
  if (upstream.ends_with(".rpm")) {
    read_source_rpm(upstream, package);
    // The source's epoch is not in its file name; rpm gives binaries the same one by default.
    size_t colon = package.version.find(':');
    if (!package.source_version.empty() && colon != std::string::npos)
      package.source_version.insert(0, package.version, 0, colon + 1);
    if (package.source_version == package.version) package.source_version.clear();
    return;
  }
  size_t at = upstream.rfind('@');
  package.source_name = upstream.substr(0, at);
  if (at != std::string::npos) package.source_version = upstream.substr(at + 1);
}

// os-release's ID again from the vendor: the distro qualifier knows which openSUSE it is.
std::string distro_of_vendor(const Purl& purl) {
  if (purl.name_space == "redhat") return "rhel";
  std::string distro = qualifier(purl, "distro");
  if (purl.name_space == "opensuse" && distro.starts_with("opensuse-"))
    return distro.substr(0, distro.rfind('-'));
  return purl.name_space;
}

void read_os(const Purl& purl, Package& package) {
  package.name_space = distro_of_vendor(purl);
  package.architecture = qualifier(purl, "arch");
  if (purl.type == "rpm") {
    std::string epoch = qualifier(purl, "epoch");
    if (is_epoch(epoch) && !package.version.empty()) package.version.insert(0, epoch + ":");
    for (const char* key : {"rpmmod", "modularitylabel", "modularity"})
      if (package.module.empty()) package.module = qualifier(purl, key);
  }
  read_upstream(qualifier(purl, "upstream"), package);
}

}  // namespace

Purl purl_of(const Package& package, const Distro* distro) {
  Purl purl;
  purl.type = package.type.empty() ? "generic" : package.type;
  purl.name_space = package.name_space;
  purl.name = package.name;
  if (!package.range) purl.version = package.version;
  if (is_os_type(purl.type)) {
    fill_os(package, distro, purl);
  } else {
    fill_language(package, purl);
  }
  // What breaks a rule (a Julia package whose UUID is not known) is written as it is.
  Result<Purl> normal = normalise_purl(purl);
  if (normal) return *std::move(normal);
  normalise_by_type(purl);
  return purl;
}

Package package_of(const Purl& purl) {
  Package package;
  package.type = purl.type;
  package.name_space = purl.name_space;
  package.name = purl.name;
  package.version = purl.version;
  if (is_os_type(purl.type)) {
    read_os(purl, package);
  } else if (purl.type == "cocoapods" && !purl.subpath.empty()) {
    package.name += "/" + purl.subpath;
  } else if (purl.type == "conan") {
    std::string user = qualifier(purl, "user");
    std::string channel = qualifier(purl, "channel");
    if (!user.empty()) package.name_space = user;
    if (!channel.empty()) package.name_space += "/" + channel;
  } else if (purl.type == "conda") {
    package.name_space = qualifier(purl, "channel");
    package.architecture = qualifier(purl, "subdir");
  } else if (purl.type == "gem") {
    package.architecture = qualifier(purl, "platform");
  } else if (purl.type == "julia") {
    package.name_space = qualifier(purl, "uuid");
  }
  return package;
}

}  // namespace seawall::package
