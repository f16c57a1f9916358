// [epoch:]version[-release]: what RPM and pacman have in common.
#pragma once

#include <compare>
#include <string_view>

namespace seawall::version {

// Every view points into the original.
struct EpochRelease {
  std::string_view epoch;  // digits; "" is 0
  std::string_view version, release;
  bool has_release = false;
};

// An epoch that is no number belongs to the version; the release starts after the last hyphen.
EpochRelease take_epoch_release_apart(std::string_view text);

// By epoch, version, whether there is a release, and release. `compare_part` compares two versions
// or two releases.
std::weak_ordering compare_epoch_release(std::string_view a, std::string_view b,
                                         std::weak_ordering (*compare_part)(std::string_view,
                                                                            std::string_view));

// `a` and `b` both begin with a digit or both with a letter: the runs of them by value or by text.
// Both move past their run.
std::weak_ordering compare_runs(std::string_view& a, std::string_view& b);

}  // namespace seawall::version
