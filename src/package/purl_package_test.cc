#include <gtest/gtest.h>

#include "package/purl.h"

namespace seawall::package {

namespace {

std::string text_of(const Package& package, const Distro* distro = nullptr) {
  return format_purl(purl_of(package, distro));
}

Package make(std::string type, std::string name_space, std::string name, std::string version) {
  Package package;
  package.type = std::move(type);
  package.name_space = std::move(name_space);
  package.name = std::move(name);
  package.version = std::move(version);
  return package;
}

Distro distro(std::string id, std::string version) {
  Distro out;
  out.id = std::move(id);
  out.version_id = std::move(version);
  return out;
}

// The package again, from its own purl's text.
Package back(const std::string& text) {
  Result<Purl> purl = parse_purl(text);
  EXPECT_TRUE(purl) << text;
  return purl ? package_of(*purl) : Package{};
}

TEST(PurlOfPackage, Debian) {
  Distro debian = distro("debian", "12");
  Package package = make("deb", "", "libssl3", "3.0.11-1~deb12u2");
  package.architecture = "amd64";
  package.source_name = "openssl";
  EXPECT_EQ(text_of(package, &debian),
            "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl");

  package = make("deb", "", "libgcc-s1", "12.2.0-14+b1");
  package.source_name = "gcc-12";
  package.source_version = "12.2.0-14";
  std::string text = text_of(package, &debian);
  EXPECT_EQ(text,
            "pkg:deb/debian/libgcc-s1@12.2.0-14%2Bb1?distro=debian-12&upstream=gcc-12%4012.2.0-14");
  package.name_space = "debian";
  EXPECT_EQ(back(text), package);
}

TEST(PurlOfPackage, RollingReleasesHaveNoVersion) {
  Distro arch = distro("arch", "");
  EXPECT_EQ(text_of(make("alpm", "", "pacman", "6.0.1-1"), &arch),
            "pkg:alpm/arch/pacman@6.0.1-1?distro=arch");
}

TEST(PurlOfPackage, Rpm) {
  Distro rhel = distro("rhel", "8.9");
  Package package = make("rpm", "", "nodejs", "1:18.19.0-1.module+el8");
  package.architecture = "x86_64";
  package.source_name = "nodejs-src";
  package.module = "nodejs:18:8090020240101";
  std::string text = text_of(package, &rhel);
  EXPECT_EQ(text,
            "pkg:rpm/redhat/nodejs@18.19.0-1.module%2Bel8?arch=x86_64&distro=rhel-8.9&epoch=1"
            "&rpmmod=nodejs:18:8090020240101&upstream=nodejs-src-18.19.0-1.module%2Bel8.src.rpm");
  package.name_space = "rhel";
  EXPECT_EQ(back(text), package);
  EXPECT_EQ(back("pkg:rpm/opensuse/zsh@5?distro=opensuse-leap-15.5").name_space, "opensuse-leap");
}

TEST(PurlOfPackage, Languages) {
  EXPECT_EQ(text_of(make("npm", "@babel", "core", "7.0.0")), "pkg:npm/%40babel/core@7.0.0");
  EXPECT_EQ(text_of(make("maven", "org.a", "B", "1")), "pkg:maven/org.a/B@1");
  EXPECT_EQ(text_of(make("golang", "", "github.com/gorilla/mux", "v1.8.0")),
            "pkg:golang/github.com/gorilla/mux@v1.8.0");
  EXPECT_EQ(text_of(make("golang", "github.com/gorilla", "mux", "v1.8.0")),
            "pkg:golang/github.com/gorilla/mux@v1.8.0");
  EXPECT_EQ(text_of(make("pypi", "", "Flask_SQLAlchemy", "1")), "pkg:pypi/flask-sqlalchemy@1");
  EXPECT_EQ(text_of(make("composer", "", "Laravel/framework", "v5")),
            "pkg:composer/laravel/framework@v5");
  EXPECT_EQ(text_of(make("cocoapods", "", "ShareKit/Twitter", "2.0")),
            "pkg:cocoapods/ShareKit@2.0#Twitter");
  EXPECT_EQ(back("pkg:cocoapods/ShareKit@2.0#Twitter").name, "ShareKit/Twitter");
  EXPECT_EQ(text_of(make("conan", "bincrafters/stable", "openssl", "3")),
            "pkg:conan/bincrafters/openssl@3?channel=stable&user=bincrafters");
  EXPECT_EQ(back("pkg:conan/bincrafters/openssl@3?channel=stable").name_space,
            "bincrafters/stable");
  Package conda = make("conda", "conda-forge", "numpy", "1.2");
  conda.architecture = "linux-64";
  EXPECT_EQ(text_of(conda), "pkg:conda/numpy@1.2?channel=conda-forge&subdir=linux-64");
  EXPECT_EQ(back(text_of(conda)), conda);
  Package julia = make("julia", "ade2ca70-3891-5945-98fb-dc099432e06a", "Dates", "1.9.0");
  EXPECT_EQ(text_of(julia), "pkg:julia/Dates@1.9.0?uuid=ade2ca70-3891-5945-98fb-dc099432e06a");
  EXPECT_EQ(back(text_of(julia)), julia);
}

// Requirements are no versions, and what a type's rules forbid is still written.
TEST(PurlOfPackage, WhatIsNotComplete) {
  Package package = make("npm", "", "left-pad", "^1.0");
  package.range = true;
  EXPECT_EQ(text_of(package), "pkg:npm/left-pad");
  EXPECT_EQ(text_of(make("julia", "", "Dates", "1.9.0")), "pkg:julia/Dates@1.9.0");
}

}  // namespace

}  // namespace seawall::package
