#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "package/jar_name.h"
#include "package/jar_testing.h"
#include "package/jar_walk.h"
#include "package/reader_testing.h"

namespace seawall::package {

namespace {

std::string small_jar(const std::string& artifact, const std::string& version) {
  return make_zip({{"META-INF/maven/org.example/" + artifact + "/pom.properties",
                    make_pom_properties("org.example", artifact, version)}});
}

std::vector<std::string> lines(const Facts& facts) {
  std::vector<std::string> out;
  for (const Package& package : facts.packages)
    out.push_back(fmt::format("{} {}:{}:{}", package.path, package.name_space, package.name,
                              package.version));
  return out;
}

TEST(JarReader, ArchivesInsideArchives) {
  std::string inner = small_jar("inner", "1.0");
  std::string war = make_zip(
      {{"WEB-INF/lib/inner-1.0.jar", inner},
       {"META-INF/MANIFEST.MF", "Implementation-Title: shop\nImplementation-Version: 3\n"}});
  std::string ear =
      make_zip({{"shop-3.war", war}, {"lib/other-2.0.jar", small_jar("other", "2.0")}});
  Facts facts = read_for_test("opt/all-1.ear", ear);
  EXPECT_EQ(lines(facts), (std::vector<std::string>{
                              "opt/all-1.ear all:all:1", "opt/all-1.ear!shop-3.war shop:shop:3",
                              "opt/all-1.ear!shop-3.war!WEB-INF/lib/inner-1.0.jar "
                              "org.example:inner:1.0",
                              "opt/all-1.ear!lib/other-2.0.jar org.example:other:2.0"}));
  EXPECT_TRUE(facts.diagnostics.empty());
  EXPECT_EQ(facts.packages[2].digests, std::vector<std::string>{"sha1:" + sha1_hex(inner)});
  EXPECT_EQ(facts.packages[0].reader, "jar");
  EXPECT_EQ(facts.packages[0].type, "maven");
}

TEST(JarReader, PomXmlWithoutProperties) {
  std::string pom =
      "<project><parent><groupId>org.example</groupId><artifactId>up</artifactId>"
      "<version>7</version></parent><artifactId>thing</artifactId>"
      "<licenses><license><name>MIT License</name></license></licenses></project>";
  Facts facts =
      read_for_test("thing.jar", make_zip({{"META-INF/maven/org.example/thing/pom.xml", pom},
                                           {"templates/pom.xml", "<project/>"}}));
  ASSERT_EQ(lines(facts), std::vector<std::string>{"thing.jar org.example:thing:7"});
  EXPECT_EQ(facts.packages[0].licenses, std::vector<std::string>{"MIT License"});
}

TEST(JarReader, PomXmlThatLeavesTheVersionOpen) {
  std::string pom =
      "<project><groupId>${g}</groupId><artifactId>thing</artifactId>"
      "<version>${revision}</version></project>";
  Facts facts =
      read_for_test("thing-8.1.jar", make_zip({{"META-INF/maven/org.example/thing/pom.xml", pom}}));
  EXPECT_EQ(lines(facts), std::vector<std::string>{"thing-8.1.jar org.example:thing:8.1"});
}

TEST(JarReader, TheLastEntryOfANameCounts) {
  Facts facts = read_for_test("a.war", make_zip({{"lib/x-1.jar", small_jar("x", "1")},
                                                 {"lib/x-1.jar", small_jar("x", "2")}}));
  EXPECT_EQ(lines(facts), std::vector<std::string>{"a.war!lib/x-1.jar org.example:x:2"});
}

TEST(JarReader, BrokenOnesAreNamed) {
  Facts facts = read_for_test("outer-1.0.jar", make_zip({{"lib/inner.jar", "not a zip"}}));
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].path, "outer-1.0.jar!lib/inner.jar");
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
  EXPECT_EQ(facts.packages.size(), 1u);

  facts = read_for_test("plain.jar", "not a zip");
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].path, "plain.jar");
  // WinRAR's archives share a suffix with resource adapters.
  EXPECT_TRUE(read_for_test("photos.Rar", "Rar!\x1a\x07").diagnostics.empty());
  EXPECT_TRUE(read_for_test("song.kar", "MThd").diagnostics.empty());
}

