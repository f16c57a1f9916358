#include "match/target.h"

#include <gtest/gtest.h>

namespace seawall::match {
namespace {

package::Package package_of(std::string type, std::string name_space, std::string name,
                            std::string version = "1.0") {
  return {.type = std::move(type),
          .name_space = std::move(name_space),
          .name = std::move(name),
          .version = std::move(version)};
}

std::string name_of(const package::Package& package, NameKind kind = NameKind::kOwn) {
  std::string out;
  osv_name(package, kind, out);
  return out;
}

TEST(Target, NamesAsOsvWritesThem) {
  EXPECT_EQ(name_of(package_of("maven", "org.apache.logging.log4j", "log4j-core")),
            "org.apache.logging.log4j:log4j-core");
  EXPECT_EQ(name_of(package_of("npm", "@babel", "traverse")), "@babel/traverse");
  EXPECT_EQ(name_of(package_of("npm", "", "lodash")), "lodash");
  EXPECT_EQ(name_of(package_of("golang", "github.com/gin-gonic", "gin")),
            "github.com/gin-gonic/gin");
  EXPECT_EQ(name_of(package_of("golang", "", "stdlib")), "stdlib");
  EXPECT_EQ(name_of(package_of("composer", "symfony", "http-kernel")), "symfony/http-kernel");
  EXPECT_EQ(name_of(package_of("swift", "github.com/apple", "swift-nio")),
            "github.com/apple/swift-nio");
  package::Package libcurl = package_of("deb", "debian", "libcurl4");
  EXPECT_EQ(name_of(libcurl, NameKind::kSource), "libcurl4") << "its own name is the source's";
  libcurl.source_name = "curl";
  EXPECT_EQ(name_of(libcurl, NameKind::kSource), "curl");
  EXPECT_EQ(name_of(libcurl, NameKind::kOwn), "libcurl4");
}

TEST(Target, VersionsThatCanBeCompared) {
  auto version = [](std::string type, std::string text) {
    package::Package package = package_of(std::move(type), "", "x", std::move(text));
    return std::string(osv_version(package, NameKind::kOwn));
  };
  EXPECT_EQ(version("golang", "v1.2.3"), "1.2.3");
  EXPECT_EQ(version("golang", "go1.21.4"), "1.21.4");
  EXPECT_EQ(version("golang", "(devel)"), "");
  EXPECT_EQ(version("npm", "v1.2.3"), "v1.2.3");
  EXPECT_EQ(version("githubactions", "v4"), "4");
  EXPECT_EQ(version("githubactions", "vendored"), "vendored");
  package::Package libc = package_of("deb", "debian", "libc6", "2.36-9+b1");
  libc.source_version = "2.36-9";
  EXPECT_EQ(osv_version(libc, NameKind::kSource), "2.36-9");
  EXPECT_EQ(osv_version(libc, NameKind::kOwn), "2.36-9+b1");
}

TEST(Target, FamiliesOfTypes) {
  EXPECT_EQ(type_info("cargo", nullptr).families, std::vector<std::string>{"crates.io"});
  EXPECT_NE(type_info("cargo", nullptr).order, nullptr);
  EXPECT_TRUE(type_info("generic", nullptr).families.empty());
  EXPECT_TRUE(type_info("deb", nullptr).os);
  EXPECT_TRUE(type_info("deb", nullptr).families.empty());
  DistroFeed debian = feed_of({.id = "debian", .version_id = "12"});
  EXPECT_EQ(type_info("deb", &debian).families, std::vector<std::string>{"Debian"});
}

TEST(Target, WhichNameAdvisoriesUse) {
  DistroFeed rocky = feed_of({.id = "rocky", .version_id = "9"});
  TypeInfo rpm = type_info("rpm", &rocky);
  EXPECT_EQ(names_for("Rocky Linux", rpm).first, NameKind::kOwn);
  EXPECT_TRUE(names_for("Rocky Linux", rpm).then_other);
  EXPECT_EQ(names_for("openSUSE", rpm).first, NameKind::kSource);
  EXPECT_EQ(names_for("Debian", type_info("deb", nullptr)).first, NameKind::kSource);
  EXPECT_EQ(names_for("Alpine", type_info("apk", nullptr)).first, NameKind::kSource);
  EXPECT_EQ(names_for("npm", type_info("npm", nullptr)).first, NameKind::kOwn);
}

}  // namespace
}  // namespace seawall::match
