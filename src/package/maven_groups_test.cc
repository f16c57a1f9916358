#include "package/maven_groups.h"

#include <gtest/gtest.h>

namespace seawall::package {

namespace {

TEST(KnownGroup, ExactRowsGoBeforePrefixesAndLongOnesBeforeShort) {
  EXPECT_EQ(known_group("spring-core", "6.1.0").group, "org.springframework");
  EXPECT_EQ(known_group("spring-core", "6.1.0").folder, "org/springframework");
  EXPECT_EQ(known_group("spring-security-web", "6.1.0").group, "org.springframework.security");
  EXPECT_EQ(known_group("spring-boot", "3").group, "org.springframework.boot");
}

TEST(KnownGroup, ProjectsThatMoved) {
  EXPECT_EQ(known_group("groovy", "3.0.19").group, "org.codehaus.groovy");
  EXPECT_EQ(known_group("groovy", "4.0.15").group, "org.apache.groovy");
  EXPECT_EQ(known_group("groovy-json", "4.0.15").group, "org.apache.groovy");
}

TEST(KnownGroup, OldArtifactsAreTheirOwnGroup) {
  EXPECT_EQ(known_group("commons-beanutils", "1.9.4").group, "commons-beanutils");
}

TEST(KnownGroup, WhatIsNotKnown) {
  EXPECT_EQ(known_group("no-such-artifact-anywhere", "1").group, "");
  EXPECT_EQ(known_group("", "").group, "");
}

}  // namespace

}  // namespace seawall::package
