#include <gtest/gtest.h>

#include <cmath>

#include "doc/test_support.h"

namespace seawall::doc {
namespace {

std::vector<Document> parsed(std::string_view text, YamlSchema schema = YamlSchema::kKubectl) {
  Result<std::vector<Document>> documents = parse_yaml(text, Limits{}, schema);
  EXPECT_TRUE(documents.ok()) << text << ": " << documents.error().message();
  if (!documents.ok()) return {};
  return std::move(documents).value();
}

std::string as_json(std::string_view text, YamlSchema schema = YamlSchema::kKubectl) {
  std::string out;
  for (const Document& document : parsed(text, schema)) out += to_json(document.root()) + ";";
  return out;
}

std::string core(std::string_view text) {
  return as_json(text, YamlSchema::kCore);
}

std::string fault(std::string_view text, const Limits& limits = {},
                  YamlSchema schema = YamlSchema::kKubectl) {
  Result<std::vector<Document>> documents = parse_yaml(text, limits, schema);
  return documents.ok() ? "" : documents.error().message();
}

TEST(ParseYaml, ReadsAsKubectlDoes) {
  Result<Document> table = parse_json(read_case(case_folder() / "yaml_kubectl.json"), Limits{});
  ASSERT_TRUE(table.ok()) << table.error().message();
  ASSERT_GT(table->root().size(), 1000u);
  for (const Node& row : table->root().items()) {
    Result<std::vector<Document>> documents = parse_yaml(row.text("yaml"), Limits{});
    if (row["error"].as_bool()) {
      EXPECT_FALSE(documents.ok()) << row.text("yaml");
      continue;
    }
    ASSERT_TRUE(documents.ok()) << row.text("yaml") << documents.error().message();
    Node none;
    const Node& root = documents->empty() ? none : documents->front().root();
    EXPECT_TRUE(same(root, row["json"]))
        << row.text("yaml") << "gives " << to_json(root) << ", not " << to_json(row["json"]);
  }
}

TEST(ParseYaml, StreamsOfDocuments) {
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(case_folder())) {
    if (entry.path().extension() != ".yaml") continue;
    ++cases;
    std::filesystem::path expected_path = entry.path();
    expected_path.replace_extension(".json");
    Result<Document> expected = parse_json(read_case(expected_path), Limits{});
    ASSERT_TRUE(expected.ok()) << expected.error().message();
    std::vector<Document> documents = parsed(read_case(entry.path()));
    ASSERT_EQ(documents.size(), expected->root().size()) << entry.path();
    for (size_t i = 0; i < documents.size(); ++i)
      EXPECT_TRUE(same(documents[i].root(), expected->root().items()[i]))
          << entry.path() << " " << to_json(documents[i].root());
  }
  EXPECT_GT(cases, 0u);
}

// Where we differ from kubectl on purpose.
TEST(ParseYaml, DiffersFromKubectl) {
  // kubectl fails on these since JSON has no such numbers.
  EXPECT_TRUE(std::isinf(*parsed("a: .inf")[0].root()["a"].as_double()));
  EXPECT_TRUE(std::isnan(*parsed("a: .nan")[0].root()["a"].as_double()));
  // kubectl reads the first document of a chunk and ignores what follows without a word.
  EXPECT_NE(fault("[1]]\n"), "");
  EXPECT_NE(fault("a: 1\n...\nb: 2\n"), "");
  // go-yaml knows YAML 1.1 only, and not the escape \/ that JSON has.
  EXPECT_EQ(as_json("%YAML 1.2\n---\na: 1\n"), R"({"a":1};)");
  EXPECT_EQ(as_json(R"({"a": "\/"})"), R"({"a":"/"};)");
}

TEST(ParseYaml, CoreSchema) {
  EXPECT_EQ(core("[yes, on, y, True, FALSE, ~, Null, '']"),
            R"(["yes","on","y",true,false,null,null,""];)");
  EXPECT_EQ(core("[0644, 0o17, 0x1F, 0b1, 1_000, +5, -7, 1.5, .5, 1e3, 0O7]"),
            R"([644,15,31,"0b1","1_000",5,-7,1.5,0.5,1000,"0O7"];)");
  EXPECT_EQ(core("{1.10: a, true: b, ~: c, 0x1: d}"),
            R"({"1.10":"a","true":"b","~":"c","0x1":"d"};)");
  EXPECT_EQ(core("a: &a {x: 1, y: 2}\nb: {x: 9, <<: *a}"),
            R"({"a":{"x":1,"y":2},"b":{"x":9,"y":2}};)");
  EXPECT_EQ(fault("a: 1\nb: 2\na: 3\n", {}, YamlSchema::kCore), "3:1: key \"a\" is repeated");
  EXPECT_EQ(core("[123456789012345678901234567890]"), "[1.2345678901234568e+29];");
}

TEST(ParseYaml, Positions) {
  std::vector<Document> documents = parsed("# c\nkey: &x\n  - é: 'v'\n    k: |\n      t\nb: *x\n");
  const Node& root = documents[0].root();
  EXPECT_EQ(root.position(), (Position{2, 1}));
  EXPECT_EQ(root["key"].position(), (Position{2, 6}));
  const Node& item = root["key"].items()[0];
  EXPECT_EQ(item.members()[0].key_position, (Position{3, 5}));
  EXPECT_EQ(item["é"].position(), (Position{3, 8}));
  EXPECT_EQ(item["k"].position(), (Position{4, 8}));
  EXPECT_EQ(root["b"].position(), (Position{6, 4}));
  EXPECT_EQ(root["b"].items()[0].position(), (Position{3, 5}));
}

std::string stream(std::string_view text, const Limits& limits = {}) {
  Documents read = parse_yaml_stream(text, limits);
  std::string out;
  for (const Document& document : read.documents)
    out += fmt::format("{}@{};", to_json(document.root()), document.root().position().line);
  for (const Diagnostic& fault : read.faults) out += fmt::format(" {}", fault.line);
  return out;
}

TEST(ParseYaml, ABadDocumentCostsItselfOnly) {
  EXPECT_EQ(stream("a: 1\n---\nb: [1\n---\nc: 3\n"), R"({"a":1}@1;{"c":3}@5; 4)");
  EXPECT_EQ(stream("a: 1\n---\nb: 'x\n---\nc: 3\n---\n{{ d }}: 1\n--- {e: 5}\n"),
            R"({"a":1}@1;{"c":3}@5;{"e":5}@8; 4 7)");
  EXPECT_EQ(stream("a: 1\nb: *no\n"), " 2");
  EXPECT_EQ(stream("---\n: :\n  -\n- x\n---\n---\nc: 3\n").substr(0, 9), R"({"c":3}@7)");
}

TEST(ParseYaml, BadCharactersCostTheirDocumentOnly) {
  EXPECT_EQ(stream("a: 1\n---\nb: \xff\n---\nc: 3\n"), R"({"a":1}@1;{"c":3}@5; 3)");
  EXPECT_EQ(stream("b: \xff\n---\nc: 3\n---\nd: \x01\n"), R"({"c":3}@3; 1 5)");
}

TEST(ParseYaml, FaultsOfAStreamAreBounded) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "a: [\n---\n";
  EXPECT_EQ(parse_yaml_stream(text, Limits{}).faults.size(), 33u);
  Limits few;
  few.document_nodes = 3;
  EXPECT_EQ(stream("a: [1\n---\nb: [1\n---\nc: 2\n", few), " 2 4 6");
  few.document_bytes = 3;
  EXPECT_EQ(stream("a: 1", few), " 0");
}

