// Every rule is a regular expression in the original and quoted in its messages; here each is a
// scan, which takes the same texts.
#include "cel/named_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cel/url_reference.h"

namespace seawall::cel {

namespace {

using Messages = std::vector<std::string>;
using CharTest = bool (*)(char c);

constexpr size_t kMostLabelBytes = 63;
constexpr size_t kMostSubdomainBytes = 253;

bool is_lower_alnum(char c) {
  return is_lower(c) || is_digit(c);
}
bool is_label_char(char c) {
  return is_lower_alnum(c) || c == '-';
}
bool is_key_char(char c) {
  return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

// One character or more: the first, those between, and the last.
bool has_shape(std::string_view text, CharTest first, CharTest middle, CharTest last) {
  return !text.empty() && first(text.front()) && last(text.back()) &&
         std::all_of(text.begin(), text.end(), middle);
}

bool is_dns1123_label(std::string_view text) {
  return has_shape(text, is_lower_alnum, is_label_char, is_lower_alnum);
}
bool is_dns1123_subdomain(std::string_view text) {
  std::vector<std::string_view> labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), is_dns1123_label);
}
bool is_key_name(std::string_view text) {
  return has_shape(text, is_alnum, is_key_char, is_alnum);
}

// The original has two libraries of rules, which say it differently.
std::string too_long(size_t limit, std::string_view unit = "bytes") {
  return fmt::format("must be no more than {} {}", limit, unit);
}

std::string does_not_match(std::string_view rule, std::string_view pattern,
                           std::initializer_list<std::string_view> examples) {
  std::string text = fmt::format("{} (e.g. ", rule);
  for (std::string_view example : examples)
    text += fmt::format("{}'{}', ", example == *examples.begin() ? "" : " or ", example);
  return text + fmt::format("regex used for validation is '{}')", pattern);
}

constexpr std::string_view kLabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
constexpr std::string_view kKeyPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

Messages check_dns1035_label(std::string_view text) {
  Messages messages;
  if (text.size() > kMostLabelBytes) messages.push_back(too_long(kMostLabelBytes, "characters"));
  if (!has_shape(text, is_lower, is_label_char, is_lower_alnum))
    messages.push_back(does_not_match(
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with "
        "an alphabetic character, and end with an alphanumeric character",
        "[a-z]([-a-z0-9]*[a-z0-9])?", {"my-name", "abc-123"}));
  return messages;
}

Messages check_label_value(std::string_view text) {
  Messages messages;
  if (text.size() > kMostLabelBytes) messages.push_back(too_long(kMostLabelBytes));
  if (!text.empty() && !is_key_name(text))
    messages.push_back(does_not_match(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' "
        "or '.', and must start and end with an alphanumeric character",
        fmt::format("({})?", kKeyPattern), {"MyValue", "my_value", "12345"}));
  return messages;
}

Messages check_subdomain(std::string_view text, std::string_view unit) {
  Messages messages;
  if (text.size() > kMostSubdomainBytes) messages.push_back(too_long(kMostSubdomainBytes, unit));
  if (!is_dns1123_subdomain(text))
    messages.push_back(does_not_match(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "
        "or '.', and must start and end with an alphanumeric character",
        fmt::format("{0}(\\.{0})*", kLabelPattern), {"example.com"}));
  return messages;
}

std::string wrong_key_name(std::string_view what) {
  constexpr std::string_view kRule =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
      "alphanumeric character";
  return std::string(what) + does_not_match(kRule, kKeyPattern, {"MyName", "my.name", "123-abc"});
}

Messages check_qualified_name(std::string_view text) {
  Messages messages;
  std::vector<std::string_view> parts = split(text, '/');
  if (parts.size() > 2)
    return {wrong_key_name("a valid label key ") +
            " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"};
  if (parts.size() == 2 && parts[0].empty())
    messages.emplace_back("prefix part must be non-empty");
  else if (parts.size() == 2)
    for (const std::string& each : check_subdomain(parts[0], "bytes"))
      messages.push_back("prefix part " + each);
  std::string_view name = parts.back();
  if (name.empty())
    messages.emplace_back("name part must be non-empty");
  else if (name.size() > kMostLabelBytes)
    messages.push_back("name part " + too_long(kMostLabelBytes));
  if (!is_key_name(name)) messages.push_back(wrong_key_name("name part "));
  return messages;
}

// A prefix to which more will be added may end in a dash: the original replaces the last two
// characters, and so the length that it judges is one less.
template <Messages (*check)(std::string_view)>
Messages check_prefix(std::string_view text) {
  if (text.size() < 2 || !text.ends_with('-')) return check(text);
  return check(std::string(text.substr(0, text.size() - 2)) + "a");
}

Messages check_uri(std::string_view text) {
  Result<UrlReference> url = parse_request_uri(text);
  return url ? Messages() : Messages{url.error().message()};
}

bool is_hex(char c) {
  c = to_lower(c);
  return is_digit(c) || (c >= 'a' && c <= 'f');
}

Messages check_uuid(std::string_view text) {
  bool is_right = true;
  for (size_t group : {8, 4, 4, 4, 12}) {
    if (group != 8 && text.starts_with('-')) text.remove_prefix(1);
    is_right = is_right && text.size() >= group &&
               std::all_of(text.begin(), text.begin() + static_cast<long>(group), is_hex);
    text.remove_prefix(std::min(group, text.size()));
  }
  if (is_right && text.empty()) return {};
  return {"does not match the UUID format"};
}

Messages check_byte(std::string_view text) {
  constexpr auto kIsDigit = [](char c) { return is_alnum(c) || c == '+' || c == '/'; };
  std::string_view digits = text;
  for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
  bool is_right =
      !text.empty() && text.size() % 4 == 0 && std::all_of(digits.begin(), digits.end(), kIsDigit);
  return is_right ? Messages() : Messages{"invalid base64"};
}

// Decimal digits at `at`; -1 when they are not.
int number_at(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || !is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

int days_in(int year, int month) {
  bool leaps = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2) return leaps ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_date(std::string_view text) {
  int year = number_at(text, 0, 4);
  int month = number_at(text, 5, 2);
  int day = number_at(text, 8, 2);
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || year < 0) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

bool ends_in_zone(std::string_view& text) {
  if (text.ends_with('z')) {
    text.remove_suffix(1);
    return true;
  }
  if (text.size() < 6) return false;
  std::string_view zone = text.substr(text.size() - 6);
  if ((zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return false;
  text.remove_suffix(6);
  return number_at(zone, 1, 2) >= 0 && number_at(zone, 4, 2) >= 0;
}

// Nothing, or any one character (the original forgot to escape its point) and digits.
bool is_fraction(std::string_view text) {
  if (text.empty()) return true;
  if (text[0] == '\n') return false;
  size_t start = 1;
  while (start < text.size() && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) ++start;
  return start < text.size() &&
         std::all_of(text.begin() + static_cast<long>(start), text.end(), is_digit);
}

// `text` in lower case, after the "t".
bool is_time(std::string_view text) {
  int hours = number_at(text, 0, 2);
  int minutes = number_at(text, 3, 2);
  int seconds = number_at(text, 6, 2);
  if (hours < 0 || minutes < 0 || seconds < 0 || text[2] != ':' || text[5] != ':') return false;
  std::string_view rest = text.substr(8);
  return hours <= 23 && minutes <= 59 && seconds <= 59 && ends_in_zone(rest) && is_fraction(rest);
}

Messages check_date(std::string_view text) {
  return is_date(text) ? Messages() : Messages{"invalid date"};
}

Messages check_datetime(std::string_view text) {
  // What comes after a second "t" is not looked at, by the original neither.
  std::string lower = to_lower(text);
  std::vector<std::string_view> parts = split(lower, 't');
  bool is_right = parts.size() >= 2 && is_date(parts[0]) && is_time(parts[1]);
  return is_right ? Messages() : Messages{"invalid datetime"};
}

// Lengths of the original's patterns, or its guesses at them.
constexpr NamedFormat kFormats[] = {
    {"byte", "byte", check_byte, 84},
    {"date", "date", check_date, 71},
    {"datetime", "datetime", check_datetime, 71},
    {"dns1035Label", "DNS1035Label", check_dns1035_label, 30},
    {"dns1035LabelPrefix", "DNS1035LabelPrefix", check_prefix<check_dns1035_label>, 30},
    {"dns1123Label", "DNS1123Label", check_dns1123_label, 30},
    {"dns1123LabelPrefix", "DNS1123LabelPrefix", check_prefix<check_dns1123_label>, 30},
    {"dns1123Subdomain", "DNS1123Subdomain", check_dns1123_subdomain, 60},
    {"dns1123SubdomainPrefix", "DNS1123SubdomainPrefix", check_prefix<check_dns1123_subdomain>, 60},
    {"labelValue", "LabelValue", check_label_value, 40},
    {"qualifiedName", "QualifiedName", check_qualified_name, 60},
    {"uri", "URI", check_uri, 1103},
    {"uuid", "uuid", check_uuid, 70},
};

}  // namespace

Messages check_dns1123_label(std::string_view text) {
  Messages messages;
  if (text.size() > kMostLabelBytes) messages.push_back(too_long(kMostLabelBytes, "characters"));
  if (is_dns1123_label(text)) return messages;
  if (is_dns1123_subdomain(text))
    messages.emplace_back("must not contain dots");
  else
    messages.push_back(does_not_match(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        "and must start and end with an alphanumeric character",
        kLabelPattern, {"my-name", "123-abc"}));
  return messages;
}

Messages check_dns1123_subdomain(std::string_view text) {
  return check_subdomain(text, "characters");
}

std::span<const NamedFormat> named_formats() {
  return kFormats;
}

const NamedFormat* find_named_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const NamedFormat& each) { return each.name == name; });
  return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace seawall::cel
