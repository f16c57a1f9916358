// From what people write to SPDX.
//
// A declared license is tried as an SPDX expression, as a URL, as one name, and then as names that
// operators join. A name is compared by its key: lower case, cut into words and numbers
// ("GPLv2+" is gpl 2 +), without the words that say nothing (the, license, version ...), numbers
// without trailing ".0", long forms of families shortened ("gnu general public" is gpl). Keys are
// looked up in names.inc; families whose versions are regular are rules instead of rows. One part
// that is not known makes the whole unknown: half a license is none.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "license/expression.h"
#include "license/spdx.h"

namespace seawall::license {

namespace {

struct Row {
  std::string_view name, expression;
};

constexpr Row kNames[] = {
#include "license/names.inc"
};

constexpr Row kUrls[] = {
#include "license/urls.inc"
};

constexpr size_t kMaxDeclared = 4096;

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Letters, or digits with dots between, or "+", or ">=".
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (size_t i = 0; i < text.size();) {
    size_t start = i;
    if (is_digit(text[i])) {
      while (i < text.size() && (is_digit(text[i]) ||
                                 (text[i] == '.' && i + 1 < text.size() && is_digit(text[i + 1]))))
        ++i;
      std::string number(text.substr(start, i - start));
      while (number.ends_with(".0")) number.resize(number.size() - 2);
      out.push_back(std::move(number));
    } else if (is_alpha(text[i]) || static_cast<uint8_t>(text[i]) >= 0x80) {
      while (i < text.size() && (is_alpha(text[i]) || static_cast<uint8_t>(text[i]) >= 0x80)) ++i;
      out.push_back(to_lower(text.substr(start, i - start)));
    } else {
      if (text[i] == '+' || text.substr(i, 2) == ">=") out.emplace_back("+");
      ++i;
    }
  }
  return out;
}

// "gplv", "2" are gpl and 2; "+", "2" (of ">= 2") are 2 and "+".
void order_versions(std::vector<std::string>& words) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_digit(words[i + 1][0])) continue;
    if (words[i].size() > 2 && words[i].ends_with('v')) words[i].pop_back();
    if (words[i] == "+") std::swap(words[i], words[i + 1]);
  }
}

// "or later" and its kin become "+".
void join_or_later(std::vector<std::string>& words) {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] != "or") continue;
    size_t end = i + 1;
    while (end < words.size() && one_of(words[end], {"any", "a", "at", "your", "option"})) ++end;
    if (end == words.size() ||
        !one_of(words[end], {"later", "newer", "above", "greater", "higher"}))
      continue;
    auto from = words.begin() + static_cast<ptrdiff_t>(i);
    words.erase(from, words.begin() + static_cast<ptrdiff_t>(end) + 1);
    words.insert(words.begin() + static_cast<ptrdiff_t>(i), "+");
  }
}

struct Family {
  std::string_view words, name;
};
constexpr Family kFamilies[] = {
    {"gnu lesser general public", "lgpl"},
    {"gnu library or lesser general public", "lgpl"},
    {"gnu library general public", "lgpl"},
    {"gnu affero general public", "agpl"},
    {"gnu general public", "gpl"},
    {"gnu free documentation", "gfdl"},
    {"lesser general public", "lgpl"},
    {"library general public", "lgpl"},
    {"affero general public", "agpl"},
    {"general public", "gpl"},
    {"gnu lesser gpl", "lgpl"},
    {"gnu lesser public", "lgpl"},
    {"lesser gpl", "lgpl"},
    {"gnu public", "gpl"},
    {"gnu gpl", "gpl"},
    {"gnu lgpl", "lgpl"},
    {"gnu agpl", "agpl"},
    {"gnu fdl", "gfdl"},
    {"affero gpl", "agpl"},
    {"fdl", "gfdl"},
    {"mozilla public", "mpl"},
    {"eclipse public", "epl"},
    {"common development and distribution", "cddl"},
    {"common public", "cpl"},
    {"academic free", "afl"},
    {"open software", "osl"},
    {"latex project public", "lppl"},
    {"educational community", "ecl"},
    {"european union public", "eupl"},
    {"zope public", "zpl"},
    {"apache software", "apache"},
    {"apache public", "apache"},
    {"asl", "apache"},
    {"server side public", "sspl"},
    {"php license", "php"},
};

std::string key_of(std::string_view text) {
  std::vector<std::string> words = words_of(text);
  order_versions(words);
  join_or_later(words);
  std::string key = " ";
  for (const std::string& word : words) {
    bool empty = one_of(word, {"the", "license", "licence", "licenses", "licences", "licensed",
                               "version", "ver", "v", "under", "terms", "of", "only"});
    if (!empty) key += word + " ";
  }
  for (const Family& family : kFamilies) {
    std::string from = " " + std::string(family.words) + " ";
    size_t at = key.find(from);
    if (at != std::string::npos) key.replace(at, from.size(), " " + std::string(family.name) + " ");
  }
  // "GNU Lesser General Public License v3 (LGPLv3)": the same name again.
  std::string_view trimmed = trim(key);
  size_t half = trimmed.size() / 2;
  if (trimmed.size() % 2 == 1 && trimmed.substr(0, half) == trimmed.substr(half + 1) &&
      trimmed[half] == ' ')
    trimmed = trimmed.substr(0, half);
  return std::string(trimmed);
}

