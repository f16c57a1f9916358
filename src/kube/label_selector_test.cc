#include "kube/label_selector.h"

#include <gmock/gmock.h>

#include "doc/parse.h"

namespace seawall::kube {
namespace {

struct Case {
  const char* selector;
  const char* labels;
  bool selected;
};

doc::Document yaml(const char* text) {
  return doc::parse_json(text, Limits{}).value();
}

TEST(LabelSelector, Selects) {
  constexpr Case kCases[] = {
      {"{}", "{}", true},
      {"null", R"({"a":"b"})", true},
      {R"({"matchLabels":{"a":"b"}})", R"({"a":"b","c":"d"})", true},
      {R"({"matchLabels":{"a":"b"}})", R"({"a":"c"})", false},
      {R"({"matchLabels":{"a":"b"}})", "null", false},
      {R"({"matchLabels":{"a":""}})", "{}", false},
      {R"({"matchExpressions":[{"key":"a","operator":"In","values":["b","c"]}]})", R"({"a":"c"})",
       true},
      {R"({"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]})", "{}", false},
      {R"({"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]})", "{}", true},
      {R"({"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]})", R"({"a":"b"})",
       false},
      {R"({"matchExpressions":[{"key":"a","operator":"Exists"}]})", R"({"a":""})", true},
      {R"({"matchExpressions":[{"key":"a","operator":"DoesNotExist"}]})", R"({"a":""})", false},
      {R"({"matchExpressions":[{"key":"a","operator":"Like"}]})", R"({"a":"b"})", false},
      {R"({"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"Exists"}]})",
       R"({"a":"b"})", false},
  };
  for (const Case& c : kCases)
    EXPECT_EQ(selects(yaml(c.selector).root(), yaml(c.labels).root()), c.selected)
        << c.selector << " on " << c.labels;
}

TEST(LabelSelector, WhatTheServerWouldRefuseIsNamed) {
  auto error = [](const char* text) {
    Status status = check_label_selector(yaml(text).root());
    return status ? "" : status.error().message();
  };
  EXPECT_EQ(error("{}"), "");
  EXPECT_EQ(error(R"({"matchExpressions":[{"key":"a","operator":"Exists"}]})"), "");
  EXPECT_EQ(error(R"({"matchLabels":{"a":1}})"), "matchLabels: the value of 'a' is no text");
  EXPECT_EQ(error(R"({"matchExpressions":[{"key":"a","operator":"In"}]})"),
            "matchExpressions: In needs 'values'");
  EXPECT_EQ(error(R"({"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]})"),
            "matchExpressions: Exists takes no 'values'");
  EXPECT_EQ(error(R"({"matchExpressions":[{"key":"a","operator":"Like"}]})"),
            "matchExpressions: no operator 'Like'; there are In, NotIn, Exists, DoesNotExist");
  EXPECT_EQ(error(R"({"matchExpressions":[{"operator":"Exists"}]})"),
            "matchExpressions: a requirement has no 'key'");
  EXPECT_EQ(error("[]"), "a label selector is a mapping");
}

}  // namespace
}  // namespace seawall::kube
