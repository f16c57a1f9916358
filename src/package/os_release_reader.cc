// The distribution of a root filesystem (package/os_release.h). Each file gives its own answer with
// its path; who joins the facts of an image keeps the one of the lowest distro_rank().
#include "base/text.h"
#include "package/os_release.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& os_release_reader();

namespace {

Status read(const File& file, const Limits&, Facts& facts) {
  Distro distro = parse_distro_file(file.path, file.content);
  if (distro.id.empty()) {
    if (!trim(file.content).empty())
      facts.diagnostics.push_back(
          {Code::kUnsupported, "", "does not name a known distribution", 0, false});
    return {};
  }
  if (!facts.distro || distro_rank(distro.path) < distro_rank(facts.distro->path))
    facts.distro = std::move(distro);
  return {};
}

constexpr Pattern kPatterns[] = {
    {Pattern::kPath, "etc/os-release"},      {Pattern::kPath, "usr/lib/os-release"},
    {Pattern::kPath, "etc/alpine-release"},  {Pattern::kPath, "etc/oracle-release"},
    {Pattern::kPath, "etc/rocky-release"},   {Pattern::kPath, "etc/almalinux-release"},
    {Pattern::kPath, "etc/centos-release"},  {Pattern::kPath, "etc/fedora-release"},
    {Pattern::kPath, "etc/mariner-release"}, {Pattern::kPath, "etc/azurelinux-release"},
    {Pattern::kPath, "etc/photon-release"},  {Pattern::kPath, "etc/SuSE-release"},
    {Pattern::kPath, "etc/system-release"},  {Pattern::kPath, "etc/redhat-release"},
    {Pattern::kPath, "etc/gentoo-release"},  {Pattern::kPath, "etc/openwrt_release"},
    {Pattern::kPath, "etc/lsb-release"},     {Pattern::kPath, "etc/arch-release"},
    {Pattern::kPath, "etc/debian_version"},
};

}  // namespace

const Reader& os_release_reader() {
  static const Reader reader{"os-release", 1, kInstalled, kPatterns, 1u << 20, read};
  return reader;
}

}  // namespace seawall::package
