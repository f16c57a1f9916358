#include "package/os_release.h"

#include <iterator>

#include "base/text.h"

namespace seawall::package {
namespace {

enum class Form : uint8_t {
  kOsRelease,
  kLsb,      // DISTRIB_ID=Ubuntu
  kVersion,  // the version alone: "3.19.1"
  kRelease,  // "CentOS Linux release 7.9.2009 (Core)"
  kDebian,   // "12.5", "bookworm/sid"
};

struct Known {
  std::string_view path;
  Form form;
  std::string_view id;  // empty: the text says it
};

// By rank.
constexpr Known kKnown[] = {
    {"etc/os-release", Form::kOsRelease, ""},
    {"usr/lib/os-release", Form::kOsRelease, ""},
    {"etc/alpine-release", Form::kVersion, "alpine"},
    {"etc/oracle-release", Form::kRelease, ""},
    {"etc/rocky-release", Form::kRelease, ""},
    {"etc/almalinux-release", Form::kRelease, ""},
    {"etc/centos-release", Form::kRelease, ""},
    {"etc/fedora-release", Form::kRelease, ""},
    {"etc/mariner-release", Form::kRelease, "mariner"},
    {"etc/azurelinux-release", Form::kRelease, "azurelinux"},
    {"etc/photon-release", Form::kRelease, "photon"},
    {"etc/SuSE-release", Form::kRelease, ""},
    {"etc/system-release", Form::kRelease, ""},
    {"etc/redhat-release", Form::kRelease, ""},
    {"etc/gentoo-release", Form::kRelease, "gentoo"},
    {"etc/openwrt_release", Form::kLsb, ""},
    {"etc/lsb-release", Form::kLsb, ""},
    {"etc/arch-release", Form::kVersion, "arch"},
    {"etc/debian_version", Form::kDebian, "debian"},
};

// How "... release" texts name their distribution; the first that fits.
struct Name {
  std::string_view start;
  std::string_view id;
};
constexpr Name kNames[] = {
    {"red hat enterprise linux", "rhel"},
    {"red hat linux", "redhat"},
    {"centos", "centos"},
    {"fedora", "fedora"},
    {"amazon linux", "amzn"},
    {"oracle linux", "ol"},
    {"rocky linux", "rocky"},
    {"almalinux", "almalinux"},
    {"opensuse leap", "opensuse-leap"},
    {"opensuse tumbleweed", "opensuse-tumbleweed"},
    {"opensuse", "opensuse"},
    {"suse linux enterprise server", "sles"},
    {"suse linux enterprise desktop", "sled"},
    {"scientific linux", "scientific"},
    {"virtuozzo", "virtuozzo"},
    {"vmware photon", "photon"},
    {"photon", "photon"},
    {"cbl-mariner", "mariner"},
    {"microsoft azure linux", "azurelinux"},
    {"azure linux", "azurelinux"},
    {"gentoo", "gentoo"},
    {"cloudlinux", "cloudlinux"},
    {"openeuler", "openeuler"},
};

// One value as a shell reads it: quoted pieces and bare ones side by side, a backslash keeps the
// next character (within double quotes only $ " \ ` need it), an unquoted blank ends the value.
// A quoted value may run over line ends; `text` is what follows "=", up to the end of the file.
std::string read_value(std::string_view text, size_t& used) {
  std::string out;
  char quote = 0;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\n' && quote == 0) break;
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == ';' || c == '#')) {
      // A "#" inside a word is an ordinary character.
      if (c != '#' || out.empty()) break;
      out += c;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      char next = text[++i];
      bool special = next == '$' || next == '"' || next == '\\' || next == '`';
      if (quote == '"' && !special && next != '\n') out += '\\';
      if (next != '\n') out += next;
    } else {
      out += c;
    }
  }
  used = i;
  return out;
}

// Calls `visit(name, value)` for each assignment of a shell-like text.
template <typename Visit>
void for_each_assignment(std::string_view text, Visit&& visit) {
  size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size()) {
    size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(at, end - at);
    size_t equals = line.find('=');
    std::string_view name = trim(line.substr(0, equals));
    if (name.starts_with("export ")) name = trim(name.substr(7));
    bool assignment = equals != std::string_view::npos && !name.empty();
    for (char c : name) assignment = assignment && (is_alnum(c) || c == '_');
    if (!assignment) {
      at = end + 1;
      continue;
    }
    size_t used = 0;
    std::string_view rest = text.substr(at + equals + 1);
    std::string value = read_value(rest, used);
    // A quote that never closes ends with its line, or the rest of the file would be lost in it.
    if (used == rest.size() && rest.find('\n') != std::string_view::npos)
      value = read_value(line.substr(equals + 1), used);
    visit(name, std::move(value));
    size_t next = text.find('\n', at + equals + 1 + used);
    at = next == std::string_view::npos ? text.size() : next + 1;
  }
}

