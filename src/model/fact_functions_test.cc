#include <gmock/gmock.h>

#include "cel/environment.h"
#include "doc/parse.h"
#include "model/facts.h"

namespace seawall::model {
namespace {

// An expression's value as text; `rule` is a rule.
std::string evaluate(std::string_view expression, std::string_view rule = "{}") {
  cel::TypeArena types;
  cel::EnvironmentOptions options;
  options.variables = {{"rule", cel::dyn_type()}};
  options.functions = fact_functions(types);
  auto environment = cel::Environment::create(options);
  EXPECT_TRUE(environment);
  Result<cel::Program> program = environment->compile(expression);
  if (!program) return program.error().message();
  doc::Document document = doc::parse_json(rule, Limits{}).value();
  cel::Evaluation evaluation(*environment);
  evaluation.bind(0, cel::Value::from_node(document.root()));
  cel::Value value = evaluation.run(*program);
  if (value.is_error()) return "error: " + cel::error_text(value.as_error());
  return cel::to_text(value, evaluation.memory());
}

TEST(ImageReference, GivesWhatIsWritten) {
  struct Case {
    const char* text;
    const char* parts;  // registry, repository, name, tag, digest
  };
  constexpr Case kCases[] = {
      {"nginx", "docker.io library/nginx nginx  "},
      {"nginx:latest", "docker.io library/nginx nginx latest "},
      {"org/app:1.2", "docker.io org/app app 1.2 "},
      {"ghcr.io/a/b/c:x", "ghcr.io a/b/c c x "},
      {"localhost:5000/app", "localhost:5000 app app  "},
      {"gcr.io/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
       "gcr.io a/b b  sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
  };
  for (const Case& c : kCases) {
    std::string reference = "imageReference('" + std::string(c.text) + "')";
    EXPECT_EQ(
        evaluate("[" + reference + "].map(r, r.registry + ' ' + r.repository + ' ' + r.name " +
                 "+ ' ' + r.tag + ' ' + r.digest)[0]"),
        "\"" + std::string(c.parts) + "\"");
    EXPECT_EQ(evaluate(reference + ".valid"), "true");
  }
  for (const char* text : {"", "Nginx", "a b", "nginx:", "{{ .Values.image }}", "a@sha256:1"})
    EXPECT_EQ(evaluate("imageReference('" + std::string(text) + "').valid"), "false") << text;
  EXPECT_EQ(evaluate("imageReference('A B').tag"), "\"\"");
}

TEST(Allows, IsAsTheAuthorizerMatches) {
  struct Case {
    const char* rule;
    const char* call;
    const char* allowed;
  };
  constexpr Case kCases[] = {
      {R"({"apiGroups":[""],"resources":["pods"],"verbs":["get"]})", "'get', '', 'pods'", "true"},
      {R"({"apiGroups":[""],"resources":["pods"],"verbs":["get"]})", "'list', '', 'pods'", "false"},
      {R"({"apiGroups":[""],"resources":["pods"],"verbs":["*"]})", "'list', '', 'pods'", "true"},
      {R"({"apiGroups":["apps"],"resources":["pods"],"verbs":["*"]})", "'list', '', 'pods'",
       "false"},
      {R"({"apiGroups":["*"],"resources":["*"],"verbs":["*"]})", "'x', 'y', 'z/w'", "true"},
      {R"({"apiGroups":[""],"resources":["pods"],"verbs":["*"]})", "'create', '', 'pods/exec'",
       "false"},
      {R"({"apiGroups":[""],"resources":["pods/*"],"verbs":["*"]})", "'create', '', 'pods/exec'",
       "false"},
      {R"({"apiGroups":[""],"resources":["*/exec"],"verbs":["*"]})", "'create', '', 'pods/exec'",
       "true"},
      {R"({"apiGroups":[""],"resources":["*/exec"],"verbs":["*"]})", "'create', '', 'pods'",
       "false"},
      {R"({"nonResourceURLs":["*"],"verbs":["*"]})", "'get', '', 'pods'", "false"},
      {R"({"apiGroups":"*","resources":[1],"verbs":["*"]})", "'get', '', 'pods'", "false"},
      {R"({"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"],"verbs":["get"]})",
       "'get', '', 'secrets'", "true"},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(evaluate("allows(rule, " + std::string(c.call) + ")", c.rule), c.allowed)
        << c.rule << " " << c.call;
  EXPECT_EQ(evaluate("allows(rule, '', '', '')", "1"), "error: no such overload: allows");
}

TEST(SecretKindFunction, IsThere) {
  EXPECT_EQ(evaluate("secretKind('-----BEGIN ' + 'PRIVATE KEY-----')"), "\"private-key\"");
  EXPECT_EQ(evaluate("secretKind('hello world')"), "\"\"");
}

}  // namespace
}  // namespace seawall::model
