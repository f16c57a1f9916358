// A check: one YAML file that says what is judged, by which expression, and why it matters. The
// format is documented in docs/checks.md.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"
#include "finding/finding.h"
#include "kube/object.h"

namespace seawall::check {

// What a check is evaluated for, once each.
enum class Scope : uint8_t { kObject, kPod, kContainer, kDockerfile, kInstruction, kImage };
const char* scope_name(Scope scope);  // "object", "pod", ...

struct Match {
  std::vector<std::string> kinds;               // empty: every kind that fits the scope
  std::vector<std::string> groups;              // API groups; empty: any
  std::vector<kube::ContainerType> containers;  // empty: all
  std::vector<std::string> instructions;        // upper case; empty: all
  std::string when;                             // CEL; empty: always
};

// One named sub-expression, evaluated when first asked for.
struct NamedExpression {
  std::string name, expression;
  uint32_t line = 0;
};

// A change of the document that makes the check pass. Paths are relative to what the scope judges:
// "securityContext.privileged", "capabilities.add[*]".
struct Fix {
  struct Set {
    std::string path;
    const doc::Node* value = nullptr;  // in Check::document
  };
  std::vector<Set> set;
  std::vector<std::string> remove;
  bool safe = true;  // does not change how a healthy workload behaves
  bool empty() const { return set.empty() && remove.empty(); }
};

struct Example {
  bool passes = false;
  const doc::Node* root = nullptr;  // the entry of the file, in Check::document
  std::string form;  // "container", "pod", "object", "objects", "dockerfile", "image"
  int count = -1;    // violations expected; -1: at least one
  const doc::Node* fixed = nullptr;  // what the fix makes of it, or nullptr
  uint32_t line = 0;
};

struct Check {
  std::string id, title;
  finding::Severity severity = finding::Severity::kMedium;
  finding::Stage stage = finding::Stage::kDeploy;
  finding::Layer layer = finding::Layer::kContainer;
  std::vector<std::string> themes;
  bool enabled = true;
  std::string rationale, remedy;
  std::vector<std::string> references;
  std::map<std::string, std::vector<std::string>> controls;  // framework -> ids
  Scope scope = Scope::kObject;
  Match match;
  const doc::Node* params = nullptr;  // object of defaults, in `document`; nullptr: none
  std::vector<NamedExpression> variables;
  std::string expression;  // CEL: true passes
  uint32_t expression_line = 0;
  std::string message;  // CEL for the text of a violation; empty: the title
  std::vector<std::string> at;
  Fix fix;
  std::vector<Example> examples;
  std::string source;  // "catalog/checks/privileged-container.yaml", as in errors
  std::shared_ptr<const doc::Document> document;  // shared: a Check is copied freely
};

// Reads one check. Unknown fields, a missing id, title, severity, remedy, expression or example, a
// wrong word: kInvalid with "SOURCE:LINE: what is wrong".
Result<Check> parse_check(std::string_view text, const std::string& source, const Limits& limits);

// Every *.yaml of a folder (not deeper), sorted; the id must be the file's name.
Result<std::vector<Check>> load_checks(const std::string& folder, const Limits& limits);

// The catalogue that was built into this program, in the order of the ids. kForJudging leaves out
// the examples, and is read several times faster.
enum class Builtin { kForJudging, kWhole };
Result<std::vector<Check>> builtin_checks(Builtin part = Builtin::kForJudging);

// A check that is a document already; `root` lives in `document`. With `examples` false a check
// needs none, and has none.
Result<Check> read_check(const doc::Node& root, std::shared_ptr<const doc::Document> document,
                         const std::string& source, bool examples);

}  // namespace seawall::check
