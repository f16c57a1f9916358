#include "match/cvss4.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

double base(std::string_view vector) {
  return score_cvss4(vector, Cvss4Scope::kBase).value_or(-1);
}

TEST(Cvss4, ReferenceScores) {
  EXPECT_DOUBLE_EQ(base("AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N"), 8.7);
  EXPECT_DOUBLE_EQ(base("AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N"), 5.1);
  EXPECT_DOUBLE_EQ(base("AV:L/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"), 7.3);
}

TEST(Cvss4, NeverGetsWorseWhenAMetricGetsMilder) {
  const std::string_view values[] = {"NALP", "LH", "NP", "NLH", "NPA"};
  const char* names[] = {"AV", "AC", "AT", "PR", "UI"};
  for (int metric = 0; metric < 5; ++metric) {
    double last = 10.1;
    for (char value : values[metric]) {
      std::string vector;
      for (int i = 0; i < 5; ++i)
        vector += std::string(names[i]) + ":" + (i == metric ? value : values[i][0]) + "/";
      double score = base(vector + "VC:H/VI:L/VA:N/SC:L/SI:N/SA:N");
      EXPECT_LE(score, last) << vector;
      EXPECT_GE(score, 0);
      last = score;
    }
  }
}

}  // namespace
}  // namespace seawall::match
