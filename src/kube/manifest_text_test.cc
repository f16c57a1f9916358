#include "kube/manifest_text.h"

#include <gtest/gtest.h>

namespace seawall::kube {
namespace {

// "kind/name@line ..." of the objects, then " | " and the diagnostics: "line! message" (incomplete)
// or "line message".
std::string read(std::string_view text, const std::string& path = "a.yaml",
                 const Limits& limits = {}) {
  Manifests manifests;
  read_manifest_text(text, {path, ""}, limits, manifests);
  std::string out;
  for (const Object& object : manifests.objects) {
    out += fmt::format("{}/{}@{} ", object.kind, object.name, object.position().line);
    EXPECT_EQ(object.root->text("kind"), object.kind);
    EXPECT_EQ(object.file, 0u);
    EXPECT_EQ(manifests.files.size(), 1u);
  }
  for (const Diagnostic& diagnostic : manifests.diagnostics) {
    EXPECT_EQ(diagnostic.path, path);
    out += fmt::format("| {}{} {}", diagnostic.line, diagnostic.incomplete ? "!" : "",
                       diagnostic.message);
  }
  return out;
}

TEST(ManifestText, StreamsOfDocuments) {
  EXPECT_EQ(read("# c\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n---\n"
                 "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b}\n"),
            "Pod/a@3 Deployment/b@8 ");
  EXPECT_EQ(read("\xef\xbb\xbf{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n"
                 "{\"apiVersion\":\"v1\",\"kind\":\"Service\"}",
                 "a.json"),
            "Pod/@1 Service/@2 ");
  EXPECT_EQ(read("{apiVersion: v1, kind: Pod}\n---\n{apiVersion: v1, kind: Node}\n"),
            "Pod/@1 Node/@3 ");
}

TEST(ManifestText, NullMembersAreAbsent) {
  for (const char* text : {"apiVersion: v1\nkind: Pod\nspec:\n  a:\n  b: [null]\n",
                           R"({"apiVersion":"v1","kind":"Pod","spec":{"a":null,"b":[null]}})"}) {
    Manifests manifests;
    read_manifest_text(text, {"a.yaml", ""}, Limits{}, manifests);
    const doc::Node& spec = manifests.objects.at(0).spec();
    EXPECT_EQ(spec.find("a"), nullptr);
    EXPECT_EQ(spec["b"].size(), 1u);
  }
}

TEST(ManifestText, ListsAreTakenApart) {
  EXPECT_EQ(read("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n"
                 "- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - metadata: {name: a}\n"
                 "  - metadata: {name: b}\n- {apiVersion: v1, kind: Secret}\n"),
            "Pod/@4 ConfigMap/a@8 ConfigMap/b@9 Secret/@10 ");
  EXPECT_EQ(read("apiVersion: v1\nkind: List\nitems: []\n"), "| 1 an empty list");
}

TEST(ManifestText, NothingHidesBehindAnEmptyList) {
  EXPECT_EQ(read("apiVersion: v1\nkind: Pod\nitems: []\nspec: {}\n"), "Pod/@1 ");
  EXPECT_EQ(read("apiVersion: x/v1\nkind: AllowList\nspec: {}\n"), "AllowList/@1 ");
}

TEST(ManifestText, ItemsThatAreNoObjectsAreTold) {
  EXPECT_EQ(
      read("apiVersion: v1\nkind: List\nitems:\n- x\n- metadata: {}\n- kind: Pod\n  spec: {}\n"),
      "| 4! item 0 of the List is no object: not judged"
      "| 5! item 1 of the List is no object: not judged"
      "| 6! a Pod without apiVersion: kubectl refuses it, not judged");
  EXPECT_EQ(read("apiVersion: v1\nkind: List\nitems: 3\n"),
            "| 3! the items of a List are no array: not judged");
}

TEST(ManifestText, EachSkippedDocumentSaysWhy) {
  EXPECT_EQ(read("a: 1\n---\napiVersion: v1\nkind: Pod\n---\nservices: {}\n---\n- 1\n"),
            "Pod/@3 | 1 no Kubernetes object: it has no apiVersion and kind| 6 a Compose file"
            "| 8 a list of something else");
  EXPECT_EQ(read("kind: Pod\nmetadata: {}\n"),
            "| 1! a Pod without apiVersion: kubectl refuses it, not judged");
  EXPECT_EQ(read("apiVersion: v1\nmetadata: {}\n"),
            "| 1! an object of v1 without kind: kubectl refuses it, not judged");
  EXPECT_EQ(read("kind: pipeline\nsteps: []\n"),
            "| 1 no Kubernetes object: it has no apiVersion and kind");
}

TEST(ManifestText, ABadDocumentIsIncompleteAndTheOthersCount) {
  EXPECT_EQ(read("apiVersion: v1\nkind: Pod\n---\na: [\n---\napiVersion: v1\nkind: Node\n"),
            "Pod/@1 Node/@6 | 5! did not find expected node content (while parsing a flow node); "
            "kubectl refuses the file");
  EXPECT_EQ(read("{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n{\"a\":", "a.json"),
            "Pod/@1 | 2! the document ends early; kubectl refuses the file");
  EXPECT_EQ(read("// comment\n{\"compilerOptions\": {},}", "tsconfig.json"),
            "| 1 not readable: expected a value, found '/'");
}

TEST(ManifestText, TemplatesAreNamed) {
  EXPECT_EQ(read("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n"),
            "| 4! a Helm template ({{ ... }}) outside of a chart: nothing fills it in, not judged");
  EXPECT_EQ(read("apiVersion: v1\nkind: ConfigMap\ndata: {a: '{{ inputs.x }}'}\n"),
            "ConfigMap/@1 ");
  EXPECT_EQ(read("apiVersion: v1\nkind: ConfigMap\ndata: {a: '{{ x }}'}\n---\n---\n---\nb: [\n"),
            "ConfigMap/@1 | 8! did not find expected node content (while parsing a flow node); "
            "kubectl refuses the file");
  EXPECT_EQ(read("{{- define \"x\" }}\n"), "| 1 a template ({{ ... }})");
}

TEST(ManifestText, RepeatedKeysAreRemarkedOnInManifestsOnly) {
  EXPECT_EQ(read("apiVersion: v1\nkind: Pod\nkind: Node\n"),
            "Node/@1 | 3 key \"kind\" is repeated; the last one counts");
  EXPECT_EQ(read("a: 1\na: 2\n"), "| 1 no Kubernetes object: it has no apiVersion and kind");
}

TEST(ManifestText, ManyRemarksAreCounted) {
  std::string text = "apiVersion: v1\nkind: Pod\n";
  for (int i = 0; i < 1000; ++i) text += "---\na: 1\n";
  Manifests manifests;
  read_manifest_text(text, {"a.yaml", ""}, Limits{}, manifests);
  EXPECT_EQ(manifests.objects.size(), 1u);
  ASSERT_EQ(manifests.diagnostics.size(), 21u);
  EXPECT_EQ(manifests.diagnostics.back().message, "980 more remarks on this file");
}

TEST(ManifestText, HostileShapesAreBounded) {
  std::string bomb = "apiVersion: v1\nkind: ConfigMap\na: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c)
    bomb += fmt::format("{0}: &{0} [*{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}]\n", c,
                        static_cast<char>(c - 1));
  EXPECT_NE(read(bomb).find("! aliases expand to more than"), std::string::npos);
  std::string deep = "{apiVersion: v1, kind: List, items: [";
  std::string nested;
  for (int i = 0; i < 90; ++i) nested += deep;
  for (int i = 0; i < 90; ++i) nested += "]}";
  EXPECT_NE(read(nested).find("! lists nested deeper than 64"), std::string::npos);
}

TEST(ManifestText, OneHundredThousandContainers) {
  std::string text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n";
  for (int i = 0; i < 100'000; ++i) text += "  - {name: c, image: i}\n";
  EXPECT_EQ(read(text), "Pod/@1 ");
}

TEST(ManifestText, WhatCannotHoldObjectsIsNotParsed) {
  EXPECT_FALSE(may_hold_objects("{\"name\": \"x\"}"));
  EXPECT_TRUE(may_hold_objects("kind: x"));
  EXPECT_TRUE(may_hold_objects("\"\\x61piVersion\": v1"));
  EXPECT_TRUE(may_hold_objects(std::string_view("k\0i\0", 4)));
}

}  // namespace
}  // namespace seawall::kube
