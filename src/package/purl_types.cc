#include "package/purl_types.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace seawall::package {

namespace {

// Each registered type, in alphabetical order. Letters fold in ASCII only: no registered
// ecosystem has other letters in a component that folds.
enum Rule : uint16_t {
  kLowerNamespace = 1 << 0,
  kUpperNamespace = 1 << 1,
  kLowerName = 1 << 2,
  kLowerVersion = 1 << 3,
  kNoNamespace = 1 << 4,
  kNeedsNamespace = 1 << 5,
};

struct TypeRule {
  std::string_view type;
  uint16_t rules;
  std::string_view required_qualifier;
};

constexpr std::array kTypes = {
    TypeRule{"alpm", kLowerNamespace | kLowerName, ""},
    TypeRule{"apk", kLowerNamespace | kLowerName, ""},
    TypeRule{"bazel", kNoNamespace, ""},
    TypeRule{"bitbucket", kLowerNamespace | kLowerName | kNeedsNamespace, ""},
    TypeRule{"bitnami", kLowerName, ""},
    TypeRule{"cargo", kNoNamespace, ""},
    TypeRule{"chrome-extension", kLowerName | kNoNamespace, ""},
    TypeRule{"cocoapods", kNoNamespace, ""},
    TypeRule{"composer", kLowerNamespace | kLowerName, ""},
    TypeRule{"conan", 0, ""},
    TypeRule{"conda", kNoNamespace, ""},
    TypeRule{"cpan", kUpperNamespace, ""},
    TypeRule{"cran", kNoNamespace, ""},
    TypeRule{"deb", kLowerNamespace | kLowerName, ""},
    TypeRule{"gem", kNoNamespace, ""},
    TypeRule{"git", kNeedsNamespace, ""},
    TypeRule{"github", kLowerNamespace | kLowerName | kNeedsNamespace, ""},
    TypeRule{"gitlab", kLowerNamespace | kLowerName | kNeedsNamespace, ""},
    TypeRule{"golang", kLowerNamespace | kLowerName, ""},
    TypeRule{"hackage", kNoNamespace, ""},
    TypeRule{"hex", kLowerNamespace | kLowerName, ""},
    TypeRule{"huggingface", 0, ""},
    TypeRule{"julia", kNoNamespace, "uuid"},
    TypeRule{"luarocks", kLowerNamespace | kLowerName, ""},
    TypeRule{"mlflow", kNoNamespace, ""},
    TypeRule{"npm", kLowerNamespace | kLowerName, ""},
    TypeRule{"nuget", kNoNamespace, ""},
    TypeRule{"oci", kLowerName | kNoNamespace, ""},
    TypeRule{"opam", kNoNamespace, ""},
    TypeRule{"otp", kLowerName | kNoNamespace, ""},
    TypeRule{"pub", kLowerName | kNoNamespace, ""},
    TypeRule{"pypi", kLowerName | kLowerVersion | kNoNamespace, ""},
    TypeRule{"qpkg", kLowerNamespace, ""},
    TypeRule{"rpm", kLowerNamespace, ""},
    TypeRule{"swid", 0, "tag_id"},
    TypeRule{"swift", kNeedsNamespace, ""},
    TypeRule{"vcpkg", kNoNamespace, ""},
    TypeRule{"vscode-extension", kLowerNamespace | kLowerName | kLowerVersion | kNeedsNamespace,
             ""},
    TypeRule{"yocto", kLowerNamespace, ""},
};

const TypeRule* find_type(std::string_view type) {
  auto it = std::lower_bound(
      kTypes.begin(), kTypes.end(), type,
      [](const TypeRule& rule, std::string_view wanted) { return rule.type < wanted; });
  return it != kTypes.end() && it->type == type ? &*it : nullptr;
}

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// A full Git commit, SHA-1 or SHA-256.
bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), is_hex_digit);
}

// 8-4-4-4-12 hex digits.
bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex_digit(text[i])) return false;
  }
  return true;
}

