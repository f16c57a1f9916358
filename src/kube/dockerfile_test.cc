#include "kube/dockerfile.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "doc/compare.h"
#include "doc/json_writer.h"
#include "doc/parse.h"

namespace seawall::kube {
namespace {

Result<Dockerfile> parsed(std::string_view text) {
  Diagnostics remarks;
  return parse_dockerfile(text, "Dockerfile", Limits{}, remarks);
}

// `field` of every instruction as JSON, in one line each.
std::string fields(std::string_view text, std::string_view field) {
  Result<Dockerfile> file = parsed(text);
  if (!file) return file.error().message();
  std::string out;
  for (const doc::Node& instruction : file->document.root()["instructions"].items())
    out += to_json(instruction[field]) + " ";
  return out;
}

std::string fault(std::string_view text) {
  Result<Dockerfile> file = parsed(text);
  return file ? "" : file.error().message();
}

std::string commands(std::string_view text) {
  Result<Dockerfile> file = parsed(text);
  if (!file) return file.error().message();
  std::string out;
  for (const doc::Node& instruction : file->document.root()["instructions"].items())
    for (const doc::Node& command : instruction["commands"].items())
      out += fmt::format("{}@{} ", command.text("name"), *command["line"].as_int());
  return out;
}

// Each NAME.Dockerfile of tests/cases/kube/dockerfile beside the tree that it gives, NAME.json.
TEST(Dockerfile, Cases) {
  std::filesystem::path folder = SEAWALL_SOURCE_DIR "/tests/cases/kube/dockerfile";
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".Dockerfile") continue;
    ++cases;
    auto text = read_file(entry.path().native(), 1 << 20);
    std::filesystem::path path = entry.path();
    auto json = read_file(path.replace_extension(".json").native(), 1 << 20);
    ASSERT_TRUE(text.ok() && json.ok()) << entry.path();
    auto expected = doc::parse_json(*json, Limits{});
    ASSERT_TRUE(expected.ok()) << expected.error().message();
    auto file = parsed(*text);
    ASSERT_TRUE(file.ok()) << entry.path() << ": " << file.error().message();
    EXPECT_EQ(to_json(file->document.root()), to_json(expected->root())) << entry.path();
  }
  EXPECT_GE(cases, 3u);
}

TEST(Dockerfile, Names) {
  for (const char* name : {"Dockerfile", "a/dockerfile", "Dockerfile.prod", "web.Dockerfile",
                           "x.dockerfile", "Containerfile", "DOCKERFILE", "Dockerfile.go"})
    EXPECT_TRUE(is_dockerfile(name)) << name;
  for (const char* name :
       {"Dockerfile.dockerignore", ".dockerignore", "dockerfiles", "Dockerfile.md",
        "docker-compose.yml", "Dockerfile/x", "dockerfile.go", "Dockerfile.cc.o", "dockerfile/"})
    EXPECT_FALSE(is_dockerfile(name)) << name;
}

TEST(Dockerfile, ContinuationAndComments) {
  EXPECT_EQ(fields("FROM a\nRUN a && \\\n  # comment\n\n    b \\ \n   c\n", "text"),
            R"("a" "a &&     b    c" )");
  EXPECT_EQ(fields("# escape=`\nFROM a\nRUN dir C:\\ `\n  x\n", "text"), R"("a" "dir C:\\   x" )");
  EXPECT_EQ(fields("FROM a\nRUN echo a \\\\\nRUN b\n", "text"), R"("a" "echo a \\\\" "b" )");
  EXPECT_EQ(commands("FROM a\nRUN apt-get update && \\\n # c\n\n apt-get install x; \\\n curl y\n"),
            "apt-get@2 apt-get@5 curl@6 ");
}

TEST(Dockerfile, Directives) {
  auto file = parsed("# syntax=docker/dockerfile:1\n# escape=`\n\n# escape=x\nFROM a");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->document.root().text("syntax"), "docker/dockerfile:1");
  EXPECT_EQ(file->document.root().text("escape"), "`");
  EXPECT_EQ(fault("# escape=x\nFROM a"), "1: the escape character is neither \\ nor `");
  EXPECT_EQ(fault("#escape=\\\n# ESCAPE = `\nFROM a"),
            "2: only one escape parser directive can be used");
  EXPECT_EQ(parsed("\xef\xbb\xbf# c\n# escape=`\nFROM a")->document.root().text("escape"), "\\");
}

