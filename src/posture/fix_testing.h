// Edits for tests, written short.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/fix.h"
#include "doc/parse.h"
#include "posture/yaml_patch.h"

namespace seawall::posture {

struct TestEdit {
  std::string path;
  std::optional<std::string> value;  // YAML; nothing: remove
  uint32_t line = 0, column = 0;     // of the object; 0: the first document
};

// Keeps what TextChanges point to.
struct TestChanges {
  std::vector<doc::Document> documents, values;
  std::vector<check::Edit> edits;
  std::vector<TextChange> changes;

  TestChanges(std::string_view text, const std::vector<TestEdit>& tests) {
    documents = doc::parse_yaml(text, Limits{}).value();
    edits.reserve(tests.size());
    values.reserve(tests.size());
    for (const TestEdit& test : tests) {
      const doc::Document* document = &documents.at(0);
      for (const doc::Document& one : documents)
        if (one.root().position().line == test.line) document = &one;
      check::Path path = check::parse_path(test.path).value();
      check::Place place = check::locate(path, document->root());
      check::Edit edit;
      edit.kind = test.value ? check::Edit::Kind::kSet : check::Edit::Kind::kRemove;
      edit.steps = path;
      edit.existing = place.taken;
      if (test.value) {
        values.push_back(std::move(doc::parse_yaml(*test.value, Limits{}).value().at(0)));
        edit.value = &values.back().root();
      }
      edits.push_back(std::move(edit));
      changes.push_back({document->root().position(), &edits.back()});
    }
  }
};

}  // namespace seawall::posture