TEST(JarReader, NestingIsBounded) {
  std::string jar = small_jar("deep", "1");
  for (int i = 0; i < 20; ++i) jar = make_zip({{"in.jar", jar}});
  Facts facts = read_for_test("out.jar", jar);
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
}

TEST(JarReader, PropertiesThatLeaveTheVersionOpen) {
  std::string properties = make_pom_properties("org.example", "thing", "${revision}");
  std::string place = "META-INF/maven/org.example/thing/";
  Facts facts = read_for_test("thing-8.1.jar", make_zip({{place + "pom.properties", properties}}));
  EXPECT_EQ(lines(facts), std::vector<std::string>{"thing-8.1.jar org.example:thing:8.1"});
  facts = read_for_test(
      "app.jar", make_zip({{place + "pom.properties", properties},
                           {place + "pom.xml",
                            "<project><groupId>org.example</groupId><artifactId>thing</artifactId>"
                            "<version>3</version></project>"}}));
  EXPECT_EQ(lines(facts), std::vector<std::string>{"app.jar org.example:thing:3"});
}

TEST(JarReader, ComplaintsAreBounded) {
  ZipFiles broken, unknown;
  std::string mystery = make_zip({{"A.class", "x"}});
  for (int i = 0; i < 1000; ++i) {
    broken.emplace_back(fmt::format("lib/x{}.jar", i), "not a zip");
    unknown.emplace_back(fmt::format("lib/x{}.jar", i), mystery);
  }
  EXPECT_EQ(read_for_test("all-1.war", make_zip(broken)).diagnostics.size(), 100u);
  EXPECT_EQ(read_for_test("all-1.war", make_zip(unknown)).diagnostics.size(), 100u);
}

TEST(JarReader, LongPathsAreNotMultiplied) {
  std::string inner = small_jar("inner", "1.0");
  Facts facts = read_for_test("all-1.war", make_zip({{std::string(5000, 'd') + ".jar", inner}}));
  EXPECT_EQ(lines(facts), std::vector<std::string>{"all-1.war all:all:1"});
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].code, Code::kLimit);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
}

TEST(JarReader, NamesOfManyDashesTakeNoTime) {
  std::string name;
  for (int i = 0; i < 30000; ++i) name += "1-";
  JarName parsed = parse_jar_name(name + "x.jar");
  EXPECT_EQ(parsed.version, "");
}

TEST(JarReader, InflatedBytesAreBoundedTogether) {
  ZipFiles files;
  for (int i = 0; i < 20; ++i)
    files.emplace_back(fmt::format("lib/x{}-1.jar", i), small_jar("x", std::to_string(i)));
  Limits limits;
  limits.kept_layer_bytes = 3000;
  Facts facts = read_for_test("all.war", make_zip(files), limits);
  EXPECT_GT(facts.packages.size(), 3u);
  EXPECT_LT(facts.packages.size(), 20u);
  ASSERT_FALSE(facts.diagnostics.empty());
  EXPECT_EQ(facts.diagnostics.back().code, Code::kLimit);
  EXPECT_LT(facts.diagnostics.size(), 4u);
}

TEST(JarReader, ThousandsOfNestedJars) {
  ZipFiles files;
  for (int i = 0; i < 5000; ++i)
    files.emplace_back(fmt::format("lib/x{}-1.jar", i), small_jar("x" + std::to_string(i), "1"));
  Facts facts = read_for_test("all.war", make_zip(files));
  EXPECT_EQ(facts.packages.size(), 5000u);
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(JarReader, UnknownOnesAreRemarks) {
  Facts facts = read_for_test("mystery.jar", make_zip({{"A.class", "x"}}));
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_FALSE(facts.diagnostics[0].incomplete);
}

TEST(JavaArchive, Names) {
  for (const char* name : {"a.jar", "lib/A.WAR", "x.lpkg", "b.rar"})
    EXPECT_TRUE(is_java_archive(name)) << name;
  for (const char* name : {"a.jar.txt", "jar", ".jar", "lib/.jar", "a.zip"})
    EXPECT_FALSE(is_java_archive(name)) << name;
}

}  // namespace

}  // namespace seawall::package
