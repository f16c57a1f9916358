// Reads OSV records. Everything the schema defines is read here; of what it leaves to databases
// ("ecosystem_specific", "database_specific") the few facts that change a verdict:
//
//   Debian        ecosystem_specific.urgency: a severity word, "unimportant" or "end-of-life"
//   Ubuntu        severity type "Ubuntu", ecosystem_specific.ubuntu_priority, .availability
//   GitHub, Bitnami   database_specific.severity
//   RustSec       affected[].database_specific.informational, affects.functions
//   Go            ecosystem_specific.imports[].symbols
//   AlmaLinux     the module stream, which only the summary names: "nodejs:16 security update"
//   Red Hat       the module stream in the purl: "?rpmmod=nodejs:18"
//
// A record of which a part cannot be read is refused as a whole: its remains could hide versions.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "doc/parse.h"
#include "feed/advisory.h"

namespace seawall::feed {
namespace {

using doc::Node;

Error wrong(std::string_view field, std::string_view why) {
  return Error::make(Code::kInvalid, "{}: {}", field, why);
}

// A text field that may be absent or null.
Result<std::string> text_field(const Node& node, std::string_view key, size_t limit) {
  const Node* found = node.find(key);
  if (!found || found->is_null()) return std::string();
  if (!found->is_string()) return wrong(key, "is not a string");
  if (found->as_string().size() > limit) return Error::make(Code::kLimit, "{}: is too long", key);
  return std::string(found->as_string());
}

// The items of an array field that may be absent or null.
Result<std::span<const Node>> array_field(const Node& node, std::string_view key, size_t limit) {
  const Node* found = node.find(key);
  if (!found || found->is_null()) return std::span<const Node>();
  if (!found->is_array()) return wrong(key, "is not an array");
  if (found->items().size() > limit)
    return Error::make(Code::kLimit, "{}: has more than {} items", key, limit);
  return found->items();
}

Result<std::vector<std::string>> text_list(const Node& node, std::string_view key, size_t count,
                                           size_t bytes) {
  std::vector<std::string> out;
  for (const Node& item : TRY(array_field(node, key, count))) {
    if (!item.is_string()) return wrong(key, "holds something else than strings");
    if (item.as_string().size() > bytes)
      return Error::make(Code::kLimit, "{}: a text is too long", key);
    out.emplace_back(item.as_string());
  }
  return out;
}

std::string cut(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<uint8_t>(text[limit]) & 0xC0) == 0x80) --limit;
  return std::string(text.substr(0, limit));
}

Result<std::vector<Rating>> read_ratings(const Node& node) {
  std::vector<Rating> out;
  for (const Node& item : TRY(array_field(node, "severity", 64))) {
    if (!item.is_object()) return wrong("severity", "holds something else than objects");
    Rating rating;
    rating.type = TRY(text_field(item, "type", 64));
    rating.score = TRY(text_field(item, "score", 512));
    if (!rating.score.empty()) out.push_back(std::move(rating));
  }
  return out;
}

constexpr std::array kEventTypes = {EventType::kIntroduced, EventType::kFixed,
                                    EventType::kLastAffected, EventType::kLimit};

// The schema wants one key per event; old records hold a pair, which means the same as two events.
Status read_event(const Node& item, Range& range) {
  if (!item.is_object()) return wrong("events", "holds something else than objects");
  size_t before = range.events.size();
  for (EventType type : kEventTypes) {
    std::string version = TRY(text_field(item, event_type_name(type), 1024));
    if (!version.empty()) range.events.push_back({type, std::move(version)});
  }
  if (range.events.size() == before) return wrong("events", "an event of no known kind");
  return {};
}

Result<Range> read_range(const Node& item) {
  if (!item.is_object()) return wrong("ranges", "holds something else than objects");
  Range range;
  std::string type = TRY(text_field(item, "type", 64));
  if (type == "SEMVER") {
    range.type = RangeType::kSemver;
  } else if (type == "ECOSYSTEM") {
    range.type = RangeType::kEcosystem;
  } else if (type == "GIT") {
    range.type = RangeType::kGit;
  } else {
    return wrong("ranges", "a range of unknown type");
  }
  range.repo = TRY(text_field(item, "repo", 4096));
  for (const Node& event : TRY(array_field(item, "events", kMaxEvents)))
    TRY(read_event(event, range));
  bool begins = std::any_of(range.events.begin(), range.events.end(), [](const Event& event) {
    return event.type == EventType::kIntroduced;
  });
  if (!begins) return wrong("events", "nothing is introduced");
  return range;
}

