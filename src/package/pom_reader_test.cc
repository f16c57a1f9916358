#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "package/pom.h"
#include "package/reader.h"

namespace seawall::package {

const Reader& pom_reader();

namespace {

class Files final : public Siblings {
 public:
  explicit Files(std::map<std::string, std::string, std::less<>> files)
      : files_(std::move(files)) {}
  std::optional<std::string_view> read(std::string_view path) const override {
    auto it = files_.find(path);
    if (it == files_.end()) return std::nullopt;
    return std::string_view(it->second);
  }

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

Facts read_pom(const Files& files, std::string_view path) {
  Facts facts;
  File file;
  file.path = path;
  file.content = files.read(path).value_or("");
  file.siblings = &files;
  Status status = pom_reader().read(file, {}, facts);
  EXPECT_TRUE(status) << path;
  return facts;
}

// "group:artifact version scope" each, "~" before a requirement.
std::vector<std::string> lines(const Facts& facts) {
  static constexpr const char* kScopes[] = {"runtime", "development", "optional", "test"};
  std::vector<std::string> out;
  for (const Package& package : facts.packages)
    out.push_back(fmt::format("{}:{} {}{} {}", package.name_space, package.name,
                              package.range ? "~" : "", package.version,
                              kScopes[static_cast<size_t>(package.scope)]));
  return out;
}

std::string dependency(std::string_view group, std::string_view artifact, std::string_view rest) {
  return fmt::format(
      "<dependency><groupId>{}</groupId><artifactId>{}</artifactId>{}</dependency>\n", group,
      artifact, rest);
}

TEST(PomReader, VersionsScopesAndRanges) {
  std::string pom =
      "<project><groupId>org.example</groupId><artifactId>app</artifactId>"
      "<version>3</version><properties><v>1.2${suffix}</v><suffix>.Final</suffix>"
      "</properties><dependencies>\n" +
      dependency("g", "plain", "<version>1.0</version>") +
      dependency("g", "property", "<version>${v}</version>") +
      dependency("${project.groupId}", "sister", "<version>${project.version}</version>") +
      dependency("g", "hard", "<version>[1.5]</version>") +
      dependency("g", "range", "<version>[1,2)</version>") +
      dependency("g", "tested", "<version>1</version><scope>test</scope>") +
      dependency("g", "given", "<version>1</version><scope>provided</scope>") +
      dependency("g", "maybe", "<version>1</version><optional>true</optional>") +
      "</dependencies></project>";
  Facts facts = read_pom(Files({{"pom.xml", pom}}), "pom.xml");
  EXPECT_EQ(lines(facts),
            (std::vector<std::string>{"g:plain 1.0 runtime", "g:property 1.2.Final runtime",
                                      "org.example:sister 3 runtime", "g:hard 1.5 runtime",
                                      "g:range ~[1,2) runtime", "g:tested 1 test",
                                      "g:given 1 development", "g:maybe 1 optional"}));
  EXPECT_TRUE(facts.diagnostics.empty());
  EXPECT_EQ(facts.packages[0].line, 2u);
  EXPECT_TRUE(facts.packages[0].direct);
}

TEST(PomReader, ParentsInTheProject) {
  std::string parent =
      "<project><groupId>org.example</groupId><artifactId>up</artifactId><version>5</version>"
      "<properties><lib>1.0</lib><other>2.0</other></properties>"
      "<dependencyManagement><dependencies>" +
      dependency("g", "managed", "<version>${lib}</version><scope>test</scope>") +
      "</dependencies></dependencyManagement><dependencies>" +
      dependency("g", "inherited", "<version>${other}</version>") + "</dependencies></project>";
  std::string child =
      "<project><parent><groupId>org.example</groupId><artifactId>up</artifactId>"
      "<version>5</version></parent><artifactId>app</artifactId>"
      "<properties><other>2.5</other></properties><dependencies>" +
      dependency("g", "managed", "") +
      dependency("${project.groupId}", "own", "<version>${project.version}</version>") +
      "</dependencies></project>";
  Facts facts = read_pom(Files({{"pom.xml", parent}, {"app/pom.xml", child}}), "app/pom.xml");
  EXPECT_EQ(lines(facts),
            (std::vector<std::string>{"g:managed 1.0 test", "org.example:own 5 runtime",
                                      "g:inherited 2.5 runtime"}));
  EXPECT_TRUE(facts.diagnostics.empty());
}

// A pom of that place that is another project is no parent.
TEST(PomReader, ParentsElsewhere) {
  std::string stranger =
      "<project><groupId>x</groupId><artifactId>y</artifactId><properties><v>9</v></properties>"
      "</project>";
  std::string child =
      "<project><parent><groupId>org.example</groupId><artifactId>up</artifactId>"
      "<version>5</version></parent><artifactId>app</artifactId><dependencies>" +
      dependency("g", "a", "<version>${v}</version>") + dependency("g", "b", "") +
      "</dependencies></project>";
  Facts facts = read_pom(Files({{"pom.xml", stranger}, {"app/pom.xml", child}}), "app/pom.xml");
  EXPECT_EQ(lines(facts), (std::vector<std::string>{"g:a ~* runtime", "g:b ~* runtime"}));
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_TRUE(facts.diagnostics[0].incomplete);
  EXPECT_NE(facts.diagnostics[0].message.find("org.example:up:5"), std::string::npos);
}

// Another version of the parent manages other versions.
TEST(PomReader, ParentsOfAnotherVersion) {
  auto read = [](std::string_view parent_version, std::string_view wanted) {
    std::string parent = fmt::format(
        "<project><groupId>g</groupId><artifactId>up</artifactId><version>{}</version>"
        "<properties><v>9</v></properties></project>",
        parent_version);
    std::string child = fmt::format(
        "<project><parent><groupId>g</groupId><artifactId>up</artifactId><version>{}</version>"
        "</parent><artifactId>app</artifactId><dependencies>{}</dependencies></project>",
        wanted, dependency("g", "a", "<version>${v}</version>"));
    return lines(read_pom(Files({{"pom.xml", parent}, {"app/pom.xml", child}}), "app/pom.xml"));
  };
  EXPECT_EQ(read("5", "5"), std::vector<std::string>{"g:a 9 runtime"});
  EXPECT_EQ(read("6", "5"), std::vector<std::string>{"g:a ~* runtime"});
  EXPECT_EQ(read("6", "${revision}"), std::vector<std::string>{"g:a 9 runtime"});
  EXPECT_EQ(read("6", "[5,7)"), std::vector<std::string>{"g:a 9 runtime"});
}

// Ten references in each of many properties: to nothing, to themselves, to a large text.
TEST(PomReader, PropertiesThatMultiply) {
  for (std::string_view last : {"", "${p0}", "0123456789"}) {
    std::string properties, dependencies;
    for (int i = 0; i < 12; ++i) {
      properties += fmt::format("<p{}>", i);
      for (int j = 0; j < 10; ++j) properties += fmt::format("${{p{}}}", i + 1);
      properties += fmt::format("</p{}>", i);
    }
    properties += fmt::format("<p12>{}</p12><big>{}</big>", last, std::string(4000, '1'));
    for (int i = 0; i < 20000; ++i)
      dependencies += dependency("g", fmt::format("a{}", i), "<version>${p0}${big}</version>");
    std::string pom = "<project><artifactId>a</artifactId><properties>" + properties +
                      "</properties><dependencies>" + dependencies + "</dependencies></project>";
    Facts facts = read_pom(Files({{"pom.xml", pom}}), "pom.xml");
    ASSERT_EQ(facts.packages.size(), 20000u);
    EXPECT_EQ(lines(facts)[0], "g:a0 ~* runtime");
    ASSERT_EQ(facts.diagnostics.size(), 1u);
    EXPECT_TRUE(facts.diagnostics[0].incomplete);
  }
}

TEST(PomReader, ProfilesThatAreActiveByDefault) {
  std::string pom =
      "<project><artifactId>a</artifactId><properties><v>1</v></properties><dependencies>" +
      dependency("g", "x", "<version>${v}</version>") + dependency("g", "y", "") +
      "</dependencies><profiles><profile><activation><activeByDefault>true</activeByDefault>"
      "</activation><properties><v>2</v></properties><dependencies>" +
      dependency("g", "z", "<version>3</version>") +
      "</dependencies><dependencyManagement><dependencies>" +
      dependency("g", "y", "<version>4</version>") +
      "</dependencies></dependencyManagement></profile></profiles></project>";
  Facts facts = read_pom(Files({{"pom.xml", pom}}), "pom.xml");
  EXPECT_EQ(lines(facts),
            (std::vector<std::string>{"g:z 3 runtime", "g:x 2 runtime", "g:y 4 runtime"}));
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(PomReader, LoopsEnd) {
  std::string loop =
      "<project><parent><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
      "<relativePath>pom.xml</relativePath></parent><artifactId>a</artifactId>"
      "<properties><x>${y}${y}</x><y>${x}${x}</y></properties><dependencies>" +
      dependency("g", "b", "<version>${x}</version>") + "</dependencies></project>";
  Facts facts = read_pom(Files({{"pom.xml", loop}}), "pom.xml");
  EXPECT_EQ(lines(facts), std::vector<std::string>{"g:b ~* runtime"});
}

TEST(PomReader, TwoGroupsWithOneArtifact) {
  std::string pom = "<project><artifactId>a</artifactId><dependencies>" +
                    dependency("g", "x", "<version>1</version>") +
                    dependency("h", "x", "<version>1</version>") + "</dependencies></project>";
  EXPECT_EQ(read_pom(Files({{"pom.xml", pom}}), "pom.xml").packages.size(), 2u);
}

TEST(PomReader, WhatIsNoPom) {
  EXPECT_FALSE(parse_pom("<settings/>", {}));
  EXPECT_FALSE(parse_pom("<project>", {}));
  Facts facts = read_pom(
      Files({{"pom.xml", "<project><profiles><profile><dependencies>" + dependency("g", "a", "") +
                             "</dependencies></profile></profiles></project>"}}),
      "pom.xml");
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_FALSE(facts.diagnostics[0].incomplete);
}

}  // namespace

}  // namespace seawall::package