// The PyPA's name normalisation: runs of "-", "_" and "." become one "-".
std::string pypi_name(std::string_view name) {
  std::string out;
  for (char c : name) {
    bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      out += c;
    } else if (out.empty() || out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

void upper(std::string& text) {
  for (char& c : text)
    if (is_lower(c)) c = static_cast<char>(c - 32);
}

// One to four dotted numbers, as Chrome's manifest wants them.
bool is_chrome_version(std::string_view version) {
  std::vector<std::string_view> parts = split(version, '.');
  return parts.size() <= 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
         });
}

Status check_chrome_extension(const Purl& purl) {
  bool good = purl.name.size() == 32 && std::all_of(purl.name.begin(), purl.name.end(),
                                                    [](char c) { return c >= 'a' && c <= 'p'; });
  if (!good) return Error(Code::kInvalid, "a chrome-extension's name has 32 letters from a to p");
  if (!purl.version.empty() && !is_chrome_version(purl.version))
    return Error(Code::kInvalid, "a chrome-extension's version has one to four numbers");
  return {};
}

Status check_cocoapods(const Purl& purl) {
  bool bad = purl.name[0] == '.' || purl.name.find('+') != std::string::npos ||
             std::any_of(purl.name.begin(), purl.name.end(), is_space);
  if (bad)
    return Error(Code::kInvalid, "a pod's name has no white space, no \"+\" and no leading \".\"");
  return {};
}

// The requirements of single types that the table cannot say.
Status check_special(const Purl& purl) {
  if (purl.type == "chrome-extension") return check_chrome_extension(purl);
  if (purl.type == "cocoapods") return check_cocoapods(purl);
  if (purl.type == "cpan" && purl.name.find("::") != std::string::npos)
    return Error(Code::kInvalid, "cpan purls name distributions, not modules (\"::\")");
  // The source host, then the user or organisation.
  if (purl.type == "swift" && purl.name_space.find('/') == std::string::npos)
    return Error(Code::kInvalid, "swift purls need a host and an owner as namespace");
  return {};
}

}  // namespace

bool name_holds_path(std::string_view type) {
  return type == "git";
}

void normalise_by_type(Purl& purl) {
  const TypeRule* rule = find_type(purl.type);
  if (rule == nullptr) return;
  if (rule->rules & kLowerNamespace) purl.name_space = to_lower(purl.name_space);
  if (rule->rules & kUpperNamespace) upper(purl.name_space);
  if (rule->rules & kLowerName) purl.name = to_lower(purl.name);
  if (rule->rules & kLowerVersion) purl.version = to_lower(purl.version);

  if (purl.type == "pypi") {
    purl.name = pypi_name(purl.name);
  } else if (purl.type == "pub") {
    std::replace(purl.name.begin(), purl.name.end(), '-', '_');
  } else if (purl.type == "huggingface" && is_commit(purl.version)) {
    purl.version = to_lower(purl.version);
  } else if (purl.type == "mlflow") {
    // Databricks ignores the case of model names, Azure ML does not.
    auto repository = purl.qualifiers.find("repository_url");
    if (repository != purl.qualifiers.end() &&
        to_lower(repository->second).find("databricks") != std::string::npos)
      purl.name = to_lower(purl.name);
  } else if (purl.type == "git") {
    // Hosts that ignore the case of their paths.
    std::string host = to_lower(purl.name_space);
    if (host == "github" || host == "github.com" || host == "bitbucket.org") {
      purl.name_space = host;
      purl.name = to_lower(purl.name);
    }
  } else if (purl.type == "swid") {
    auto tag = purl.qualifiers.find("tag_id");
    if (tag != purl.qualifiers.end() && is_guid(tag->second)) tag->second = to_lower(tag->second);
  }
}

Status check_by_type(const Purl& purl) {
  const TypeRule* rule = find_type(purl.type);
  if (rule == nullptr) return {};
  if ((rule->rules & kNoNamespace) && !purl.name_space.empty())
    return Error::make(Code::kInvalid, "{} purls have no namespace", purl.type);
  if ((rule->rules & kNeedsNamespace) && purl.name_space.empty())
    return Error::make(Code::kInvalid, "{} purls need a namespace", purl.type);
  if (!rule->required_qualifier.empty() &&
      !purl.qualifiers.contains(std::string(rule->required_qualifier)))
    return Error::make(Code::kInvalid, "{} purls need the qualifier {}", purl.type,
                       rule->required_qualifier);
  return check_special(purl);
}

}  // namespace seawall::package
