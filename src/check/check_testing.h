// Checks and documents for this folder's tests.
#pragma once

#include <string>
#include <string_view>

#include "check/judge.h"
#include "doc/parse.h"

namespace seawall::check {

inline doc::Document yaml(std::string_view text) {
  return std::move(doc::parse_yaml(text, Limits{}).value().at(0));
}

// A whole check: `fields` as in a file, and those that every check has and are missing there.
inline Check test_check(std::string_view fields, const std::string& id = "it") {
  std::string text = fmt::format("{}\n", fields);
  for (std::string_view field :
       {"title: It is wrong", "severity: low", "stage: deploy", "layer: container",
        "themes: [hygiene]", "rationale: Because.", "remedy: Do it.", "for: object",
        "expression: 'true'", "examples: {pass: [{object: {}}], fail: [{object: {}}]}"}) {
    std::string_view name = field.substr(0, field.find(':') + 1);
    bool given = text.starts_with(name) || text.find(fmt::format("\n{}", name)) != text.npos;
    if (!given) text += fmt::format("{}\n", field);
  }
  text += fmt::format("id: {}\n", id);
  return parse_check(text, fmt::format("{}.yaml", id), Limits{}).value();
}

// What the checks say of one object.
inline Verdict judge_text(const Judge& judge, const doc::Document& document,
                          FactSource* facts = nullptr) {
  // Verdicts point to the object; tests look at it while they run.
  static thread_local kube::Object object;
  object = kube::as_object(document.root(), 0).value();
  Verdict verdict;
  Judge::Session(judge).object(object, facts, verdict);
  return verdict;
}

}  // namespace seawall::check
