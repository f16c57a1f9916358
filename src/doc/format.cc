#include "doc/format.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace seawall::doc {

namespace {

bool is_hex(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

// `count` digits at `at`, at most `most`; -1 when there are none such.
int number_at(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool in_range(int value, int least, int most) {
  return value >= least && value <= most;
}

int days_in(int year, int month) {
  constexpr std::array<int, 13> kDays = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<size_t>(month)];
}

// Minutes east of UTC of "Z" or "+hh:mm"; nothing when malformed.
std::optional<int> zone_minutes(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return {};
  int hours = number_at(text, 1, 2);
  int minutes = number_at(text, 4, 2);
  if (!in_range(hours, 0, 23) || !in_range(minutes, 0, 59)) return {};
  return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

// Characters a URI may hold (RFC 3986 section 2); an IRI also all beyond ASCII.
bool has_uri_characters(std::string_view text, bool international) {
  constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=";
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      if (!international) return false;
    } else if (!is_alnum(c) && kMarks.find(c) == kMarks.npos) {
      return false;
    }
  }
  return true;
}

// host and port; brackets stand around IPv6 addresses only.
bool is_authority(std::string_view text) {
  if (auto halves = split_last(text, "@")) text = halves->second;
  std::string_view port;
  if (text.starts_with('[')) {
    size_t close = text.find(']');
    if (close == text.npos || close < 3) return false;
    for (char c : text.substr(1, close - 1))
      if (!is_hex(c) && c != ':' && c != '.' && c != 'v' && c != '%') return false;
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':') return false;
    if (!port.empty()) port.remove_prefix(1);
  } else {
    if (text.find_first_of("[]") != text.npos) return false;
    if (auto halves = split_once(text, ":")) port = halves->second;
  }
  return port.find_first_not_of("0123456789") == port.npos;
}

bool is_scheme(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return false;
  for (char c : text)
    if (!is_alnum(c) && c != '+' && c != '-' && c != '.') return false;
  return true;
}

bool is_reference(std::string_view text, bool international, bool absolute) {
  if (!has_uri_characters(text, international)) return false;
  size_t hash = text.find('#');
  if (hash != text.npos) {
    if (text.find_first_of("#[]", hash + 1) != text.npos) return false;
    text = text.substr(0, hash);
  }
  text = text.substr(0, text.find('?'));
  size_t colon = text.find(':');
  bool has_scheme = colon != text.npos && text.substr(0, colon).find('/') == text.npos;
  if (has_scheme && !is_scheme(text.substr(0, colon))) return false;
  if (!has_scheme && absolute) return false;
  if (has_scheme) text.remove_prefix(colon + 1);
  if (text.starts_with("//")) {
    size_t slash = text.find('/', 2);
    if (!is_authority(text.substr(2, slash == text.npos ? slash : slash - 2))) return false;
    text = slash == text.npos ? "" : text.substr(slash);
  }
  return text.find_first_of("[]") == text.npos;
}

bool is_atom_character(char c, bool international) {
  constexpr std::string_view kMarks = "!#$%&'*+-/=?^_`{|}~";
  if (static_cast<unsigned char>(c) >= 0x80) return international;
  return is_alnum(c) || kMarks.find(c) != kMarks.npos;
}

bool is_local_part(std::string_view text, bool international) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) {
        ++i;
      } else if (text[i] == '"' || text[i] == '\\' || static_cast<unsigned char>(text[i]) < 0x20) {
        return false;
      }
    }
    return true;
  }
  for (std::string_view atom : split(text, '.')) {
    if (atom.empty()) return false;
    for (char c : atom)
      if (!is_atom_character(c, international)) return false;
  }
  return true;
}

bool is_domain(std::string_view text, bool international) {
  if (text.starts_with('[') && text.ends_with(']')) {
    text = text.substr(1, text.size() - 2);
    return is_ipv4(text) || text.starts_with("IPv6:");
  }
  for (std::string_view label : split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
      return false;
    for (char c : label) {
      bool letter =
          is_alnum(c) || c == '-' || (international && static_cast<unsigned char>(c) >= 0x80);
      if (!letter) return false;
    }
  }
  return true;
}

bool is_mailbox(std::string_view text, bool international) {
  auto halves = split_last(text, "@");
  return halves && is_local_part(halves->first, international) &&
         is_domain(halves->second, international);
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int year = number_at(text, 0, 4);
  int month = number_at(text, 5, 2);
  if (year < 0 || !in_range(month, 1, 12)) return false;
  return in_range(number_at(text, 8, 2), 1, days_in(year, month));
}

bool is_time(std::string_view text) {
  if (text.size() < 9 || text[2] != ':' || text[5] != ':') return false;
  int hour = number_at(text, 0, 2);
  int minute = number_at(text, 3, 2);
  int second = number_at(text, 6, 2);
  if (!in_range(hour, 0, 23) || !in_range(minute, 0, 59) || !in_range(second, 0, 60)) return false;
  size_t at = 8;
  if (text[at] == '.') {
    size_t digits = ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    if (at == digits) return false;
  }
  std::optional<int> zone = zone_minutes(text.substr(at));
  if (!zone) return false;
  // A leap second is the last of a day in UTC.
  int utc = (hour * 60 + minute - *zone + 2 * 1440) % 1440;
  return second < 60 || utc == 1439;
}

bool is_date_time(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return false;
  return is_date(text.substr(0, 10)) && is_time(text.substr(11));
}

bool is_email(std::string_view text) {
  return is_mailbox(text, false);
}
bool is_idn_email(std::string_view text) {
  return is_mailbox(text, true);
}
bool is_uri(std::string_view text) {
  return is_reference(text, false, true);
}
bool is_uri_reference(std::string_view text) {
  return is_reference(text, false, false);
}
bool is_iri(std::string_view text) {
  return is_reference(text, true, true);
}
bool is_iri_reference(std::string_view text) {
  return is_reference(text, true, false);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_ipv4(std::string_view text) {
  std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) return false;
  for (std::string_view part : parts) {
    auto value = parse_uint(part);
    if (!value || *value > 255 || part.size() > 3 || (part.size() > 1 && part.front() == '0'))
      return false;
  }
  return true;
}

FormatCheck find_format(std::string_view name) {
  static constexpr std::pair<std::string_view, FormatCheck> kFormats[] = {
      {"date", is_date},
      {"time", is_time},
      {"date-time", is_date_time},
      {"email", is_email},
      {"idn-email", is_idn_email},
      {"uri", is_uri},
      {"uri-reference", is_uri_reference},
      {"iri", is_iri},
      {"iri-reference", is_iri_reference},
      {"uuid", is_uuid},
      {"ipv4", is_ipv4},
  };
  for (const auto& [known, check] : kFormats)
    if (known == name) return check;
  return nullptr;
}

}  // namespace seawall::doc
