#include "cel/authorizer.h"

#include <gtest/gtest.h>

#include "cel/environment.h"

namespace seawall::cel {
namespace {

// Says what it was asked; allows "get", cannot answer "fail".
class Echo : public Authorizer {
 public:
  AuthorizerDecision authorize(const AuthorizerQuestion& asked, Memory& memory) const override {
    const AuthorizerResource& r = asked.resource;
    std::string_view where = asked.is_resource ? "resource" : "path";
    Value reason = make_string({asked.user.name,
                                " ",
                                asked.verb,
                                " ",
                                where,
                                " ",
                                asked.path,
                                r.group,
                                "/",
                                r.resource,
                                "/",
                                r.subresource,
                                " ",
                                r.space,
                                "/",
                                r.name,
                                " ",
                                asked.field_selector,
                                "|",
                                asked.label_selector,
                                asked.user.groups.size() == 2 ? asked.user.groups[1] : ""},
                               memory);
    AuthorizerDecision decision{.is_allowed = asked.verb == "get", .reason = reason.as_text()};
    if (asked.verb == "fail") decision.error = "no rules";
    return decision;
  }
};

class AuthorizerLibrary : public testing::Test {
 protected:
  std::string text(const std::string& source) {
    EnvironmentOptions options;
    options.variables = {{"authorizer", authorizer_type()},
                         {"authorizer.requestResource", resource_check_type()}};
    Environment environment = Environment::create(std::move(options)).value();
    Result<Program> program = environment.compile(source);
    if (!program) return "!!" + program.error().message();
    Evaluation evaluation(environment);
    Memory memory;
    AuthorizerUser user{.name = "ann"};
    evaluation.bind(0, make_authorizer(echo_, user, memory));
    evaluation.bind(
        1, make_request_resource(
               echo_, user, {.group = "apps", .resource = "deployments", .space = "s", .name = "d"},
               memory));
    Value value = evaluation.run(*program);
    cost_ = evaluation.cost();
    if (value.is_error()) return "!" + error_text(value.as_error());
    return to_text(value, evaluation.memory());
  }

  Echo echo_;
  uint64_t cost_ = 0;
};

TEST_F(AuthorizerLibrary, Resources) {
  EXPECT_EQ(text("authorizer.group('apps').resource('deployments').subresource('scale')"
                 ".namespace('n').name('x').check('get').reason()"),
            R"("ann get resource apps/deployments/scale n/x |")");
  EXPECT_EQ(text("authorizer.group('').resource('pods').fieldSelector('a=b').labelSelector('c')"
                 ".check('list').reason()"),
            R"("ann list resource /pods/ / a=b|c")");
  EXPECT_EQ(text("authorizer.group('').resource(' ')"), "!resource must not be empty");
}

TEST_F(AuthorizerLibrary, Paths) {
  EXPECT_EQ(text("authorizer.path('/healthz').check('get').reason()"),
            R"("ann get path /healthz// / |")");
  EXPECT_EQ(text("authorizer.path('')"), "!path must not be empty");
}

TEST_F(AuthorizerLibrary, ServiceAccounts) {
  EXPECT_EQ(text("authorizer.serviceAccount('n', 'x').path('/a').check('get').reason()"),
            R"("system:serviceaccount:n:x get path /a// / |system:serviceaccounts:n")");
  EXPECT_EQ(text("authorizer.serviceAccount('n', 'X')"), "!Invalid service account name");
  EXPECT_EQ(text("authorizer.serviceAccount('n.m', 'x')"), "!Invalid service account namespace");
}

TEST_F(AuthorizerLibrary, RequestResource) {
  EXPECT_EQ(text("authorizer.requestResource.check('get').reason()"),
            R"("ann get resource apps/deployments/ s/d |")");
}

TEST_F(AuthorizerLibrary, Decisions) {
  EXPECT_EQ(text("authorizer.path('/a').check('get').allowed()"), "true");
  EXPECT_EQ(text("authorizer.path('/a').check('put').allowed()"), "false");
  EXPECT_EQ(text("authorizer.path('/a').check('put').errored()"), "false");
  EXPECT_EQ(text("authorizer.path('/a').check('put').error()"), "\"\"");
  EXPECT_EQ(text("authorizer.path('/a').check('fail').error()"), "\"no rules\"");
  EXPECT_EQ(text("authorizer.path('/a').check('fail').errored()"), "true");
}

TEST_F(AuthorizerLibrary, OneChecksOnlyWhatIsChecked) {
  EXPECT_TRUE(text("authorizer.check('get')").starts_with("!!"));
  EXPECT_TRUE(text("authorizer.group('').check('get')").starts_with("!!"));
  EXPECT_TRUE(text("authorizer.path('/a').name('x')").starts_with("!!"));
}

TEST_F(AuthorizerLibrary, ChecksAreDear) {
  text("authorizer.path('/a').check('get').allowed()");
  EXPECT_EQ(cost_, 350'003u);
  text("authorizer.group('').resource('pods').fieldSelector('0123456789a') != null");
  EXPECT_GE(cost_, 10u + 2 + 6 * 50);
  EXPECT_EQ(text("[1, 2, 3].all(i, authorizer.path('/a').check('get').allowed())"),
            "!operation cancelled: actual cost limit exceeded");
}

}  // namespace
}  // namespace seawall::cel
