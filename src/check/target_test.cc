#include "check/target.h"

#include <gtest/gtest.h>

namespace seawall::check {
namespace {

std::string whole(std::string_view text, std::string_view subject, Scope scope) {
  Path path = subject.empty() ? Path() : parse_path(subject).value();
  return path_text(resolve(parse_target(text, scope).value(), path, scope));
}

TEST(Target, IsRelativeToWhatTheScopeNames) {
  EXPECT_EQ(whole("metadata.name", "", Scope::kObject), "metadata.name");
  EXPECT_EQ(whole("hostNetwork", "spec.template.spec", Scope::kPod),
            "spec.template.spec.hostNetwork");
  EXPECT_EQ(whole("image", "spec.containers[1]", Scope::kContainer), "spec.containers[1].image");
  EXPECT_EQ(whole("flags.mount", "instructions[2]", Scope::kInstruction),
            "instructions[2].flags.mount");
}

TEST(Target, WhatStandsAroundHasNames) {
  EXPECT_EQ(whole("pod.hostPID", "spec.template.spec.initContainers[0]", Scope::kContainer),
            "spec.template.spec.hostPID");
  EXPECT_EQ(whole("podMeta.labels", "spec.template.spec.containers[0]", Scope::kContainer),
            "spec.template.metadata.labels");
  EXPECT_EQ(whole("podMeta.labels", "spec", Scope::kPod), "metadata.labels");
  EXPECT_EQ(whole("object.metadata", "spec.template.spec", Scope::kPod), "metadata");
  // Only where there is something around.
  EXPECT_EQ(whole("pod.a", "", Scope::kObject), "pod.a");
}

}  // namespace
}  // namespace seawall::check