TEST(ParseYaml, RemarksOnRepeatedKeysAndTags) {
  Diagnostics remarks;
  auto documents =
      parse_yaml("a: 1\na: !thing 2\nb: !!str 3\n", Limits{}, YamlSchema::kKubectl, &remarks);
  ASSERT_TRUE(documents.ok());
  EXPECT_EQ(to_json(documents->front().root()), R"({"a":"2","b":"3"})");
  ASSERT_EQ(remarks.size(), 2u);
  EXPECT_EQ(remarks[0].message, "tag !thing has no meaning here");
  EXPECT_EQ(remarks[0].line, 2u);
  EXPECT_EQ(remarks[1].line, 2u);
  EXPECT_FALSE(remarks[1].incomplete);
}

TEST(ParseYaml, MergedKeysAreNoRepeatedKeys) {
  Diagnostics remarks;
  auto documents = parse_yaml("a: &a {x: 1}\nb:\n  <<: *a\n  x: 2\n  x: 3\n", Limits{},
                              YamlSchema::kKubectl, &remarks);
  ASSERT_TRUE(documents.ok());
  EXPECT_EQ(to_json(documents->front().root()["b"]), R"({"x":3})");
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_EQ(remarks[0].line, 5u);
}

TEST(ParseYaml, Encodings) {
  EXPECT_EQ(as_json("\xef\xbb\xbf"
                    "a: 1"),
            R"({"a":1};)");
  EXPECT_EQ(as_json(std::string_view("\xff\xfe"
                                     "a\0:\0 \0\xe9\0",
                                     10)),
            "{\"a\":\"é\"};");
  EXPECT_EQ(as_json(std::string_view("\xfe\xff\0a\0:\0 \0\xe9", 10)), "{\"a\":\"é\"};");
  EXPECT_EQ(fault("a: 1\nb: \xff\n"), "2:4: invalid leading UTF-8 octet");
  EXPECT_NE(fault("a: \xc0\x80\n"), "");
  EXPECT_NE(fault("a: \xed\xa0\x80\n"), "");
  EXPECT_EQ(fault("é: \x01\n"), "1:4: control characters are not allowed");
}

