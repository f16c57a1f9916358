#include "package/os_release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seawall::package {
namespace {

using testing::ElementsAre;

TEST(OsRelease, Fields) {
  Distro distro = parse_os_release(
      "# comment\n"
      "PRETTY_NAME=\"Rocky Linux 9.2 (Blue Onyx)\"\n"
      "NAME='Rocky Linux'\n"
      "VERSION_ID=\"9.2\"\n"
      "ID=Rocky\n"
      "ID_LIKE=\"rhel  centos fedora\"\n"
      "CPE_NAME=\"cpe:/o:rocky:rocky:9::baseos\"\n"
      "VERSION_CODENAME=onyx\n");
  EXPECT_EQ(distro.id, "rocky");
  EXPECT_THAT(distro.id_like, ElementsAre("rhel", "centos", "fedora"));
  EXPECT_EQ(distro.version_id, "9.2");
  EXPECT_EQ(distro.codename, "onyx");
  EXPECT_EQ(distro.name, "Rocky Linux 9.2 (Blue Onyx)");
  EXPECT_EQ(distro.cpe, "cpe:/o:rocky:rocky:9::baseos");
}

TEST(OsRelease, Quoting) {
  auto name = [](std::string_view value) {
    return parse_os_release("PRETTY_NAME=" + std::string(value) + "\nVERSION_ID=7\n");
  };
  EXPECT_EQ(name("\"a \\\"b\\\" \\$c \\` \\\\ \\n\"").name, "a \"b\" $c ` \\ \\n");
  EXPECT_EQ(name("'a \\ \"b\"'").name, "a \\ \"b\"");
  EXPECT_EQ(name("a\\ b").name, "a b");
  EXPECT_EQ(name("a b").name, "a");
  EXPECT_EQ(name("a#b # c").name, "a#b");
  EXPECT_EQ(name("\"a\"'b'c").name, "abc");
  EXPECT_EQ(name("x\r").name, "x");
  // An unclosed quote ends with its line.
  EXPECT_EQ(name("\"open").name, "open");
  EXPECT_EQ(name("\"open").version_id, "7");
  EXPECT_EQ(name("\"two\nlines\"").name, "two\nlines");
}

TEST(OsRelease, Defaults) {
  Distro distro = parse_os_release("");
  EXPECT_EQ(distro.id, "linux");
  EXPECT_EQ(distro.name, "Linux");
  EXPECT_EQ(parse_os_release("NAME=Fedora\nID=\nID=fedora").name, "Fedora");
  EXPECT_EQ(parse_os_release("\t ID = x\n export VERSION_ID=3").version_id, "3");
  EXPECT_EQ(parse_os_release("ID=debian\n\t\t\tVERSION_ID=12").version_id, "12");
}

TEST(OsRelease, OlderFiles) {
  auto is = [](std::string_view path, std::string_view text) {
    Distro distro = parse_distro_file(path, text);
    return distro.id + "|" + distro.version_id + "|" + distro.codename;
  };
  EXPECT_EQ(is("etc/alpine-release", "3.19.1\n"), "alpine|3.19.1|");
  EXPECT_EQ(is("etc/debian_version", "12.5\n"), "debian|12|");
  EXPECT_EQ(is("etc/debian_version", "3.1\n"), "debian|3.1|");
  EXPECT_EQ(is("etc/debian_version", "trixie/sid\n"), "debian||trixie");
  EXPECT_EQ(is("etc/centos-release", "CentOS Linux release 7.9.2009 (Core)\n"),
            "centos|7.9.2009|Core");
  EXPECT_EQ(is("etc/redhat-release", "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n"),
            "rhel|6.10|Santiago");
  EXPECT_EQ(is("etc/redhat-release", "CentOS release 5.11 (Final)\n"), "centos|5.11|Final");
  EXPECT_EQ(is("etc/system-release", "Amazon Linux AMI release 2018.03\n"), "amzn|2018.03|");
  EXPECT_EQ(is("etc/system-release", "Amazon Linux release 2 (Karoo)\n"), "amzn|2|Karoo");
  EXPECT_EQ(is("etc/fedora-release", "Fedora release 20 (Heisenbug)\n"), "fedora|20|Heisenbug");
  EXPECT_EQ(is("etc/lsb-release",
               "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=14.04\nDISTRIB_CODENAME=trusty\n"
               "DISTRIB_DESCRIPTION=\"Ubuntu 14.04.6 LTS\"\n"),
            "ubuntu|14.04|trusty");
  EXPECT_EQ(is("etc/lsb-release", "LSB_VERSION=core-2.0\n"), "||");
  EXPECT_EQ(is("etc/photon-release", "VMware Photon OS 3.0\nPHOTON_BUILD_NUMBER=x\n"),
            "photon|3.0|");
  EXPECT_EQ(is("etc/passwd", "x"), "||");
}

TEST(OsRelease, Ranks) {
  EXPECT_LT(distro_rank("etc/os-release"), distro_rank("usr/lib/os-release"));
  EXPECT_LT(distro_rank("usr/lib/os-release"), distro_rank("etc/alpine-release"));
  EXPECT_LT(distro_rank("etc/lsb-release"), distro_rank("etc/debian_version"));
  EXPECT_EQ(distro_rank("etc/passwd"), 1000);
}

}  // namespace
}  // namespace seawall::package
