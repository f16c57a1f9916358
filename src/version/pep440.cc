#include "version/pep440.h"

#include <array>
#include <string>
#include <vector>

#include "version/scan.h"

namespace seawall::version {
namespace {

bool is_separator(char c) {
  return c == '-' || c == '_' || c == '.';
}

// One optional separator, then one of `words` (longest first); `rest` stays when there is none.
template <size_t Count>
std::optional<size_t> take_label(std::string_view& rest,
                                 const std::array<std::string_view, Count>& words) {
  std::string_view ahead = rest;
  if (!ahead.empty() && is_separator(ahead.front())) ahead.remove_prefix(1);
  for (size_t i = 0; i < Count; ++i) {
    if (!take_word(ahead, words[i])) continue;
    rest = ahead;
    return i;
  }
  return std::nullopt;
}

// The number after a label, with one separator before it or a separator alone.
std::string_view take_label_number(std::string_view& rest) {
  if (!rest.empty() && is_separator(rest.front())) rest.remove_prefix(1);
  return take_digits(rest);
}

void take_pre_release(std::string_view& rest, Pep440& version) {
  static constexpr std::array<std::string_view, 8> kWords = {"alpha",   "a",   "beta", "b",
                                                             "preview", "pre", "rc",   "c"};
  static constexpr char kLetters[] = {'a', 'a', 'b', 'b', 'r', 'r', 'r', 'r'};
  std::optional<size_t> word = take_label(rest, kWords);
  if (!word) return;
  version.pre = kLetters[*word];
  version.pre_number = take_label_number(rest);
}

void take_post_release(std::string_view& rest, Pep440& version) {
  static constexpr std::array<std::string_view, 3> kWords = {"post", "rev", "r"};
  // 1.0-1 is 1.0.post1.
  if (rest.size() > 1 && rest[0] == '-' && is_digit(rest[1])) {
    rest.remove_prefix(1);
    version.has_post = true;
    version.post = take_digits(rest);
  } else if (take_label(rest, kWords)) {
    version.has_post = true;
    version.post = take_label_number(rest);
  }
}

void take_dev_release(std::string_view& rest, Pep440& version) {
  static constexpr std::array<std::string_view, 1> kWords = {"dev"};
  if (!take_label(rest, kWords)) return;
  version.has_dev = true;
  version.dev = take_label_number(rest);
}

bool is_local(std::string_view text) {
  do {
    if (take_while(text, is_alnum).empty()) return false;
    if (text.empty()) return true;
    if (!is_separator(text.front())) return false;
    text.remove_prefix(1);
  } while (true);
}

// 1.0 and 1.0.0 are one release.
std::weak_ordering compare_releases(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    std::weak_ordering result = compare_numbers(take_part(a, '.'), take_part(b, '.'));
    if (std::is_neq(result)) return result;
  }
  return std::weak_ordering::equivalent;
}

// 1.0.dev1 < 1.0a1 < 1.0b1 < 1.0rc1 < 1.0; a post release alone counts as 1.0.
int pre_release_rank(const Pep440& version) {
  if (version.pre != 0) return version.pre;
  return version.has_dev && !version.has_post ? 0 : 256;
}

// Numbers are newer than text; the longer list is newer.
std::weak_ordering compare_locals(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    std::string_view left = take_while(a, is_alnum);
    std::string_view right = take_while(b, is_alnum);
    if (is_number(left) != is_number(right)) return is_number(left) <=> is_number(right);
    std::weak_ordering result =
        is_number(left) ? compare_numbers(left, right)
                        : compare_folded(left, right, [](char c) { return to_lower(c); });
    if (std::is_neq(result)) return result;
    if (!a.empty()) a.remove_prefix(1);
    if (!b.empty()) b.remove_prefix(1);
  }
  return b.empty() <=> a.empty();
}

// One part of an old version as a word that sorts as setuptools wants: numbers padded to eight
// digits, text behind a star, "final-" for the hyphen.
std::string legacy_word(std::string_view part) {
  if (is_digit(part.front()))
    return std::string(part.size() < 8 ? 8 - part.size() : 0, '0').append(part);
  if (part == "pre" || part == "preview" || part == "rc") return "*c";
  if (part == "-") return "*final-";
  if (part == "dev") return "*@";
  return std::string("*").append(part);
}

std::string_view take_legacy_part(std::string_view& rest) {
  if (is_digit(rest.front())) return take_digits(rest);
  if (is_lower(rest.front())) return take_while(rest, is_lower);
  if (rest.front() == '.' || rest.front() == '-') {
    std::string_view part = rest.substr(0, 1);
    rest.remove_prefix(1);
    return part;
  }
  return take_while(rest,
                    [](char c) { return !is_digit(c) && !is_lower(c) && c != '.' && c != '-'; });
}

void add_legacy_word(std::vector<std::string>& words, std::string word) {
  if (word.front() == '*') {
    if (word < "*final")
      while (!words.empty() && words.back() == "*final-") words.pop_back();
    while (!words.empty() && words.back() == "00000000") words.pop_back();
  }
  words.push_back(std::move(word));
}

std::vector<std::string> legacy_words(std::string_view text) {
  std::string lower = to_lower(text);
  std::vector<std::string> words;
  for (std::string_view rest = lower; !rest.empty();) {
    std::string_view part = take_legacy_part(rest);
    if (part != ".") add_legacy_word(words, legacy_word(part));
  }
  add_legacy_word(words, "*final");
  return words;
}

}  // namespace

std::optional<Pep440> parse_pep440(std::string_view text) {
  Pep440 version;
  std::string_view rest = trim(text);
  take_word(rest, "v");
  std::string_view start = rest;
  std::string_view first = take_digits(rest);
  if (!first.empty() && take_char(rest, '!')) {
    version.epoch = first;
    start = rest;
    first = take_digits(rest);
  }
  if (first.empty()) return std::nullopt;
  while (rest.size() > 1 && rest[0] == '.' && is_digit(rest[1])) {
    rest.remove_prefix(1);
    take_digits(rest);
  }
  version.release = start.substr(0, start.size() - rest.size());
  take_pre_release(rest, version);
  take_post_release(rest, version);
  take_dev_release(rest, version);
  if (take_char(rest, '+')) {
    if (!is_local(rest)) return std::nullopt;
    version.local = rest;
    return version;
  }
  if (!rest.empty()) return std::nullopt;
  return version;
}

std::weak_ordering compare_pep440(const Pep440& a, const Pep440& b) {
  std::weak_ordering result = compare_numbers(a.epoch, b.epoch);
  if (std::is_eq(result)) result = compare_releases(a.release, b.release);
  if (std::is_eq(result)) result = pre_release_rank(a) <=> pre_release_rank(b);
  if (std::is_eq(result)) result = compare_numbers(a.pre_number, b.pre_number);
  if (std::is_eq(result)) result = a.has_post <=> b.has_post;
  if (std::is_eq(result)) result = compare_numbers(a.post, b.post);
  if (std::is_eq(result)) result = b.has_dev <=> a.has_dev;
  if (std::is_eq(result)) result = compare_numbers(a.dev, b.dev);
  if (std::is_eq(result)) result = compare_locals(a.local, b.local);
  return result;
}

std::weak_ordering compare_legacy_python(std::string_view a, std::string_view b) {
  std::vector<std::string> left = legacy_words(a);
  std::vector<std::string> right = legacy_words(b);
  for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
    std::weak_ordering result = compare_bytes(left[i], right[i]);
    if (std::is_neq(result)) return result;
  }
  return left.size() <=> right.size();
}

}  // namespace seawall::version
