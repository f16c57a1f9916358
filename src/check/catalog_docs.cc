#include "check/catalog_docs.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "doc/json_writer.h"

namespace seawall::check {
namespace {

constexpr std::string_view kMade =
    "<!-- Made by `seawall check docs docs/generated` from catalog/. Do not edit. -->\n\n";

// Text in a cell of a table.
std::string cell(std::string_view text) {
  return replace_all(replace_all(trim(text), "|", "\\|"), "\n", " ");
}

void add_overview(std::string& out, std::span<const Check> checks) {
  std::map<std::string, std::vector<const Check*>> themes;
  for (const Check& check : checks)
    themes[check.themes.empty() ? "hygiene" : check.themes[0]].push_back(&check);
  out += fmt::format("{} checks. docs/checks.md says how one is written.\n", checks.size());
  for (const auto& [theme, list] : themes) {
    out += fmt::format("\n## {}\n\n| check | severity | for | what is wrong |\n|---|---|---|---|\n",
                       theme);
    for (const Check* check : list)
      out += fmt::format("| [{}](#{}) | {} | {} | {} |\n", check->id, check->id,
                         finding::severity_name(check->severity), scope_name(check->scope),
                         cell(check->title));
  }
}

void add_check(std::string& out, const Check& check) {
  out += fmt::format("\n### {}\n\n**{}**. {}, {} stage, {} layer{}.\n\n{}\n\n", check.id,
                     check.title, finding::severity_name(check.severity),
                     finding::stage_name(check.stage), finding::layer_name(check.layer),
                     check.enabled ? "" : "; judged only when it is named", check.rationale);
  out += fmt::format("What to do: {}{}\n", check.remedy,
                     check.fix.empty() ? ""
                     : check.fix.safe  ? " `seawall fix` does it."
                                       : " `seawall fix --unsafe` does it.");
  if (!check.match.kinds.empty())
    out += fmt::format("\nKinds: {}.\n", fmt::join(check.match.kinds, ", "));
  if (check.params) {
    out += "\n";
    for (const doc::Member& member : check.params->members())
      out += fmt::format("- parameter `{}`: `{}`\n", member.key, doc::to_json(member.value));
  }
  if (!check.controls.empty()) {
    std::string list;
    for (const auto& [framework, ids] : check.controls)
      list += fmt::format("{}{} {}", list.empty() ? "" : "; ", framework, fmt::join(ids, ", "));
    out += fmt::format("\nImplements {}.\n", list);
  }
  if (!check.references.empty()) out += "\n";
  for (const std::string& reference : check.references) out += fmt::format("- <{}>\n", reference);
}

std::string checks_page(std::span<const Check> checks) {
  std::string out = fmt::format("# Checks\n\n{}", kMade);
  add_overview(out, checks);
  out += "\n## All checks\n";
  for (const Check& check : checks) add_check(out, check);
  return out;
}

std::string frameworks_page(std::span<const Check> checks, std::span<const Framework> frameworks) {
  std::string out = fmt::format("# Frameworks\n\n{}", kMade);
  out += "| framework | version | controls | with checks |\n|---|---|---|---|\n";
  for (const Framework& framework : frameworks)
    out += fmt::format("| [{}](#{}) | {} | {} | {} |\n", cell(framework.title), framework.id,
                       framework.version, framework.controls.size(),
                       coverage(framework, checks).covered);
  for (const Framework& framework : frameworks) {
    out += fmt::format(
        "\n## {}\n\n{}, version {}: <{}>\n\n| control | title | checks |\n"
        "|---|---|---|\n",
        framework.id, framework.title, framework.version, framework.url);
    Coverage covered = coverage(framework, checks);
    for (const Coverage::Row& row : covered.rows) {
      std::string list;
      for (const Check* check : row.checks)
        list += fmt::format("{}[{}](checks.md#{})", list.empty() ? "" : ", ", check->id, check->id);
      if (list.empty()) list = "none";
      if (row.checks.empty() && !row.control->why_not.empty())
        list += ": " + cell(row.control->why_not);
      out +=
          fmt::format("| {} | {} | {} |\n", cell(row.control->id), cell(row.control->title), list);
    }
  }
  return out;
}

}  // namespace

std::map<std::string, std::string> catalog_docs(std::span<const Check> checks,
                                                std::span<const Framework> frameworks) {
  return {{"checks.md", checks_page(checks)},
          {"frameworks.md", frameworks_page(checks, frameworks)}};
}

}  // namespace seawall::check