// The first run of digits and dots in the text, without a trailing dot.
std::string_view first_version(std::string_view text) {
  size_t start = text.find_first_of("0123456789");
  if (start == std::string_view::npos) return {};
  size_t end = start;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  while (end > start && text[end - 1] == '.') --end;
  return text.substr(start, end - start);
}

Distro parse_release(std::string_view text, std::string_view id) {
  Distro distro;
  std::string_view line = trim(text.substr(0, text.find('\n')));
  std::string lower = to_lower(line);
  distro.name = line;
  distro.id = id;
  for (const Name& name : kNames)
    if (distro.id.empty() && lower.starts_with(name.start)) distro.id = name.id;
  if (distro.id.empty() && lower.find(" release ") != std::string::npos)
    distro.id = lower.substr(0, lower.find(' '));
  size_t release = lower.find("release");
  std::string_view version =
      first_version(release == std::string::npos ? line : line.substr(release));
  if (version.empty()) version = first_version(line);
  distro.version_id = version;
  if (size_t open = line.rfind('('), close = line.rfind(')');
      open != std::string_view::npos && close != std::string_view::npos && close > open)
    distro.codename = line.substr(open + 1, close - open - 1);
  return distro;
}

Distro parse_lsb(std::string_view text) {
  Distro distro;
  for_each_assignment(text, [&](std::string_view name, std::string value) {
    if (name == "DISTRIB_ID") distro.id = to_lower(value);
    if (name == "DISTRIB_RELEASE")
      distro.version_id = std::move(value);
    else if (name == "DISTRIB_CODENAME")
      distro.codename = std::move(value);
    else if (name == "DISTRIB_DESCRIPTION")
      distro.name = std::move(value);
  });
  return distro;
}

Distro parse_debian_version(std::string_view text) {
  Distro distro;
  std::string_view line = trim(text.substr(0, text.find('\n')));
  distro.id = "debian";
  if (!line.empty() && is_digit(line[0])) {
    // os-release of Debian gives the major version only: "12" for "12.5".
    std::string_view version = first_version(line);
    bool old = version.starts_with("1.") || version.starts_with("2.") || version.starts_with("3.");
    distro.version_id = old ? version : version.substr(0, version.find('.'));
  } else {
    distro.codename = line.substr(0, line.find('/'));  // "trixie/sid"
  }
  distro.name = "Debian GNU/Linux " + std::string(line);
  return distro;
}

}  // namespace

int distro_rank(std::string_view path) {
  for (size_t i = 0; i < std::size(kKnown); ++i)
    if (kKnown[i].path == path) return static_cast<int>(i);
  return 1000;
}

Distro parse_os_release(std::string_view text) {
  Distro distro;
  std::string name;
  for_each_assignment(text, [&](std::string_view key, std::string value) {
    if (key == "ID") {
      distro.id = to_lower(value);
    } else if (key == "ID_LIKE") {
      distro.id_like.clear();
      for (std::string_view one : split(value, ' '))
        if (!trim(one).empty()) distro.id_like.push_back(to_lower(trim(one)));
    } else if (key == "VERSION_ID") {
      distro.version_id = std::move(value);
    } else if (key == "VERSION_CODENAME") {
      distro.codename = std::move(value);
    } else if (key == "PRETTY_NAME") {
      distro.name = std::move(value);
    } else if (key == "NAME") {
      name = std::move(value);
    } else if (key == "CPE_NAME") {
      distro.cpe = std::move(value);
    }
  });
  if (distro.id.empty()) distro.id = "linux";
  if (distro.name.empty()) distro.name = name.empty() ? "Linux" : name;
  return distro;
}

Distro parse_distro_file(std::string_view path, std::string_view text) {
  int rank = distro_rank(path);
  if (rank == 1000) return {};
  const Known& known = kKnown[rank];
  Distro distro;
  switch (known.form) {
    case Form::kOsRelease:
      distro = parse_os_release(text);
      break;
    case Form::kLsb:
      distro = parse_lsb(text);
      break;
    case Form::kRelease:
      distro = parse_release(text, known.id);
      break;
    case Form::kDebian:
      distro = parse_debian_version(text);
      break;
    case Form::kVersion:
      distro.id = known.id;
      distro.version_id = trim(text.substr(0, text.find('\n')));
      distro.name = trim(distro.id + " " + distro.version_id);
      break;
  }
  distro.path = path;
  return distro;
}

}  // namespace seawall::package