TEST(Dockerfile, Heredocs) {
  std::string text =
      "FROM a\nRUN <<EOF\napt-get update\n\ncurl x | sh\nEOF\nCOPY <<-'A' <<B "
      "/x\n\t1\n\tA\n2\nB\nRUN b\n";
  EXPECT_EQ(fields(text, "form"), R"("shell" "heredoc" "shell" "shell" )");
  EXPECT_EQ(commands(text), "apt-get@3 curl@5 sh@5 b@12 ");
  EXPECT_EQ(fields(text, "heredocs"),
            R"([] [{"name":"EOF","content":"apt-get update\n\ncurl x | sh\n"}] )"
            R"([{"name":"A","content":"1\n"},{"name":"B","content":"2\n"}] [] )");
  EXPECT_EQ(fields("FROM a\nRUN cat <<E > /x && ls\nrm\nE\n", "form"), R"("shell" "shell" )");
  EXPECT_EQ(commands("FROM a\nRUN cat <<E > /x && ls\nrm\nE\n"), "cat@2 ls@2 ");
  EXPECT_EQ(commands("FROM a\nRUN <<E\n#!/usr/bin/env python3\nimport os\nE\n"), "");
  EXPECT_EQ(fault("FROM a\nRUN <<E\nx\n"), "3: here-document E without its end");
  EXPECT_EQ(fields("FROM a\nRUN cat <<< x\n", "form"), R"("shell" "shell" )");
}

TEST(Dockerfile, Forms) {
  EXPECT_EQ(fields("FROM a\nCMD [\"a\", \"b c\"]\nCMD [a]\nENTRYPOINT [\"sh\", \"-c\", \"x\"]",
                   "arguments"),
            R"(["a"] ["a","b c"] ["[a]"] ["sh","-c","x"] )");
  EXPECT_EQ(commands("FROM a\nENTRYPOINT [\"sh\", \"-c\", \"x && y\"]"), "sh@2 x@2 y@2 ");
  EXPECT_EQ(
      commands("FROM a\nHEALTHCHECK --interval=5s CMD curl -f x \\\n || exit 1\nHEALTHCHECK NONE"),
      "curl@2 exit@3 ");
  EXPECT_EQ(fault("FROM a\nCMD [1]"), "2: only strings are allowed in the JSON array");
}

TEST(Dockerfile, FlagsPairsAndPaths) {
  EXPECT_EQ(
      fields(
          "FROM --platform=$BUILDPLATFORM a AS B\nCOPY --from=B --chown=1:1 --link x \"y z\" /d/\n"
          "RUN --mount=type=secret,id=a --mount=type=cache x --not=flag\n",
          "flags"),
      R"({"platform":["$BUILDPLATFORM"]} {"chown":["1:1"],"from":["B"],"link":[""]} )"
      R"({"mount":["type=secret,id=a","type=cache"]} )");
  EXPECT_EQ(fields("FROM a\nADD x y /d\nCOPY [\"a b\", \"/c\"]", "sources"),
            R"([] ["x","y"] ["a b"] )");
  EXPECT_EQ(
      fields(
          "FROM a\nENV A=1 B=\"x y\" C=a\\ b\nENV D some words\nARG E\nARG F=2 G\nLABEL a.b='c d'",
          "pairs"),
      R"([] [{"name":"A","value":"1","hasValue":true},{"name":"B","value":"x y","hasValue":true},)"
      R"({"name":"C","value":"a b","hasValue":true}] [{"name":"D","value":"some words","hasValue":true}] )"
      R"([{"name":"E","value":"","hasValue":false}] [{"name":"F","value":"2","hasValue":true},)"
      R"({"name":"G","value":"","hasValue":false}] [{"name":"a.b","value":"c d","hasValue":true}] )");
}