TEST(ParseYaml, ErrorsSayWhere) {
  EXPECT_EQ(fault("a: 1\nb: *x\n"), "2:4: alias *x names no anchor");
  EXPECT_EQ(fault("a: &x [*x]\n"), "1:8: anchor &x contains itself");
  EXPECT_EQ(fault("? [a]\n: b\n"), "1:3: a sequence cannot be a key");
  EXPECT_EQ(fault("a:\n  ~: b\n"), "2:3: null cannot be a key");
  EXPECT_EQ(fault("a: !!int x\n"), "1:4: \"x\" is no !!int");
  EXPECT_EQ(fault("a:\n  <<: 5\n"), "2:7: << takes a mapping or a list of mappings, this is int");
  EXPECT_EQ(fault("---\na: 1\n---\nb: [\n").substr(0, 3), "5:1");
}

TEST(ParseYaml, LimitsHold) {
  EXPECT_EQ(fault(std::string(100'000, '[')), "1:201: nested deeper than 200");
  EXPECT_EQ(fault(std::string(100'000, '{')), "1:2: a mapping cannot be a key");
  std::string dashes;
  for (int i = 0; i < 10'000; ++i) dashes += "- ";
  EXPECT_EQ(fault(dashes), "1:401: nested deeper than 200");
  std::string laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    laughs += fmt::format("a{}: &a{} [", i, i);
    for (int k = 0; k < 10; ++k) laughs += fmt::format("*a{},", i - 1);
    laughs += "]\n";
  }
  EXPECT_NE(fault(laughs).find("aliases expand to more than 1048576 values"), std::string::npos);
  // Each time a megabyte to look at, or to compare.
  std::string text = "&a " + std::string(1 << 20, 'x') + "\n";
  std::string again;
  for (int i = 0; i < 2000; ++i) again += "- *a\n";
  EXPECT_NE(fault("- " + text + again).find("aliases expand"), std::string::npos);
  again.clear();
  for (int i = 0; i < 2000; ++i) again += "- {<<: *a}\n";
  std::string key(1 << 20, 'k');
  std::string keys = "- &a\n  ? " + key + "1\n  : 1\n  ? " + key + "2\n  : 2\n";
  EXPECT_NE(fault(keys + again).find("aliases expand"), std::string::npos);
  EXPECT_EQ(fault("- &a " + std::string(1000, 'x') + "\n" + "- *a\n"), "");
  std::string merges = "a0: &a0 {x: 1}\n";
  for (int i = 1; i < 60; ++i)
    merges += fmt::format("a{}: &a{} {{<<: [*a{}, *a{}], k: [*a{}, *a{}]}}\n", i, i, i - 1, i - 1,
                          i - 1, i - 1);
  EXPECT_NE(fault(merges).find("aliases expand"), std::string::npos);
  std::string directives;
  for (int i = 0; i < 200'000; ++i) directives += fmt::format("%TAG !t{}! x\n", i);
  EXPECT_EQ(fault(directives + "---\na: 1\n"), "65:1: more than 64 %TAG directives");
  EXPECT_EQ(as_json("%TAG !t! tag:yaml.org,2002:\n---\na: !t!str 1\n"), R"({"a":"1"};)");
  Limits limits;
  limits.document_nodes = 10;
  EXPECT_EQ(fault("[1,2,3,4,5,6,7,8,9]\n", limits), "");
  EXPECT_EQ(fault("[1,2,3,4,5,6,7,8,9,10,11]\n", limits), "1:23: more than 10 values");
  EXPECT_NE(fault("[1,2,3,4]\n---\n[1,2,3,4,5,6,7]\n", limits), "");
  limits.document_bytes = 3;
  EXPECT_EQ(fault("a: 1", limits), "document of 4 bytes; the limit is 3");
}

TEST(ParseYaml, EmptyStreams) {
  for (const char* text : {"", "\n", "# only\n", "---\n", "---\n---\n", "null\n", "--- ~\n"})
    EXPECT_EQ(as_json(text), "") << text;
}

}  // namespace
}  // namespace seawall::doc
