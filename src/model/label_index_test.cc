#include "model/label_index.h"

#include <gmock/gmock.h>

#include "doc/parse.h"

namespace seawall::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

doc::Document json(std::string_view text) {
  return doc::parse_json(text, Limits{}).value();
}

TEST(LabelIndex, LooksAtTheRarestPair) {
  doc::Document common = json(R"({"part-of":"shop","app":"a"})");
  doc::Document rare = json(R"({"part-of":"shop","app":"b"})");
  LabelIndex index;
  index.add("n", common.root(), 0);
  index.add("n", common.root(), 1);
  index.add("n", rare.root(), 2);
  index.add("m", rare.root(), 3);
  index.finish();
  auto candidates = [&](std::vector<LabelPair> pairs) { return index.candidates("n", pairs); };
  EXPECT_THAT(candidates({{"part-of", "shop"}, {"app", "b"}}), ElementsAre(2));
  EXPECT_THAT(candidates({{"part-of", "shop"}}), ElementsAre(0, 1, 2));
  EXPECT_THAT(candidates({{"part-of", "shop"}, {"app", "c"}}), IsEmpty());
}

TEST(SelectorIndex, FilesASelectorUnderThePairThatFewestOthersDemand) {
  std::vector<LabelPair> first = {{"part-of", "shop"}, {"app", "a"}};
  std::vector<LabelPair> second = {{"part-of", "shop"}, {"app", "b"}};
  SelectorIndex index;
  index.add("n", first, 0);
  index.add("n", second, 1);
  index.add("n", {}, 2);
  index.add("m", {}, 3);
  index.finish();
  auto candidates = [&](std::string_view labels) {
    std::vector<uint32_t> out;
    doc::Document document = json(labels);
    index.candidates("n", document.root(), out);
    return out;
  };
  EXPECT_THAT(candidates(R"({"part-of":"shop","app":"b"})"), ElementsAre(1, 2));
  EXPECT_THAT(candidates(R"({"part-of":"shop"})"), ElementsAre(2));
  EXPECT_THAT(candidates(R"({"":""})"), ElementsAre(2));
}

TEST(DemandedPairs, AreLabelsAndInWithOneValue) {
  doc::Document selector = json(
      R"({"matchLabels":{"a":"b","number":1},"matchExpressions":[
          {"key":"c","operator":"In","values":["d"]},{"key":"e","operator":"In","values":["f","g"]},
          {"key":"h","operator":"Exists"},{"operator":"In","values":["i"]}]})");
  std::vector<LabelPair> pairs;
  demanded_pairs(selector.root(), pairs);
  EXPECT_THAT(pairs, ElementsAre(LabelPair{"a", "b"}, LabelPair{"c", "d"}));
}

TEST(HasLabels, WantsEveryEntryToBeTheSameText) {
  doc::Document labels = json(R"({"a":"b","c":"d"})");
  EXPECT_TRUE(has_labels(labels.root(), json(R"({"a":"b"})").root()));
  EXPECT_TRUE(has_labels(labels.root(), json("{}").root()));
  EXPECT_FALSE(has_labels(labels.root(), json(R"({"a":"b","e":"f"})").root()));
  EXPECT_FALSE(has_labels(labels.root(), json(R"({"a":1})").root()));
}

}  // namespace
}  // namespace seawall::model
