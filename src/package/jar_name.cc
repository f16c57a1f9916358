// Where the name ends and the version begins cannot be seen from one character: both hold dashes
// and digits ("log4j-1.2-api-2.19.0", "netty-epoll-4.1.100.Final-linux-x86_64",
// "plexus-container-1.0-beta-3"). So the name is cut at its dashes, and the version is the first
// word that begins like a number such that all words behind it go with a version: further numbers,
// the usual qualifiers, or a known classifier that ends it.
#include "package/jar_name.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace seawall::package {

namespace {

using Words = std::vector<std::string_view>;

constexpr size_t kMaxFileName = 1024;  // of any file system 255; names in archives may be 64 KiB

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// "2", "2.19.0", "4.1.100.Final", "0.1~+svn49", but not "2d" or "3rd".
bool begins_version(std::string_view word) {
  if (word == "debian") return true;
  size_t digits = 0;
  while (digits < word.size() && is_digit(word[digits])) ++digits;
  if (digits == 0) return false;
  return digits == word.size() || std::string_view(".~+_").find(word[digits]) != word.npos;
}

std::string_view letters_of(std::string_view word) {
  size_t count = 0;
  while (count < word.size() && is_alpha(word[count])) ++count;
  return word.substr(0, count);
}

bool is_qualifier(std::string_view word) {
  if (!word.empty() && is_digit(word[0])) return true;
  std::string letters = to_lower(letters_of(word));
  return one_of(letters, {"alpha",      "android",  "atlassian", "b",      "beta",   "build",
                          "cr",         "dev",      "ea",        "final",  "fp",     "ga",
                          "incubating", "jbossorg", "jdk",       "jre",    "m",      "p",
                          "patch",      "pre",      "preview",   "rc",     "redhat", "release",
                          "rev",        "snapshot", "sp",        "stable", "v"});
}

bool is_classifier(std::string_view word) {
  return one_of(
      word,
      {"aarch64", "all",     "amd64",   "arm64",      "bin",   "bundle",  "dist",     "exec",
       "fat",     "full",    "gpl",     "jakarta",    "jar",   "javadoc", "linux",    "mac",
       "minimal", "native",  "natives", "no_aop",     "noaop", "nolib",   "osx",      "plain",
       "runner",  "shaded",  "sources", "standalone", "test",  "tests",   "uber",     "uberjar",
       "win",     "windows", "with",    "x64",        "x86",   "x86_64",  "aarch_64", "universal"});
}

// The end of the version that begins at `start`, or 0 when the words behind do not go with one.
size_t version_end(const Words& words, size_t start) {
  for (size_t i = start + 1; i < words.size(); ++i) {
    if (is_classifier(words[i])) return i;
    if (!is_qualifier(words[i])) return 0;
  }
  return words.size();
}

std::string join(const Words& words, size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to; ++i) {
    if (i > from) out += '-';
    out += words[i];
  }
  return out;
}

}  // namespace

JarName parse_jar_name(std::string_view file_name) {
  std::string_view stem = file_name.substr(0, file_name.rfind('.'));
  if (stem.size() > kMaxFileName) return {std::string(stem), "", ""};
  Words words = split(stem, '-');
  for (size_t start = 1; start < words.size(); ++start) {
    if (!begins_version(words[start])) continue;
    size_t end = version_end(words, start);
    if (end == 0) continue;
    return {join(words, 0, start), join(words, start, end), join(words, end, words.size())};
  }
  // "name-v1.2.3" and such: less sure, so only when nothing else was found.
  for (size_t start = 1; start < words.size(); ++start) {
    bool marked = words[start].size() > 1 && words[start][0] == 'v' && is_digit(words[start][1]);
    if (marked && version_end(words, start) == words.size())
      return {join(words, 0, start), join(words, start, words.size()).substr(1), ""};
  }
  return {std::string(stem), "", ""};
}

std::string without_major(std::string_view name) {
  size_t word_end = std::min(name.find('-'), name.size());
  if (word_end == name.size()) return std::string(name);
  size_t letters = word_end;
  while (letters > 0 && is_digit(name[letters - 1])) --letters;
  if (letters == 0) return std::string(name);
  return std::string(name.substr(0, letters)) + std::string(name.substr(word_end));
}

bool is_coordinate(std::string_view text) {
  return !text.empty() && text.size() <= 256 && is_alnum(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_'; });
}

bool is_java_version(std::string_view text) {
  return !text.empty() && text.size() <= 256 && is_alnum(text[0]) &&
         std::any_of(text.begin(), text.end(), is_digit) &&
         std::none_of(text.begin(), text.end(), [](char c) {
           return is_space(c) || c == '$' || c == '{' || c == '}' || c == '/' || c == '@' ||
                  static_cast<uint8_t>(c) < 0x20;
         });
}

}  // namespace seawall::package