struct StateWord {
  std::string_view word;
  State state;
};

constexpr std::array kStateWords = {
    StateWord{"no-dsa", State::kNoDsa},
    StateWord{"nodsa", State::kNoDsa},
    StateWord{"postponed", State::kPostponed},
    StateWord{"deferred", State::kPostponed},
    StateWord{"fix deferred", State::kPostponed},
    StateWord{"ignored", State::kIgnored},
    StateWord{"will not fix", State::kIgnored},
    StateWord{"wont-fix", State::kIgnored},
    StateWord{"wontfix", State::kIgnored},
    StateWord{"unimportant", State::kUnimportant},
    StateWord{"end-of-life", State::kEndOfLife},
    StateWord{"out of support scope", State::kEndOfLife},
    StateWord{"undetermined", State::kUndetermined},
    StateWord{"under investigation", State::kInvestigating},
    StateWord{"under_investigation", State::kInvestigating},
    StateWord{"needs-triage", State::kInvestigating},
    StateWord{"not-affected", State::kNotAffected},
    StateWord{"not_affected", State::kNotAffected},
    StateWord{"not affected", State::kNotAffected},
};

State state_of(std::string_view word) {
  for (const StateWord& known : kStateWords)
    if (equals_ignoring_case(known.word, word)) return known.state;
  return State::kNone;
}

// Facts under one of the two database-defined objects.
void read_specific(const Node& specific, Affected& out) {
  for (std::string_view key : {"urgency", "status", "state", "nodsa", "fix_status"})
    if (State state = state_of(specific.text(key)); state != State::kNone) out.state = state;
  for (std::string_view key : {"urgency", "ubuntu_priority", "severity"}) {
    std::string_view word = specific.text(key);
    if (word.empty() || word == "not yet assigned" || word == "end-of-life") continue;
    out.word = to_lower(cut(word, 32));
  }
  if (specific.text("availability").find("Ubuntu Pro") != std::string_view::npos &&
      out.state == State::kNone)
    out.state = State::kWithPro;
  const Node& informational = specific["informational"];
  if (informational.is_string()) out.informational = cut(informational.as_string(), 32);
}

void add_symbol(Affected& out, std::string_view path, const Node& symbol) {
  constexpr size_t kMaxSymbols = 4096;
  if (!symbol.is_string() || out.symbols.size() >= kMaxSymbols) return;
  std::string text(path);
  if (!path.empty()) text += '#';
  text += symbol.as_string();
  if (text.size() <= 1024) out.symbols.push_back(std::move(text));
}

// The functions in which the vulnerability lies: Go's imports, RustSec's affects.
void read_symbols(const Node& specific, Affected& out) {
  for (const Node& import : specific["imports"].items()) {
    for (const Node& symbol : import["symbols"].items())
      add_symbol(out, import.text("path"), symbol);
    if (import["symbols"].size() == 0) add_symbol(out, "", import["path"]);
  }
  for (const Node& symbol : specific.at({"affects", "functions"}).items())
    add_symbol(out, "", symbol);
}

// "nodejs:18" of "pkg:rpm/redhat/nodejs?arch=src&rpmmod=nodejs:18".
std::string module_of_purl(std::string_view purl) {
  size_t question = purl.find('?');
  if (question == std::string_view::npos) return {};
  std::string_view qualifiers = purl.substr(question + 1);
  for (std::string_view pair : split(qualifiers.substr(0, qualifiers.find('#')), '&'))
    if (pair.starts_with("rpmmod=")) return percent_decode(pair.substr(7)).value_or("");
  return {};
}

