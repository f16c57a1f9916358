#include "match/distro.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

using Fit = DistroFeed::Fit;

package::Distro distro(std::string id, std::string version, std::string name = "",
                       std::string codename = "") {
  return {.id = std::move(id),
          .version_id = std::move(version),
          .codename = std::move(codename),
          .name = std::move(name)};
}

TEST(Distro, ReleaseNamesAsOsvWritesThem) {
  auto label = [](const package::Distro& d) { return feed_of(d).label; };
  EXPECT_EQ(label(distro("debian", "12")), "Debian:12");
  EXPECT_EQ(label(distro("debian", "11.6")), "Debian:11");
  EXPECT_EQ(label(distro("debian", "", "Debian GNU/Linux trixie/sid", "trixie")), "Debian:13");
  EXPECT_EQ(label(distro("debian", "")), "Debian:sid");
  EXPECT_EQ(label(distro("ubuntu", "22.04")), "Ubuntu:22.04:LTS");
  EXPECT_EQ(label(distro("ubuntu", "23.10")), "Ubuntu:23.10");
  EXPECT_EQ(label(distro("ubuntu", "25.04")), "Ubuntu:25.04");
  EXPECT_EQ(label(distro("alpine", "3.19.1")), "Alpine:v3.19");
  EXPECT_EQ(label(distro("alpine", "3.21.0_alpha20240923")), "Alpine:edge");
  EXPECT_EQ(label(distro("wolfi", "20230201")), "Wolfi");
  EXPECT_EQ(label(distro("rocky", "9.3")), "Rocky Linux:9");
  EXPECT_EQ(label(distro("almalinux", "8.9")), "AlmaLinux:8");
  EXPECT_EQ(label(distro("photon", "5.0")), "Photon OS:5.0");
  EXPECT_EQ(label(distro("azurelinux", "3.0")), "Azure Linux:3");
  EXPECT_EQ(label(distro("mariner", "2.0.20240112")), "Azure Linux:2");
  EXPECT_EQ(label(distro("opensuse-leap", "15.5")), "openSUSE:Leap 15.5");
  EXPECT_EQ(label(distro("opensuse-tumbleweed", "20240101")), "openSUSE:Tumbleweed");
  EXPECT_EQ(label(distro("openeuler", "22.03", "openEuler 22.03 (LTS-SP3)")),
            "openEuler:22.03-LTS-SP3");
  EXPECT_EQ(label(distro("mageia", "9")), "Mageia:9");
}

TEST(Distro, WhichEntriesSpeakOfIt) {
  DistroFeed debian = feed_of(distro("debian", "12"));
  EXPECT_EQ(debian.fit("Debian:12"), Fit::kYes);
  EXPECT_EQ(debian.fit("Debian:1"), Fit::kNo);
  EXPECT_EQ(debian.fit("Debian"), Fit::kNo);
  DistroFeed ubuntu = feed_of(distro("ubuntu", "22.04"));
  EXPECT_EQ(ubuntu.fit("Ubuntu:22.04:LTS"), Fit::kYes);
  EXPECT_EQ(ubuntu.fit("Ubuntu:Pro:22.04:LTS"), Fit::kPro);
  EXPECT_EQ(ubuntu.fit("Ubuntu:Pro:FIPS:22.04:LTS"), Fit::kNo);
  DistroFeed rhel = feed_of(distro("rhel", "9.3"));
  EXPECT_EQ(rhel.fit("Red Hat:enterprise_linux:9::baseos"), Fit::kYes);
  EXPECT_EQ(rhel.fit("Red Hat:enterprise_linux:8::baseos"), Fit::kNo);
  EXPECT_EQ(rhel.fit("Red Hat:enterprise_linux:90::baseos"), Fit::kNo);
  EXPECT_EQ(rhel.fit("Red Hat:rhel_eus:9.2::baseos"), Fit::kNo);
  DistroFeed rhel10 = feed_of(distro("rhel", "10.1"));
  EXPECT_EQ(rhel10.fit("Red Hat:enterprise_linux:10.0"), Fit::kYes);
  EXPECT_EQ(rhel10.fit("Red Hat:enterprise_linux:10.1"), Fit::kYes);
  EXPECT_EQ(rhel10.fit("Red Hat:enterprise_linux:1"), Fit::kNo);
  EXPECT_EQ(feed_of(distro("centos", "7")).fit("Red Hat:rhel_els:7"), Fit::kYes);
  DistroFeed sles = feed_of(distro("sles", "15.5", "SUSE Linux Enterprise Server 15 SP5"));
  EXPECT_EQ(sles.fit("SUSE:Linux Enterprise Server 15 SP5"), Fit::kYes);
  EXPECT_EQ(sles.fit("SUSE:Linux Enterprise Module for Basesystem 15 SP5"), Fit::kYes);
  EXPECT_EQ(sles.fit("SUSE:Linux Enterprise Module for Basesystem 15 SP4"), Fit::kNo);
  EXPECT_EQ(sles.fit("SUSE:Linux Enterprise Server 15 SP5-LTSS"), Fit::kYes);
  EXPECT_EQ(sles.fit("SUSE:Linux Enterprise Server 15 SP4-LTSS"), Fit::kNo);
  EXPECT_EQ(feed_of(distro("chainguard", "20230214")).fit("Wolfi"), Fit::kYes);
}

TEST(Distro, WithoutAFeed) {
  DistroFeed amazon = feed_of(distro("amzn", "2023"));
  EXPECT_TRUE(amazon.families.empty());
  EXPECT_TRUE(amazon.known);
  EXPECT_EQ(amazon.label, "Amazon Linux 2023");
  EXPECT_FALSE(feed_of(distro("myos", "1")).known);
}

TEST(Distro, EndOfLife) {
  std::optional<EndOfLife> buster = end_of_life("debian", "10");
  ASSERT_TRUE(buster);
  EXPECT_EQ(buster->codename, "buster");
  EXPECT_EQ(format_date(buster->support - 1), "2022-09-10");
  EXPECT_EQ(format_date(buster->advisories - 1), "2024-06-30");
  EXPECT_TRUE(end_of_life("alpine", "3.16"));
  EXPECT_TRUE(end_of_life("sled", "15.3"));
  EXPECT_FALSE(end_of_life("debian", "99"));
  DistroFeed euler = feed_of(distro("openeuler", "22.03", "openEuler 22.03 (LTS-SP3)"));
  std::optional<EndOfLife> sp3 = end_of_life(euler.id, euler.release);
  ASSERT_TRUE(sp3) << "service packs end one by one";
  EXPECT_EQ(format_date(sp3->support - 1), "2025-12-31");
}

TEST(Distro, DatesAreDates) {
  for (auto [id, release] : {std::pair{"ubuntu", "14.04"},
                             {"rhel", "7"},
                             {"centos", "8"},
                             {"rocky", "9"},
                             {"amzn", "2"},
                             {"fedora", "40"},
                             {"photon", "3.0"},
                             {"opensuse-leap", "15.5"},
                             {"mariner", "2"},
                             {"ol", "9"}}) {
    std::optional<EndOfLife> end = end_of_life(id, release);
    ASSERT_TRUE(end) << id;
    EXPECT_GT(end->support, *parse_rfc3339("2005-01-01")) << id;
    EXPECT_GE(end->advisories, end->support) << id;
  }
}

}  // namespace
}  // namespace seawall::match