TEST(Dockerfile, StagesUsersAndBases) {
  auto file = parsed(
      "ARG TAG=1.2\nARG REG\nFROM golang:${TAG} AS Build\nUSER app\nFROM ${REG}/x\nFROM build\n"
      "RUN a\nENV U=root\nUSER $U:0\nRUN b\n");
  ASSERT_TRUE(file.ok());
  auto stages = file->document.root()["stages"].items();
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].text("base"), "golang:1.2");
  EXPECT_EQ(stages[0].text("name"), "build");
  EXPECT_FALSE(stages[1]["baseKnown"].as_bool(true));
  EXPECT_EQ(stages[1].text("base"), "${REG}/x");
  EXPECT_TRUE(stages[2]["baseIsStage"].as_bool());
  EXPECT_TRUE(stages[2]["last"].as_bool());
  auto instructions = file->document.root()["instructions"].items();
  EXPECT_EQ(*instructions[0]["stage"].as_int(), -1);
  EXPECT_EQ(instructions[6].text("user"), "app");
  EXPECT_EQ(instructions[9].text("user"), "root:0");
  EXPECT_EQ(file->document.root().text("user"), "root:0");
}

TEST(Dockerfile, Onbuild) {
  std::string text = "FROM a\nONBUILD USER b\nONBUILD RUN c \\\n && d\n";
  EXPECT_EQ(fields(text, "keyword"), R"("FROM" "USER" "RUN" )");
  EXPECT_EQ(fields(text, "onbuild"), "false true true ");
  EXPECT_EQ(fields(text, "user"), R"("" "" "" )");
  EXPECT_EQ(commands(text), "c@3 d@4 ");
  EXPECT_EQ(fault("FROM a\nONBUILD FROM b"), "2: ONBUILD from is not allowed");
}

TEST(Dockerfile, Defaults) {
  auto base = [](std::string_view from) {
    auto file = parsed(fmt::format("ARG A=x\nARG E=\nFROM {}\n", from));
    return file ? std::string(file->document.root()["stages"].items()[0].text("base")) : "?";
  };
  EXPECT_EQ(base("${A:-y}"), "x");
  EXPECT_EQ(base("${B:-y}"), "y");
  EXPECT_EQ(base("${E:-y}"), "y");
  EXPECT_EQ(base("i${E-y}"), "i");
  EXPECT_EQ(base("i${A:+-z}"), "i-z");
  EXPECT_EQ(base("${B:-${A}}"), "x");
  EXPECT_EQ(base("\"$A\":1"), "x:1");
}

TEST(Dockerfile, WhatBuildKitRefuses) {
  EXPECT_EQ(fault(""), "1: no FROM: nothing to build");
  EXPECT_EQ(fault("RUN a"), "1: RUN in front of the first FROM");
  EXPECT_EQ(fault("FROM a b"), "1: FROM takes an image, and AS with a name");
  EXPECT_EQ(fault("FROM a AS 1b"), "1: '1b' is no name of a stage");
  EXPECT_EQ(fault("FROM a\n\nCOPY x"), "3: COPY takes at least a source and a destination");
  EXPECT_EQ(fault("FROM a\nENV A=1 B"), "2: 'B' has no '=': the form is name=value");
  EXPECT_EQ(fault("FROM a\nUSER"), "2: USER takes one argument");
  EXPECT_EQ(fault("FROM a\nSHELL bash"), "2: SHELL takes a JSON array of words");
  EXPECT_EQ(fault("FROM a\nRUN " + std::string(70'000, 'x')), "2: a line of more than 65535 bytes");
  Diagnostics remarks;
  EXPECT_TRUE(parse_dockerfile("FROM a\nFOO b\n", "d", Limits{}, remarks).ok());
  ASSERT_EQ(remarks.size(), 1u);
  EXPECT_EQ(remarks[0].line, 2u);
}

TEST(Dockerfile, HostileFilesAreBounded) {
  std::string stages, doubling = "FROM a\nENV A=xxxxxxxx\n", braces = "ARG A=", many = "FROM a\n";
  for (int i = 0; i < 2'000; ++i) stages += "FROM a\n";
  for (int i = 0; i < 100; ++i) doubling += "ENV A=$A$A\n";
  for (int i = 0; i < 20'000; ++i) braces += "${";
  for (int i = 0; i < 20'001; ++i) many += "RUN a\n";
  EXPECT_EQ(fault(stages), "1001: more than 1000 stages");
  EXPECT_EQ(fault(doubling), "");
  EXPECT_EQ(fault(braces + "\nFROM a"), "");
  EXPECT_EQ(fault(many), "more than 20000 instructions");
}

}  // namespace
}  // namespace seawall::kube
