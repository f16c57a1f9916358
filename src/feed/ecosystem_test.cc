#include "feed/ecosystem.h"

#include <gtest/gtest.h>

namespace seawall::feed {
namespace {

TEST(Ecosystem, FamilyAndRelease) {
  EXPECT_EQ(family_of("Debian:12"), "Debian");
  EXPECT_EQ(release_of("Debian:12"), "12");
  EXPECT_EQ(family_of("Ubuntu:Pro:22.04:LTS"), "Ubuntu");
  EXPECT_EQ(release_of("Ubuntu:Pro:22.04:LTS"), "Pro:22.04:LTS");
  EXPECT_EQ(family_of("kubernetes"), "Kubernetes");
  EXPECT_EQ(family_of("Packagist:https://packages.drupal.org/8"), "Packagist");
  EXPECT_EQ(family_of("Brand New:7"), "Brand New");
  EXPECT_EQ(release_of("npm"), "");
  EXPECT_TRUE(has_releases("Rocky Linux"));
  EXPECT_FALSE(has_releases("Maven"));
  EXPECT_FALSE(has_releases("Wolfi"));
}

TEST(Ecosystem, NamesAsTheRegistrySpellsThem) {
  EXPECT_EQ(normal_name("PyPI", "Ruamel.YAML__clib"), "ruamel-yaml-clib");
  EXPECT_EQ(normal_name("NuGet", "Newtonsoft.Json"), "newtonsoft.json");
  EXPECT_EQ(normal_name("Packagist", "Symfony/HTTP-Kernel"), "symfony/http-kernel");
  EXPECT_EQ(normal_name("GitHub Actions", "TJ-Actions/Changed-Files"), "tj-actions/changed-files");
  EXPECT_EQ(normal_name("npm", "JSONStream"), "JSONStream");
  EXPECT_EQ(normal_name("Go", "github.com/BurntSushi/toml"), "github.com/BurntSushi/toml");
  EXPECT_EQ(normal_name("Maven", "com.Foo:Bar"), "com.Foo:Bar");
  EXPECT_EQ(normal_name("crates.io", "Async_H1"), "async-h1");
  EXPECT_FALSE(folded_family("npm").empty());
  EXPECT_NE(folded_family("npm"), folded_family("Go"));
  EXPECT_TRUE(folded_family("Maven").empty());
}

TEST(Ecosystem, SwiftRepositories) {
  for (const char* spelling :
       {"https://github.com/Apple/swift-nio.git", "github.com/apple/swift-nio",
        "git@github.com:apple/swift-nio.git", "ssh://git@github.com/apple/swift-nio/"})
    EXPECT_EQ(normal_name("SwiftURL", spelling), "github.com/apple/swift-nio") << spelling;
  EXPECT_EQ(normal_name("SwiftURL", "https://host:8443/a/b"), "host:8443/a/b");
}

}  // namespace
}  // namespace seawall::feed
