#include "package/npm.h"

#include "base/text.h"

namespace seawall::package {

namespace {

bool is_name_part(std::string_view part) {
  if (part.empty()) return false;
  for (char c : part)
    if (!is_alnum(c) && std::string_view("-_.~!'()*").find(c) == std::string_view::npos)
      return false;
  return true;
}

void add_license(const doc::Node& node, std::vector<std::string>& licenses) {
  std::string_view text = node.is_object() ? node.text("type") : node.as_string();
  if (text.empty() && node.is_object()) text = node.text("name");
  text = trim(text);
  if (text.empty()) return;
  for (const std::string& have : licenses)
    if (have == text) return;
  licenses.emplace_back(text);
}

// Digits at the front of `text` as one number without leading zeros; their count, or 0.
size_t number_length(std::string_view text) {
  size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  return length;
}

}  // namespace

bool is_npm_name(std::string_view name) {
  if (name.empty() || name.size() > 214) return false;
  if (name[0] != '@') return name[0] != '.' && is_name_part(name);
  std::optional<Halves> halves = split_once(name.substr(1), "/");
  return halves && is_name_part(halves->first) && is_name_part(halves->second) &&
         halves->second[0] != '.';
}

std::optional<NpmSpec> split_npm_spec(std::string_view spec) {
  size_t at = spec.find('@', 1);
  if (spec.empty() || at == std::string_view::npos) return std::nullopt;
  return NpmSpec{spec.substr(0, at), spec.substr(at + 1)};
}

bool is_npm_version(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    if (part > 0) {
      if (!text.starts_with('.')) return false;
      text.remove_prefix(1);
    }
    size_t length = number_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  if (text.empty()) return true;
  if (text[0] != '-' && text[0] != '+') return false;
  for (char c : text)
    if (!is_alnum(c) && c != '-' && c != '+' && c != '.') return false;
  return text.size() > 1;
}

NpmVersion version_of_reference(std::string_view name, std::string_view reference) {
  if (is_npm_version(reference)) return {reference, false};
  std::string_view url = reference.substr(0, reference.find_first_of("?#"));
  std::string_view fragment;
  if (size_t hash = reference.find('#'); hash != std::string_view::npos)
    fragment = reference.substr(hash + 1);
  std::string_view file = url.substr(url.rfind('/') + 1);
  std::string_view base = name.substr(name.rfind('/') + 1);
  for (std::string_view suffix : {".tgz", ".tar.gz"}) {
    if (!file.ends_with(suffix) || !file.starts_with(base)) continue;
    std::string_view rest = file.substr(base.size(), file.size() - base.size() - suffix.size());
    if (rest.starts_with('-') && is_npm_version(rest.substr(1))) return {rest.substr(1), false};
  }
  if (!fragment.empty()) return {fragment, true};
  return {reference, true};
}

bool is_local_reference(std::string_view reference) {
  std::string_view file = reference.substr(0, reference.find_first_of("?#"));
  if (file.ends_with(".tgz") || file.ends_with(".tar.gz")) return false;
  for (std::string_view prefix :
       {"file:", "link:", "portal:", "workspace:", "./", "../", "/", "~/"})
    if (reference.starts_with(prefix)) return true;
  return reference == "." || reference == "..";
}

std::string yaml_scalar(const doc::Node& node) {
  if (node.is_string()) return std::string(node.as_string());
  if (std::optional<int64_t> number = node.as_int()) return fmt::format("{}", *number);
  if (std::optional<double> number = node.as_double()) return fmt::format("{}", *number);
  return {};
}

std::vector<std::string> npm_licenses(const doc::Node& manifest) {
  std::vector<std::string> licenses;
  for (std::string_view key : {"license", "licenses"}) {
    const doc::Node& node = manifest[key];
    if (node.is_array()) {
      for (const doc::Node& item : node.items()) add_license(item, licenses);
    } else {
      add_license(node, licenses);
    }
    if (!licenses.empty()) break;
  }
  return licenses;
}

bool below_node_modules(std::string_view path) {
  return path.starts_with("node_modules/") || path.find("/node_modules/") != std::string_view::npos;
}

}  // namespace seawall::package
