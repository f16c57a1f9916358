#include "archive/path.h"

namespace seawall::archive {
namespace {

// Whether `path` is as normalize_path would write it; most paths are.
bool is_normal(std::string_view path) {
  if (path.empty()) return true;
  size_t start = 0;
  while (true) {
    size_t end = path.find('/', start);
    if (end == std::string_view::npos) end = path.size();
    const std::string_view part = path.substr(start, end - start);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == path.size()) return true;
    start = end + 1;
  }
}

}  // namespace

bool normalize_path(std::string_view path, std::string& out) {
  while (path.substr(0, 2) == "./") path.remove_prefix(2);
  if (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  if (is_normal(path)) {
    out.assign(path);
    return false;
  }
  out.clear();
  bool escaped = false;
  while (!path.empty()) {
    const size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (out.empty()) escaped = true;
      const size_t parent = out.rfind('/');
      out.resize(parent == std::string::npos ? 0 : parent);
      continue;
    }
    if (!out.empty()) out += '/';
    out += part;
  }
  return escaped;
}

}  // namespace seawall::archive