Result<Affected> read_affected(const Node& item) {
  if (!item.is_object()) return wrong("affected", "holds something else than objects");
  Affected out;
  const Node& package = item["package"];
  if (!package.is_null() && !package.is_object()) return wrong("package", "is not an object");
  out.ecosystem = TRY(text_field(package, "ecosystem", 256));
  out.name = TRY(text_field(package, "name", 4096));
  out.purl = TRY(text_field(package, "purl", 8192));
  for (const Node& range : TRY(array_field(item, "ranges", 65'536)))
    out.ranges.push_back(TRY(read_range(range)));
  out.versions = TRY(text_list(item, "versions", kMaxVersions, 1024));
  out.ratings = TRY(read_ratings(item));
  read_specific(item["database_specific"], out);
  read_specific(item["ecosystem_specific"], out);
  read_symbols(item["ecosystem_specific"], out);
  out.module = module_of_purl(out.purl);
  return out;
}

bool is_modular(const Affected& affected) {
  for (const Range& range : affected.ranges)
    for (const Event& event : range.events)
      if (event.type == EventType::kFixed && event.version.find(".module") != std::string::npos)
        return true;
  return false;
}

// AlmaLinux and Rocky Linux name a module's stream only in the summary: "Important: nodejs:16
// security update". Where they name none, any stream may be meant.
std::string stream_in(std::string_view summary) {
  for (std::string_view word : split(summary, ' ')) {
    size_t colon = word.find(':');
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < word.size())
      return std::string(word);
  }
  return "*";
}

bool names_a_cve(const Advisory& advisory) {
  for (const auto* list : {&advisory.aliases, &advisory.upstream, &advisory.related})
    for (const std::string& id : *list)
      if (id.starts_with("CVE-")) return true;
  return false;
}

// Red Hat's family and SUSE publish bug fixes in the same form as security updates.
std::string_view no_security(const Advisory& advisory) {
  std::string_view id = advisory.id;
  bool bug_fix = id.starts_with("ALBA-") || id.starts_with("RHBA-") || id.starts_with("SUSE-RU-");
  bool enhancement = id.starts_with("ALEA-") || id.starts_with("RHEA-") ||
                     id.starts_with("SUSE-FU-") || id.starts_with("SUSE-OU-");
  if ((!bug_fix && !enhancement) || names_a_cve(advisory)) return "";
  return bug_fix ? "bugfix" : "enhancement";
}

void complete_affected(Advisory& advisory) {
  std::string_view kind = no_security(advisory);
  for (Affected& affected : advisory.affected) {
    if (affected.module.empty() && is_modular(affected))
      affected.module = stream_in(advisory.summary);
    if (!kind.empty()) affected.informational = kind;
  }
}

Status read_references(const Node& root, Advisory& out) {
  for (const Node& item : TRY(array_field(root, "references", 1'000'000))) {
    if (out.references.size() == kMaxReferences) break;
    std::string_view url = item.text("url");
    if (!url.empty() && url.size() <= 4096)
      out.references.push_back({cut(item.text("type"), 32), std::string(url)});
  }
  return {};
}

// "Important: grafana security update" of the Red Hat family.
std::string word_of(const Node& root, std::string_view summary) {
  std::string_view word = root["database_specific"].text("severity");
  if (!word.empty()) return cut(word, 32);
  for (std::string_view known : {"Critical", "Important", "Moderate", "Low"})
    if (summary.starts_with(known) && summary.substr(known.size()).starts_with(": "))
      return std::string(known);
  return {};
}

Result<Advisory> read_root(const Node& root) {
  if (!root.is_object()) return wrong("record", "is not an object");
  Advisory out;
  out.id = TRY(text_field(root, "id", kMaxIdBytes));
  if (out.id.empty()) return wrong("id", "is missing");
  out.modified = TRY(text_field(root, "modified", 64));
  if (out.modified.empty()) return wrong("modified", "is missing");
  out.published = TRY(text_field(root, "published", 64));
  out.withdrawn = TRY(text_field(root, "withdrawn", 64));
  out.aliases = TRY(text_list(root, "aliases", kMaxAliases, kMaxIdBytes));
  out.related = TRY(text_list(root, "related", kMaxAliases, kMaxIdBytes));
  out.upstream = TRY(text_list(root, "upstream", kMaxAliases, kMaxIdBytes));
  out.summary = cut(TRY(text_field(root, "summary", kMaxRecordBytes)), kMaxSummary);
  out.details = cut(TRY(text_field(root, "details", kMaxRecordBytes)), kMaxDetails);
  out.ratings = TRY(read_ratings(root));
  out.word = word_of(root, out.summary);
  for (const Node& item : TRY(array_field(root, "affected", kMaxAffected)))
    out.affected.push_back(TRY(read_affected(item)));
  TRY(read_references(root, out));
  complete_affected(out);
  return out;
}

}  // namespace

Result<Advisory> read_advisory(std::string_view json) {
  Limits limits;
  limits.document_bytes = kMaxRecordBytes;
  limits.document_depth = 64;
  doc::Document document = TRY(doc::parse_json(json, limits, false));
  return read_root(document.root());
}

}  // namespace seawall::feed
