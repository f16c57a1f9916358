#include "version/epoch_release.h"

#include "version/scan.h"

namespace seawall::version {

EpochRelease take_epoch_release_apart(std::string_view text) {
  EpochRelease parts;
  parts.version = text;
  std::string_view rest = text;
  std::string_view digits = take_digits(rest);
  if (take_char(rest, ':')) {
    parts.epoch = digits;
    parts.version = rest;
  }
  if (size_t hyphen = parts.version.rfind('-'); hyphen != std::string_view::npos) {
    parts.has_release = true;
    parts.release = parts.version.substr(hyphen + 1);
    parts.version = parts.version.substr(0, hyphen);
  }
  return parts;
}

std::weak_ordering compare_epoch_release(std::string_view a, std::string_view b,
                                         std::weak_ordering (*compare_part)(std::string_view,
                                                                            std::string_view)) {
  EpochRelease left = take_epoch_release_apart(a);
  EpochRelease right = take_epoch_release_apart(b);
  std::weak_ordering result = compare_numbers(left.epoch, right.epoch);
  if (std::is_eq(result)) result = compare_part(left.version, right.version);
  if (std::is_eq(result)) result = left.has_release <=> right.has_release;
  if (std::is_eq(result)) result = compare_part(left.release, right.release);
  return result;
}

std::weak_ordering compare_runs(std::string_view& a, std::string_view& b) {
  if (!a.empty() && is_digit(a.front())) return compare_numbers(take_digits(a), take_digits(b));
  return compare_bytes(take_while(a, is_alpha), take_while(b, is_alpha));
}

}  // namespace seawall::version