using Table = std::unordered_map<std::string, std::string_view>;

// Rows first, then the ids of SPDX themselves, as far as their keys are free.
const Table& names() {
  static const Table table = [] {
    Table out;
    for (const Row& row : kNames) out.emplace(key_of(row.name), row.expression);
    for (std::string_view id : spdx_license_ids()) out.emplace(key_of(id), id);
    return out;
  }();
  return table;
}

const Table& urls() {
  static const Table table = [] {
    Table out;
    for (const Row& row : kUrls) out.emplace(std::string(row.name), row.expression);
    return out;
  }();
  return table;
}

// "2" and "2.0" are "2.0", "1.1" is itself.
std::string version_text(std::string_view number) {
  return number.find('.') == std::string_view::npos ? std::string(number) + ".0"
                                                    : std::string(number);
}

// "gpl 2 +", "lgpl 2.1", "gpl", "apache 2", "mpl 1.1": a family's name, version, "+".
std::string by_family(std::string_view key) {
  std::vector<std::string_view> words = split(key, ' ');
  bool later = words.size() > 1 && words.back() == "+";
  if (later) words.pop_back();
  if (words.size() > 2 || words.empty()) return {};
  bool gnu = one_of(words[0], {"gpl", "lgpl", "agpl", "gfdl"});
  if (!gnu && !one_of(words[0], {"afl", "apache", "artistic", "cddl", "cpl", "ecl", "epl", "eupl",
                                 "lppl", "mpl", "osl", "php", "sspl", "zpl"}))
    return {};
  std::string family(words[0]);
  std::transform(family.begin(), family.end(), family.begin(),
                 [](char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; });
  if (words.size() == 1) {
    if (!gnu) return {};
    // No version: any that was ever published, as the licenses themselves say.
    return family + (family == "LGPL" ? "-2.0" : family == "GFDL" ? "-1.1" : "-1.0") + "-or-later";
  }
  std::string id = family + "-" + version_text(words[1]);
  if (gnu) id += later ? "-or-later" : "-only";
  std::string_view known = spdx_license_id(id);
  if (known.empty()) return {};
  return std::string(known) + (later && !gnu ? "+" : "");
}

std::string by_name(std::string_view text) {
  std::string key = key_of(text);
  if (key.empty()) return {};
  std::string family = by_family(key);
  if (!family.empty()) return family;
  auto it = names().find(key);
  return it == names().end() ? std::string{} : std::string(it->second);
}

std::string by_url(std::string_view text) {
  std::string url = to_lower(text);
  size_t scheme = url.find("://");
  if (scheme == std::string::npos || url.find(' ') != std::string::npos) return {};
  url.erase(0, scheme + 3);
  if (url.starts_with("www.")) url.erase(0, 4);
  url.resize(std::min(url.size(), url.find('#')));
  auto found = urls().find(url);
  if (found != urls().end()) return std::string(found->second);
  for (std::string_view end : {"/", ".txt", ".html", ".htm", ".php", "/"})
    if (url.ends_with(end)) url.resize(url.size() - end.size());
  found = urls().find(url);
  if (found != urls().end()) return std::string(found->second);
  // The list's own pages: spdx.org/licenses/MIT, licenses.nuget.org/MIT, and their like.
  for (std::string_view site :
       {"spdx.org/licenses/", "licenses.nuget.org/", "opensource.org/licenses/",
        "opensource.org/license/", "choosealicense.com/licenses/"})
    if (url.starts_with(site)) return std::string(spdx_license_id(url.substr(site.size())));
  return {};
}

// A row's or rule's expression, read.
std::optional<Expression> known(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Result<Expression> expression = parse_expression(text);
  if (!expression) return std::nullopt;
  return *std::move(expression);
}

std::optional<Expression> one_license(std::string_view text) {
  text = trim(text);
  if (std::optional<Expression> out = known(text)) return out;
  if (std::optional<Expression> out = known(by_url(text))) return out;
  return known(by_name(text));
}

struct Exception {
  std::string_view name, id;
};
constexpr Exception kExceptions[] = {
    {"autoconf", "Autoconf-exception-3.0"},
    {"bison", "Bison-exception-2.2"},
    {"classpath", "Classpath-exception-2.0"},
    {"gnu classpath", "Classpath-exception-2.0"},
    {"cpe", "Classpath-exception-2.0"},
    {"font", "Font-exception-2.0"},
    {"gcc", "GCC-exception-3.1"},
    {"gcc runtime library", "GCC-exception-3.1"},
    {"libtool", "Libtool-exception"},
    {"llvm", "LLVM-exception"},
    {"linux syscall note", "Linux-syscall-note"},
    {"bootloader", "Bootloader-exception"},
    {"wxwindows", "WxWindows-exception-3.1"},
    {"ocaml linking", "OCaml-LGPL-linking-exception"},
    {"linking", "LGPL-3.0-linking-exception"},
    {"u boot", "u-boot-exception-2.0"},
    {"universal foss", "Universal-FOSS-exception-1.0"},
};

