#include "waiver/waiver.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "doc/parse.h"

namespace seawall::waiver {
namespace {

struct Field {
  std::string_view name;
  std::string Waiver::*member;
};

constexpr std::array<Field, 11> kFields = {{{"id", &Waiver::id},
                                            {"package", &Waiver::package},
                                            {"image", &Waiver::image},
                                            {"kind", &Waiver::kind},
                                            {"namespace", &Waiver::name_space},
                                            {"name", &Waiver::name},
                                            {"container", &Waiver::container},
                                            {"path", &Waiver::path},
                                            {"reason", &Waiver::reason},
                                            {"owner", &Waiver::owner},
                                            {"expires", &Waiver::expires}}};

Error error_at(const std::string& path, doc::Position position, std::string_view message) {
  return Error::make(Code::kInvalid, "{}:{}: {}", path, position.line, message);
}

Status read_field(const doc::Member& member, const std::string& path, Waiver& waiver) {
  for (const Field& field : kFields) {
    if (field.name != member.key) continue;
    if (!member.value.is_string())
      return error_at(path, member.value.position(),
                      fmt::format("'{}' must be a text (put it in quotes)", member.key));
    waiver.*field.member = member.value.as_string();
    return {};
  }
  return error_at(path, member.key_position,
                  fmt::format("unknown field '{}'; there are id, package, image, kind, namespace, "
                              "name, path, reason, owner, expires",
                              printable(member.key, 60)));
}

Result<Waiver> read_entry(const doc::Node& node, const std::string& path) {
  if (!node.is_object())
    return error_at(path, node.position(), "a waiver must be a mapping with 'id' and 'reason'");
  Waiver waiver;
  waiver.source = fmt::format("{}:{}", path, node.position().line);
  for (const doc::Member& member : node.members()) TRY(read_field(member, path, waiver));
  if (waiver.id.empty())
    return error_at(path, node.position(),
                    "a waiver needs an 'id' (a vulnerability or check, or '*')");
  if (trim(waiver.reason).empty())
    return error_at(path, node.position(),
                    fmt::format("the waiver for '{}' gives no 'reason'", printable(waiver.id, 60)));
  if (waiver.expires.empty()) return waiver;
  auto day = parse_rfc3339(waiver.expires);
  if (!day || waiver.expires.size() != 10)
    return error_at(path, node.position(),
                    fmt::format("'expires' must be a date as 2027-01-31, not '{}'",
                                printable(waiver.expires, 40)));
  waiver.expires_at = *day + 86400;
  return waiver;
}

bool field_matches(const std::string& pattern, std::string_view text, std::string_view stop = "") {
  return pattern.empty() || glob_match(pattern, text, stop);
}

bool id_matches(const std::string& pattern, const finding::Finding& finding) {
  if (glob_match(pattern, finding.id)) return true;
  auto matches = [&](const std::string& id) { return glob_match(pattern, id); };
  return std::any_of(finding.aliases.begin(), finding.aliases.end(), matches) ||
         std::any_of(finding.advisories.begin(), finding.advisories.end(), matches);
}

bool expired(const Waiver& waiver, UnixSeconds now) {
  return waiver.expires_at != 0 && now >= waiver.expires_at;
}

finding::Finding expired_finding(const Use& use) {
  const Waiver& waiver = use.waiver;
  finding::Finding finding;
  finding.id = "waiver-expired";
  finding.kind = "waiver";
  finding.severity = finding::Severity::kMedium;
  finding.severity_source = "seawall";
  finding.title = fmt::format("The waiver for {} expired on {}", waiver.id, waiver.expires);
  finding.detail = fmt::format("reason: {}{}{}", waiver.reason,
                               waiver.owner.empty() ? "" : "; owner: ", waiver.owner);
  finding.reason = fmt::format("it would still apply to {} finding{}", use.findings,
                               use.findings == 1 ? "" : "s");
  finding.remedy = "fix what it waived, renew it, or delete the entry";
  auto halves = split_last(waiver.source, ":");
  if (halves) {
    finding.subject.path = halves->first;
    finding.subject.line = static_cast<uint32_t>(parse_uint(halves->second).value_or(0));
  }
  finding.subject.package = waiver.id;
  return finding;
}

}  // namespace

Result<std::vector<Waiver>> parse_waivers(std::string_view text, const std::string& path,
                                          const Limits& limits) {
  Diagnostics remarks;
  std::vector<doc::Document> documents =
      TRY(doc::parse_yaml(text, limits, doc::YamlSchema::kCore, &remarks).context("{}", path));
  if (!remarks.empty())
    return Error::make(Code::kInvalid, "{}:{}: {}", path, remarks[0].line, remarks[0].message);
  std::vector<Waiver> out;
  for (const doc::Document& document : documents) {
    const doc::Node& root = document.root();
    const doc::Node* list = root.find("waivers");
    if (!list || root.size() != 1)
      return error_at(path, root.position(), "a waiver file has one key, 'waivers', with a list");
    if (!list->is_array() && !list->is_null())
      return error_at(path, list->position(), "'waivers' must be a list");
    for (const doc::Node& node : list->items()) out.push_back(TRY(read_entry(node, path)));
  }
  return out;
}

bool matches(const Waiver& waiver, const finding::Finding& finding) {
  const finding::Subject& subject = finding.subject;
  return id_matches(waiver.id, finding) &&
         (field_matches(waiver.package, subject.package) ||
          field_matches(waiver.package, subject.purl)) &&
         (field_matches(waiver.image, subject.image) ||
          field_matches(waiver.image, subject.image_digest)) &&
         field_matches(waiver.kind, subject.kind) &&
         field_matches(waiver.name_space, subject.name_space) &&
         field_matches(waiver.name, subject.name) &&
         field_matches(waiver.container, subject.container) &&
         field_matches(waiver.path, subject.path, "/");
}

std::vector<Use> apply(const std::vector<Waiver>& waivers, UnixSeconds now,
                       std::vector<finding::Finding>& findings) {
  std::vector<Use> uses;
  for (const Waiver& waiver : waivers) uses.push_back({waiver, 0, expired(waiver, now)});
  for (finding::Finding& finding : findings) {
    if (finding.suppression) continue;
    for (Use& use : uses) {
      if (!matches(use.waiver, finding)) continue;
      ++use.findings;
      if (use.expired) continue;  // counts what it would cover; a later one may still apply
      std::string reason = use.waiver.reason;
      if (!use.waiver.owner.empty()) reason += fmt::format(" ({})", use.waiver.owner);
      if (!use.waiver.expires.empty()) reason += fmt::format(", until {}", use.waiver.expires);
      finding.suppression = finding::Suppression{finding::Suppression::By::kWaiver,
                                                 std::move(reason), use.waiver.source};
      break;
    }
  }
  for (const Use& use : uses)
    if (use.expired) findings.push_back(expired_finding(use));
  return uses;
}

}  // namespace seawall::waiver
