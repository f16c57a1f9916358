// For the readers' tests: runs the reader as the program does.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "package/reader.h"

namespace seawall::package {

// Facts of one file at `path`; every owned path is kept.
inline Facts read_for_test(std::string_view path, std::string_view content,
                           const Limits& limits = {}) {
  static const ReaderIndex index(kInstalled);
  Facts facts;
  facts.keeps = [](std::string_view) { return true; };
  File file;
  file.path = path;
  file.content = content;
  read_package_file(index, file, limits, facts);
  return facts;
}

// "name version arch source source_version" of each package, sorted, one a line.
inline std::string list_for_test(const Facts& facts) {
  std::multiset<std::string> lines;
  for (const Package& package : facts.packages)
    lines.insert(package.name + " " + package.version + " " + package.architecture + " " +
                 package.source_name + " " + package.source_version);
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace seawall::package
