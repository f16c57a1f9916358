// Kubernetes' libraries, by cases: an expression and the text of its value; "!" begins an error of
// the evaluation, "!!" the checker's. And their costs.
#include <gtest/gtest.h>

#include "cel/environment.h"
#include "cel/test_cases.h"

namespace seawall::cel {
namespace {

class KubernetesLibraries : public testing::Test {
 protected:
  static std::string evaluate(const std::string& source, const EnvironmentOptions& options = {},
                              uint64_t* cost = nullptr) {
    Result<Environment> environment = Environment::create(options);
    if (!environment) return "!!!" + environment.error().message();
    Result<Program> program = environment->compile(source);
    if (!program) return "!!" + program.error().message();
    Evaluation evaluation(*environment);
    Value value = evaluation.run(*program);
    if (cost) *cost = evaluation.cost();
    if (value.is_error()) return "!" + error_text(value.as_error());
    return to_text(value, evaluation.memory());
  }

  static void expect_cases(const char* file) {
    std::vector<Case> cases = read_cases(file);
    EXPECT_FALSE(cases.empty()) << file;
    for (const Case& c : cases)
      EXPECT_EQ(evaluate(c.expression), c.expected)
          << file << ":" << c.line << ": " << c.expression;
  }

  static uint64_t cost_of(const std::string& source) {
    uint64_t cost = 0;
    evaluate(source, {}, &cost);
    return cost;
  }
};

TEST_F(KubernetesLibraries, Quantity) {
  expect_cases("quantity.txt");
}
TEST_F(KubernetesLibraries, Network) {
  expect_cases("network.txt");
}
TEST_F(KubernetesLibraries, Url) {
  expect_cases("url.txt");
}
TEST_F(KubernetesLibraries, Semver) {
  expect_cases("semver.txt");
}
TEST_F(KubernetesLibraries, NamedFormat) {
  expect_cases("named_format.txt");
}

TEST_F(KubernetesLibraries, CelSpecReadsMappedAddressesWrittenInGroups) {
  EnvironmentOptions all;
  all.all_libraries = true;
  EXPECT_EQ(evaluate("ip('::ffff:c0a8:1') == ip('192.168.0.1')", all), "true");
  EXPECT_EQ(evaluate("isIP('::ffff:192.168.0.1')", all), "false");
  EXPECT_EQ(evaluate("isCIDR('::ffff:192.168.0.1/24')", all), "false");
  EXPECT_EQ(evaluate("cidr('10.0.0.0/8').isMask() && !cidr('10.0.0.1/8').isMask()", all), "true");
}

TEST_F(KubernetesLibraries, CostsAreThoseOfKubernetes) {
  EXPECT_EQ(cost_of("isQuantity('12345678901')"), 2u);
  EXPECT_EQ(cost_of("quantity('1').add(quantity('2'))"), 3u);
  EXPECT_EQ(cost_of("ip.isCanonical('192.168.100.100')"), 3u);
  EXPECT_EQ(cost_of("cidr('2001:db8::/128').containsIP('2001:db8::1')"), 8u);
  EXPECT_EQ(cost_of("cidr('10.0.0.0/32').containsCIDR(cidr('10.0.0.0/32'))"), 7u);
  EXPECT_EQ(cost_of("format.dns1123Label().validate('abc')"), 9u);
  EXPECT_EQ(cost_of("format.uri().validate('abc')"), 277u);
}

TEST_F(KubernetesLibraries, NumbersThatWouldTakeGigabytesAreBounded) {
  EXPECT_EQ(evaluate("quantity('1e2000000000').isGreaterThan(quantity('1e-9'))"), "true");
  EXPECT_EQ(evaluate("quantity('1234567890123456789e2000000000').asApproximateFloat()"), "+Inf");
  std::string sum = evaluate("quantity('1e2000000000').add(quantity('1n'))");
  EXPECT_TRUE(sum.starts_with("!")) << sum;
}

}  // namespace
}  // namespace seawall::cel
