// package-url/purl-spec's tests: every *-test.json below the folder (tests/spec, tests/types). A
// case is one of
//  - parse: text to components; `null` stands for an absent one;
//  - build: components to text;
//  - validate (roundtrip in older editions): text to its canonical text;
// and `expected_failure` asks for an error instead. The tests' "validation" cases grade messages of
// one implementation; only whether the purl is readable at all could be compared, so they are
// skipped.
#include "base/file.h"
#include "conformance/suite.h"
#include "doc/parse.h"
#include "package/purl.h"

namespace seawall::conformance {

namespace {

using package::Purl;

std::string show(const Purl& purl) {
  std::string out = fmt::format("type={} namespace={} name={} version={} subpath={}", purl.type,
                                purl.name_space, purl.name, purl.version, purl.subpath);
  for (const auto& [key, value] : purl.qualifiers) out += fmt::format(" {}={}", key, value);
  return out;
}

// Components as the tests write them; the older editions have lists in `checksum`.
Purl components(const doc::Node& node) {
  Purl purl;
  purl.type = node.text("type");
  purl.name_space = node.text("namespace");
  purl.name = node.text("name");
  purl.version = node.text("version");
  purl.subpath = node.text("subpath");
  for (const doc::Member& member : node["qualifiers"].members()) {
    std::string value(member.value.as_string());
    for (const doc::Node& item : member.value.items())
      value += (value.empty() ? "" : ",") + std::string(item.as_string());
    purl.qualifiers[std::string(member.key)] = std::move(value);
  }
  return purl;
}

std::string outcome(const Result<Purl>& purl, bool as_text) {
  if (!purl) return "error: " + purl.error().message();
  return as_text ? package::format_purl(*purl) : show(*purl);
}

void run_case(const doc::Node& test, const std::string& where, Outcomes& outcomes) {
  std::string_view type = test.text("test_type");
  bool from_text = type == "parse" || type == "validate" || type == "roundtrip";
  if (!from_text && type != "build") {
    outcomes.skip(where, fmt::format("test_type {} is not known here", type));
    return;
  }
  const doc::Node& input = test["input"];
  Result<Purl> purl = from_text ? package::parse_purl(input.as_string())
                                : package::normalise_purl(components(input));
  bool as_text = type != "parse";
  std::string got = outcome(purl, as_text);
  std::string given(from_text ? input.as_string() : show(components(input)));
  if (test["expected_failure"].as_bool()) {
    outcomes.check(!purl.ok(), where, fmt::format("{} was accepted: {}", given, got));
    return;
  }
  const doc::Node& expected = test["expected_output"];
  std::string wanted = as_text ? std::string(expected.as_string()) : show(components(expected));
  outcomes.check(got == wanted, where, fmt::format("{}: want {}, got {}", given, wanted, got));
}

Status run(const std::string& path, Outcomes& outcomes) {
  Limits limits;
  size_t cases = 0;
  for (const std::string& file : TRY(files_below(path, ".json"))) {
    std::string text = TRY(read_file(file, limits.document_bytes));
    Result<doc::Document> document = doc::parse_json(text, limits);
    if (!document) {
      outcomes.fail(file, document.error().message());
      continue;
    }
    for (const doc::Node& test : document->root()["tests"].items()) {
      ++cases;
      run_case(test, fmt::format("{}:{}", file, test.position().line), outcomes);
    }
  }
  if (cases == 0) return Error::make(Code::kNotFound, "no purl tests below {}", path);
  return {};
}

}  // namespace

const Suite& purl_suite() {
  static const Suite suite{"purl", "package-url/purl-spec's tests folder", run};
  return suite;
}

}  // namespace seawall::conformance
