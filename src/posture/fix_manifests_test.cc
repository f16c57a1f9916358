#include "posture/fix_manifests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "posture/judge_testing.h"

namespace seawall::posture {
namespace {

using testing::HasSubstr;
using testing::Not;

FixResult fixed(const std::string& text, bool unsafe, std::vector<waiver::Waiver> waivers = {}) {
  static const std::unique_ptr<Catalogue> catalogue = catalogue_of();
  kube::Manifests manifests = manifests_of(text);
  FixOptions options;
  options.unsafe = unsafe;
  options.waivers = std::move(waivers);
  auto read_text = [&text](const std::string&) { return Result<std::string>(text); };
  return fix_manifests(manifests, *catalogue, read_text, options).value();
}

TEST(FixManifests, changes_what_is_safe) {
  FixResult result = fixed(std::string(kRootPod), false);
  ASSERT_EQ(result.files.size(), 1u);
  EXPECT_THAT(result.files[0].after, HasSubstr("allowPrivilegeEscalation: false"));
  EXPECT_THAT(result.files[0].after, HasSubstr("privileged: true  # for now"));
  EXPECT_GT(result.unsafe_left, 0u);
  EXPECT_TRUE(result.refused.empty());
  EXPECT_TRUE(result.remaining.empty());
}

TEST(FixManifests, changes_more_when_it_may) {
  FixResult result = fixed(std::string(kRootPod), true);
  ASSERT_EQ(result.files.size(), 1u);
  EXPECT_THAT(result.files[0].after, HasSubstr("privileged: false  # for now"));
  EXPECT_EQ(result.unsafe_left, 0u);
  EXPECT_TRUE(result.remaining.empty());
  FixResult again = fixed(result.files[0].after, true);
  EXPECT_TRUE(again.files.empty());
  EXPECT_TRUE(again.fixed.empty());
}

TEST(FixManifests, leaves_what_is_waived) {
  waiver::Waiver waiver;
  waiver.id = "privileged-container";
  waiver.reason = "for now";
  EXPECT_THAT(fixed(std::string(kRootPod), true, {waiver}).files[0].after,
              HasSubstr("privileged: true  # for now"));
}

TEST(FixManifests, says_what_it_cannot_change) {
  std::string text =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n"
      "    - &web {name: a, image: a, securityContext: &s {privileged: true}}\n"
      "    - {name: b, image: b, securityContext: *s}\n";
  FixResult result = fixed(text, true);
  EXPECT_TRUE(result.remaining.empty());
  for (const FixNote& note : result.fixed) EXPECT_NE(note.what, "");
  for (const FixNote& note : result.refused) EXPECT_NE(note.why, "");
}

TEST(FixManifests, keeps_the_items_of_lists_apart) {
  std::string text =
      "apiVersion: v1\nkind: List\nitems:\n"
      "- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n  spec:\n    containers:\n"
      "    - name: a\n      image: a\n      securityContext:\n        privileged: true\n"
      "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: b}\n";
  FixResult result = fixed(text, true);
  ASSERT_EQ(result.files.size(), 1u);
  EXPECT_THAT(result.files[0].after, HasSubstr("privileged: false"));
  EXPECT_THAT(result.files[0].after, HasSubstr("\n- apiVersion: v1\n  kind: ConfigMap"));
}

}  // namespace
}  // namespace seawall::posture
