#include "match/cvss.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

using finding::Severity;

struct Case {
  const char* vector;
  const char* version;
  double base;
  Severity severity;
};

// Examples of FIRST's guides and records of the NVD.
const Case kCases[] = {
    {"AV:N/AC:L/Au:N/C:N/I:N/A:C", "2.0", 7.8, Severity::kHigh},     // CVE-2002-0392
    {"(AV:N/AC:L/Au:N/C:C/I:C/A:C)", "2.0", 10.0, Severity::kHigh},  // CVE-2003-0818
    {"AV:L/AC:H/Au:N/C:C/I:C/A:C", "2.0", 6.2, Severity::kMedium},   // CVE-2003-0062
    {"AV:N/AC:L/Au:N/C:N/I:N/A:N", "2.0", 0.0, Severity::kLow},
    {"AV:N/AC:L/Au:N/C:P/I:P/A:P/E:F/RL:OF/RC:C", "2.0", 7.5, Severity::kHigh},
    {"CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "3.0", 6.1, Severity::kMedium},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "3.1", 10.0,
     Severity::kCritical},  // Log4Shell
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "3.1", 9.8, Severity::kCritical},
    {"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "3.1", 7.8, Severity::kHigh},
    {"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", "3.1", 0.0, Severity::kNone},
    {"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N/E:P/RL:O", "3.1", 3.1, Severity::kLow},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "4.0", 10.0,
     Severity::kCritical},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "4.0", 9.3,
     Severity::kCritical},
    {"CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "4.0", 0.0,
     Severity::kNone},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/E:P/CR:X/S:X/AU:X/U:X", "4.0",
     8.7, Severity::kHigh},
};

TEST(Cvss, BaseScores) {
  for (const Case& one : kCases) {
    std::optional<CvssScore> score = score_cvss(one.vector);
    ASSERT_TRUE(score) << one.vector;
    EXPECT_EQ(score->version, one.version) << one.vector;
    EXPECT_DOUBLE_EQ(score->base, one.base) << one.vector;
    EXPECT_EQ(score->severity, one.severity) << one.vector;
  }
}

TEST(Cvss, ABadVectorHasNoScore) {
  for (const char* bad :
       {"", "7.5", "CVSS:3.1/", "CVSS:3.1/AV:N", "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/A:H",
        "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/ZZ:1",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A", "AV:N/AC:L/Au:N/C:N/I:N",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:N/SA:N", "()"})
    EXPECT_FALSE(score_cvss(bad)) << bad;
}

TEST(Cvss, Version4WithThreatAndEnvironment) {
  std::string base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
  EXPECT_DOUBLE_EQ(*score_cvss4_full(base), 9.3);
  EXPECT_DOUBLE_EQ(*score_cvss4_full(base + "/E:U"), 8.1);
  EXPECT_DOUBLE_EQ(*score_cvss4_full(base + "/MSI:S"), 10.0);
  EXPECT_DOUBLE_EQ(score_cvss(base + "/E:U")->base, 9.3) << "the base score knows no threat";
  EXPECT_FALSE(score_cvss4_full("AV:N/AC:L/Au:N/C:N/I:N/A:C"));
}

}  // namespace
}  // namespace seawall::match
