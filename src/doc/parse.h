// Readers of YAML, JSON and TOML into document trees. All bound depth, size and node count by
// `limits`, copy strings into the document's own arena, and give "line:column: what is wrong"
// errors.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"

namespace seawall::doc {

// RFC 8259 by simdjson (UTF-8 checked), a UTF-8 BOM skipped. Duplicate keys: the last one wins and
// a remark is added to `remarks` when given. Positions of every node when `positions` is set (costs
// a second look at the text), else line 0. One value; trailing non-space is an error.
Result<Document> parse_json(std::string_view text, const Limits& limits, bool positions = true,
                            Diagnostics* remarks = nullptr);

// What could be had of a text that holds several documents. The two readers below are for
// Kubernetes objects: members that are null are left out, since the API server takes them for
// absent.
struct Documents {
  std::vector<Document> documents;  // in order; those that are null are left out
  // One for each place where nothing could be made of the text, in order: code, message and line;
  // incomplete. When reading stopped there, the last one says so.
  Diagnostics faults;
};

// JSON values one after the other, as kubectl reads them; white space between them is optional. A
// fault ends the reading; the values before it are kept.
Documents parse_json_stream(std::string_view text, const Limits& limits,
                            Diagnostics* remarks = nullptr);

// JSON with comments and trailing commas (bun.lock, tsconfig).
Result<Document> parse_jsonc(std::string_view text, const Limits& limits,
                             Diagnostics* remarks = nullptr);

// Which words are which values.
enum class YamlSchema {
  kKubectl,  // as kubectl reads manifests (sigs.k8s.io/yaml over go-yaml v2): yes/on/y are booleans
             // in the forms go-yaml takes, 0644 and 0o644 octal, 0x hex, 0b binary, 1_000, .inf,
             // .nan, ~ and empty null, timestamps stay strings; object keys become strings as
             // kubectl makes them
  kCore,     // YAML 1.2 core schema, for lock files
};

// One YAML stream: every document that is not empty, in order; a bad document ends the stream with
// its error in the Result (documents before it are lost on purpose: kubectl refuses the file too).
// Anchors and merge keys (<<) are expanded within limits.alias_expansion; duplicate keys are an
// error under kCore and a remark under kKubectl (last wins); complex keys are an error; tags other
// than the core ones are a remark. JSON is YAML too.
Result<std::vector<Document>> parse_yaml(std::string_view text, const Limits& limits,
                                         YamlSchema schema = YamlSchema::kKubectl,
                                         Diagnostics* remarks = nullptr);

// As parse_yaml(), but a bad document costs itself only: reading goes on at the next line that
// starts with "---". After 32 faults, or one of code kLimit, reading stops.
Documents parse_yaml_stream(std::string_view text, const Limits& limits,
                            YamlSchema schema = YamlSchema::kKubectl,
                            Diagnostics* remarks = nullptr);

// TOML 1.0 by toml++. Dates and times become strings in RFC 3339 form.
Result<Document> parse_toml(std::string_view text, const Limits& limits);

}  // namespace seawall::doc
