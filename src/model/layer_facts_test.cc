#include "model/layer_facts.h"

#include <gtest/gtest.h>

namespace seawall::model {
namespace {

LayerFacts sample() {
  LayerFacts facts;
  facts.paths = PathSet("sha256:00");
  facts.paths.add("etc/os-release", PathSet::kFile);
  facts.paths.add("etc", PathSet::kImplied);
  facts.paths.add("usr", PathSet::kDirectory);
  facts.paths.seal();
  LayerFacts::File file{"etc/os-release", {}};
  file.facts.distro =
      package::Distro{"debian", {"x"}, "12", "bookworm", "Debian", "", "etc/os-release"};
  package::Package package;
  package.type = "deb";
  package.name = "libc6";
  package.licenses = {"LGPL-2.1", "GPL-2.0"};
  package.scope = package::Scope::kTest;
  package.range = true;
  file.facts.packages = {package};
  file.facts.owned = {{"libc6", "lib/x.jar"}};
  file.facts.licensed = {{"libc6", {"GPL"}}};
  file.facts.diagnostics = {{Code::kLimit, "p", "m", 7, false}};
  facts.files = {file};
  facts.removed = {"a"};
  facts.opaque = {"b"};
  facts.symlinks = {{"lib", "usr/lib"}};
  facts.wanted_hard_links = {{"x", "y"}};
  facts.entries = 3;
  facts.bytes = 1000;
  return facts;
}

TEST(LayerFacts, decodes_what_was_encoded) {
  std::string bytes = encode(sample());
  auto facts = decode_layer_facts(bytes);
  ASSERT_TRUE(facts.ok());
  EXPECT_EQ(encode(*facts), bytes);
  EXPECT_EQ(facts->files[0].facts.packages, sample().files[0].facts.packages);
  EXPECT_EQ(facts->files[0].facts.distro, sample().files[0].facts.distro);
  EXPECT_EQ(facts->files[0].facts.diagnostics, sample().files[0].facts.diagnostics);
  EXPECT_TRUE(facts->paths.has("etc/os-release", PathSet::kFile));
  EXPECT_FALSE(facts->paths.has("etc/os-release", PathSet::kDirectory));
  EXPECT_TRUE(facts->paths.has_any("etc"));
  EXPECT_FALSE(facts->paths.has_entry("etc"));
  EXPECT_FALSE(facts->paths.has_any("var"));
}

TEST(LayerFacts, refuses_every_cut_and_every_tail) {
  std::string bytes = encode(sample());
  for (size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(decode_layer_facts(std::string_view(bytes).substr(0, cut))) << cut;
  EXPECT_FALSE(decode_layer_facts(bytes + "x"));
}

}  // namespace
}  // namespace seawall::model
