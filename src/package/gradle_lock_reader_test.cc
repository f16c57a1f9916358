// Also for gradle_catalog_reader.cc and sbt_lock_reader.cc.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "package/reader.h"

namespace seawall::package {

namespace {

std::vector<std::string> lines(const Facts& facts) {
  static constexpr const char* kScopes[] = {"runtime", "development", "optional", "test"};
  std::vector<std::string> out;
  for (const Package& package : facts.packages)
    out.push_back(fmt::format("{}:{} {}{} {} {}", package.name_space, package.name,
                              package.range ? "~" : "", package.version,
                              kScopes[static_cast<size_t>(package.scope)], package.reader));
  return out;
}

Facts read_declared(std::string_view path, std::string_view content) {
  static const ReaderIndex index(kDeclared);
  Facts facts;
  File file;
  file.path = path;
  file.content = content;
  read_package_file(index, file, {}, facts);
  return facts;
}

TEST(GradleLock, Configurations) {
  Facts facts = read_declared("app/gradle.lockfile",
                              "# This is a Gradle generated file\r\n"
                              "org.example:a:1.0=compileClasspath,testRuntimeClasspath\r\n"
                              "org.example:b:2.0=testRuntimeClasspath\n"
                              "org.example:c:3.0=annotationProcessor\n"
                              "org.example:d:4.0=releaseRuntimeClasspath\n"
                              "empty=developmentOnly\n");
  EXPECT_EQ(lines(facts), (std::vector<std::string>{"org.example:a 1.0 runtime gradle-lock",
                                                    "org.example:b 2.0 test gradle-lock",
                                                    "org.example:c 3.0 development gradle-lock",
                                                    "org.example:d 4.0 runtime gradle-lock"}));
  EXPECT_TRUE(facts.diagnostics.empty());
  EXPECT_EQ(facts.packages[0].line, 2u);
}

TEST(GradleLock, BuildScriptsAndOldFiles) {
  Facts facts = read_declared("buildscript-gradle.lockfile", "g:plugin:1=classpath\n");
  EXPECT_EQ(lines(facts), std::vector<std::string>{"g:plugin 1 development gradle-lock"});
  facts = read_declared("gradle/dependency-locks/testRuntimeClasspath.lockfile", "g:a:1\n");
  EXPECT_EQ(lines(facts), std::vector<std::string>{"g:a 1 test gradle-lock"});
  facts = read_declared("gradle.lockfile", "nonsense\n");
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].line, 1u);
}

TEST(GradleCatalog, FormsOfLibraries) {
  Facts facts = read_declared("gradle/libs.versions.toml",
                              "[versions]\nv = \"1.0\"\n"
                              "rich = { strictly = \"[1,2[\", prefer = \"1.5\" }\n"
                              "[libraries]\na = \"g:a:2.0\"\n"
                              "b = { module = \"g:b\", version.ref = \"v\" }\n"
                              "c = { group = \"g\", name = \"c\", version.ref = \"rich\" }\n"
                              "d = { module = \"g:d\" }\n"
                              "e = { module = \"g:e\", version = { require = \"3\" } }\n"
                              "f = \"g:f:1.+\"\n"
                              "x = { module = \"g:x\", version.ref = \"absent\" }\n");
  std::vector<std::string> got = lines(facts);
  std::sort(got.begin(), got.end());
  EXPECT_EQ(got, (std::vector<std::string>{
                     "g:a 2.0 runtime gradle-catalog", "g:b 1.0 runtime gradle-catalog",
                     "g:c 1.5 runtime gradle-catalog", "g:d ~* runtime gradle-catalog",
                     "g:e 3 runtime gradle-catalog", "g:f ~1.+ runtime gradle-catalog",
                     "g:x ~* runtime gradle-catalog"}));
  EXPECT_EQ(facts.diagnostics.size(), 1u);
}

TEST(SbtLock, DependenciesWithHashes) {
  std::string hash(40, 'a');
  Facts facts = read_declared(
      "build.sbt.lock",
      R"({"lockVersion":1,"configurations":["compile","test"],"dependencies":[)"
      R"({"org":"org.typelevel","name":"cats_2.13","version":"2.9.0","artifacts":)"
      R"([{"name":"cats.jar","hash":"sha1:)" +
          hash +
          R"("}],"configurations":["test","compile"]},)"
          R"({"org":"org.scalatest","name":"scalatest","version":"3","configurations":["test"]},)"
          R"({"org":"g","name":"p","version":"1","configurations":["provided"]}]})");
  EXPECT_EQ(lines(facts),
            (std::vector<std::string>{"org.typelevel:cats_2.13 2.9.0 runtime sbt-lock",
                                      "org.scalatest:scalatest 3 test sbt-lock",
                                      "g:p 1 development sbt-lock"}));
  EXPECT_EQ(facts.packages[0].digests, std::vector<std::string>{"sha1:" + hash});
  EXPECT_EQ(read_declared("x.sbt.lock", "{}").diagnostics.size(), 1u);
}

}  // namespace

}  // namespace seawall::package
