// Installed conda packages: conda-meta/NAME-VERSION-BUILD.json. The channel becomes the namespace,
// the platform the architecture. Format: docs.conda.io, "PrefixRecord".
#include "base/text.h"
#include "doc/parse.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

// "https://host/pkgs/main/linux-64" is the channel "pkgs/main"; "conda-forge" is itself.
std::string_view channel_name(std::string_view channel, std::string_view platform) {
  if (size_t scheme = channel.find("://"); scheme != std::string_view::npos) {
    size_t slash = channel.find('/', scheme + 3);
    channel = slash == std::string_view::npos ? std::string_view{} : channel.substr(slash + 1);
  }
  if (!platform.empty() && channel.ends_with(platform)) channel.remove_suffix(platform.size());
  while (channel.ends_with('/')) channel.remove_suffix(1);
  return channel;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  doc::Document document = TRY(doc::parse_json(file.content, limits, false));
  const doc::Node& record = document.root();
  if (!record.is_object() || record.text("name").empty())
    return Error(Code::kInvalid, "the record names no package");
  Listing listing("conda", limits, facts);
  Package& package = listing.add(record.text("name"), record.text("version"), 0);
  if (!record.text("license").empty()) package.licenses.emplace_back(record.text("license"));
  package.architecture = record.text("subdir");
  package.name_space = channel_name(record.text("channel"), record.text("subdir"));
  add_digest(package, "sha256", record.text("sha256"));
  add_digest(package, "md5", record.text("md5"));
  return {};
}

}  // namespace

const Reader& conda_meta_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kGlob, "**conda-meta/*.json"}};
  static constexpr Reader kReader = {"conda-meta", 1, kInstalled, kPatterns, 64u << 20, read};
  return kReader;
}

}  // namespace seawall::package