// "Classpath exception", "GCC-exception-3.1".
std::string exception_of(std::string_view text) {
  text = trim(text);
  std::string_view id = spdx_exception_id(text);
  if (!id.empty()) return std::string(id);
  std::string key = key_of(text);
  for (std::string_view end : {" exception", " exceptions"})
    if (key.ends_with(end)) key.resize(key.size() - end.size());
  for (const Exception& exception : kExceptions)
    if (key == exception.name) return std::string(exception.id);
  return {};
}

// Splits at a word or separator outside parentheses; one piece when there is none.
std::vector<std::string_view> split_outside(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> out;
  bool word = is_alpha(separator[0]);
  size_t start = 0;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth > 0 || !equals_ignoring_case(text.substr(i, separator.size()), separator)) continue;
    size_t end = i + separator.size();
    bool alone = (i == 0 || is_space(text[i - 1]) || text[i - 1] == ')') &&
                 (end >= text.size() || is_space(text[end]) || text[end] == '(');
    if (word && !alone) continue;
    out.push_back(text.substr(start, i - start));
    start = end;
    i = end - 1;
  }
  out.push_back(text.substr(start));
  return out;
}

std::optional<Expression> read_declared(std::string_view text, int depth);

std::optional<Expression> join(const std::vector<std::string_view>& pieces, Expression::Kind kind,
                               int depth) {
  Expression out{kind, {}, false, {}, {}};
  for (std::string_view piece : pieces) {
    piece = trim(piece);
    if (piece.empty()) continue;  // "MIT," and "or or"
    std::optional<Expression> child = read_declared(piece, depth + 1);
    if (!child) return std::nullopt;
    if (child->kind == kind) {
      for (Expression& grandchild : child->children) out.children.push_back(std::move(grandchild));
    } else {
      out.children.push_back(*std::move(child));
    }
  }
  if (out.children.empty()) return std::nullopt;
  if (out.children.size() > 1) return out;
  Expression only = std::move(out.children[0]);
  return only;
}

// "(...)" around all of the text.
bool is_enclosed(std::string_view text) {
  if (!text.starts_with('(') || !text.ends_with(')')) return false;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

std::optional<Expression> with_exception(const std::vector<std::string_view>& pieces, int depth) {
  std::optional<Expression> license = read_declared(trim(pieces[0]), depth + 1);
  std::string exception = exception_of(pieces[1]);
  if (pieces.size() != 2 || !license || license->kind != Expression::Kind::kLicense ||
      exception.empty() || !license->exception.empty())
    return std::nullopt;
  license->exception = exception;
  return license;
}

std::optional<Expression> read_declared(std::string_view text, int depth) {
  if (depth > 8) return std::nullopt;
  if (std::optional<Expression> out = one_license(text)) return out;
  if (is_enclosed(text)) return read_declared(trim(text.substr(1, text.size() - 2)), depth + 1);
  struct Operator {
    std::string_view text;
    Expression::Kind kind;
  };
  // From the loosest to the tightest. "/" and "|" are choices (Cargo, R), ";" and "," lists.
  static constexpr Operator kOperators[] = {
      {";", Expression::Kind::kAnd},   {"|", Expression::Kind::kOr},  {"or", Expression::Kind::kOr},
      {"and", Expression::Kind::kAnd}, {"&", Expression::Kind::kAnd}, {",", Expression::Kind::kAnd},
      {"/", Expression::Kind::kOr},
  };
  for (const Operator& one : kOperators) {
    std::vector<std::string_view> pieces = split_outside(text, one.text);
    if (pieces.size() > 1) return join(pieces, one.kind, depth);
  }
  std::vector<std::string_view> pieces = split_outside(text, "with");
  if (pieces.size() > 1) return with_exception(pieces, depth);
  return std::nullopt;
}

// The part of a declaration that names the license.
std::string_view core_of(std::string_view text) {
  text = trim(text);
  while (text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0])
    text = trim(text.substr(1, text.size() - 2));
  // "License :: OSI Approved :: MIT License"
  if (text.starts_with("License ::")) {
    size_t last = text.rfind("::");
    text = trim(text.substr(last + 2));
  }
  // R: "MIT + file LICENSE"
  for (std::string_view end : {"+ file LICENSE", "+ file LICENCE"})
    if (text.ends_with(end)) text = trim(text.substr(0, text.size() - end.size()));
  while (text.ends_with('.') || text.ends_with(',') || text.ends_with(';'))
    text = trim(text.substr(0, text.size() - 1));
  return text;
}

}  // namespace

std::string normalise(std::string_view declared) {
  if (declared.size() > kMaxDeclared) return {};
  std::string_view core = core_of(declared);
  if (core.empty() || core == "UNLICENSED") return {};
  std::optional<Expression> expression = read_declared(core, 0);
  return expression ? format_expression(simplify(*std::move(expression))) : std::string{};
}

}  // namespace seawall::license
