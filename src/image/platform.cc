#include "image/platform.h"

#include <sys/utsname.h>

#include "base/text.h"

namespace seawall::image {
namespace {

std::string machine_architecture() {
  struct utsname name {};
  return ::uname(&name) == 0 ? std::string(name.machine) : std::string("amd64");
}

// The variant that an absent one stands for.
std::string_view default_variant(std::string_view architecture) {
  if (architecture == "arm") return "v7";
  if (architecture == "arm64") return "v8";
  if (architecture == "amd64") return "v1";
  return "";
}

std::string_view variant_or_default(const Platform& platform) {
  return platform.variant.empty() ? default_variant(platform.architecture)
                                  : std::string_view(platform.variant);
}

// The number of "v7"; -1 for other words.
int variant_number(std::string_view variant) {
  if (variant.empty() || variant[0] != 'v') return -1;
  std::optional<uint64_t> number = parse_uint(variant.substr(1));
  return number && *number < 100 ? static_cast<int>(*number) : -1;
}

}  // namespace

Platform normalize_platform(const Platform& platform) {
  Platform out = platform;
  out.os = to_lower(out.os);
  if (out.os.empty()) out.os = "linux";
  if (out.os == "macos") out.os = "darwin";
  out.architecture = to_lower(out.architecture.empty() ? machine_architecture() : out.architecture);
  out.variant = to_lower(out.variant);
  std::string& arch = out.architecture;
  if (arch == "x86_64" || arch == "x86-64") arch = "amd64";
  if (arch == "i386" || arch == "i486" || arch == "i586" || arch == "i686" || arch == "x86")
    arch = "386";
  if (arch == "aarch64") arch = "arm64";
  if (arch == "ppc64el") arch = "ppc64le";
  if (arch == "armhf" || arch == "armv7l" || arch == "armv7" || arch == "armv8l") {
    arch = "arm";
    if (out.variant.empty()) out.variant = "v7";
  } else if (arch == "armel" || arch == "armv6l" || arch == "armv6") {
    arch = "arm";
    if (out.variant.empty()) out.variant = "v6";
  }
  if (!out.variant.empty() && is_digit(out.variant[0])) out.variant.insert(0, "v");
  return out;
}

std::string platform_text(const Platform& platform) {
  std::string text = platform.os + "/" + platform.architecture;
  if (!platform.variant.empty()) text += "/" + platform.variant;
  return text;
}

int platform_score(const Platform& wanted, const Platform& offered) {
  if (wanted.os != offered.os || wanted.architecture != offered.architecture) return 0;
  std::string_view want = variant_or_default(wanted);
  std::string_view offer = variant_or_default(offered);
  if (want == offer) return 200;
  int want_number = variant_number(want);
  int offer_number = variant_number(offer);
  bool ordered = wanted.architecture == "arm" || wanted.architecture == "amd64";
  if (ordered && want_number >= 0 && offer_number >= 0 && offer_number <= want_number)
    return 100 + offer_number;
  // Nobody asked for a variant: one that this CPU may not run can be scanned all the same.
  return wanted.variant.empty() ? 1 : 0;
}

}  // namespace seawall::image
