// Applications of Erlang and Elixir releases: lib/NAME-VERSION/ebin/NAME.app, an Erlang term
//
//   {application,cowboy,[{description,"..."},{vsn,"2.10.0"},{modules,[...]}]}.
//
// Of it the name and the version are read. Those below erlang/lib are parts of Erlang/OTP itself;
// the others come from hex.pm as a rule. Format: erlang.org, "app(4)".
#include "base/text.h"
#include "package/listing.h"

namespace seawall::package {

namespace {

// The text without comments ("%" to the end of line, outside of quotes) and blanks between tokens.
std::string without_blanks(std::string_view text) {
  std::string out;
  char quote = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (quote == 0 && c == '%') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (quote == 0 && is_space(c)) continue;
    out += c;
    if (c == '\\' && quote != 0 && at + 1 < text.size()) {
      out += text[++at];
    } else if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    }
  }
  return out;
}

Status read(const File& file, const Limits& limits, Facts& facts) {
  std::optional<Halves> folder = split_last(file.path, "/");
  if (!folder || !(folder->first == "ebin" || folder->first.ends_with("/ebin"))) return {};
  std::string text = without_blanks(file.content);
  constexpr std::string_view kStart = "{application,";
  if (!text.starts_with(kStart)) return Error(Code::kInvalid, "it is no application of Erlang");
  std::string_view rest = std::string_view(text).substr(kStart.size());
  std::string_view name = rest.substr(0, rest.find(','));
  if (name.size() > 1 && name.front() == '\'' && name.back() == '\'')
    name = name.substr(1, name.size() - 2);
  std::string_view version;
  constexpr std::string_view kVersion = "{vsn,\"";
  if (size_t at = rest.find(kVersion); at != std::string_view::npos) {
    version = rest.substr(at + kVersion.size());
    version = version.substr(0, version.find('"'));
  }
  bool own = file.path.find("erlang/lib/") != std::string_view::npos;
  Listing listing(own ? "otp" : "hex", limits, facts);
  listing.add(name, version, 0);
  return {};
}

}  // namespace

const Reader& otp_application_reader() {
  static constexpr Pattern kPatterns[] = {{Pattern::kSuffix, ".app"}};
  static constexpr Reader kReader = {"otp-application", 1, kInstalled, kPatterns, 4u << 20, read};
  return kReader;
}

}  // namespace seawall::package
