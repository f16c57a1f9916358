// Installed R packages: LIBRARY/NAME/DESCRIPTION, a stanza in Debian's control format. R adds
// "Built:" when it installs; without it the file is a source. Format: cran.r-project.org,
// "Writing R Extensions", 1.1.1.
#include "base/text.h"
#include "package/listing.h"
#include "package/stanza.h"

namespace seawall::package {

namespace {

std::string one_line(std::string_view value) {
  std::string out;
  for (char c : value)
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  return out;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  Status status;
  bool first = true;
  for_each_stanza(
      file.content,
      [&](const Stanza& stanza) {
        if (!first || !stanza.has("Built")) return;
        first = false;
        if (stanza.get("Package").empty()) {
          status = Error(Code::kInvalid, "the description has no Package");
          return;
        }
        bool bioconductor = stanza.has("biocViews") || stanza.has("git_url");
        Listing listing(bioconductor ? "bioconductor" : "cran", limits, facts);
        Package& package = listing.add(stanza.get("Package"), stanza.get("Version"), 0);
        std::string license = one_line(stanza.get("License"));
        if (!license.empty()) package.licenses = {license};
        if (stanza.get("Priority") == "base") package.local = true;  // a part of R itself
      },
      [](uint32_t) {});
  return status;
}

}  // namespace

const Reader& r_description_reader() {
  static constexpr Pattern kPatterns[] = {
      {Pattern::kGlob, "**/site-library/*/DESCRIPTION"},
      {Pattern::kGlob, "**/library/*/DESCRIPTION"},
  };
  static constexpr Reader kReader = {"r-description", 1, kInstalled, kPatterns, 4u << 20, read};
  return kReader;
}

}  // namespace seawall::package
