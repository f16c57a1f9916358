#include <gtest/gtest.h>

#include "package/reader_testing.h"

namespace seawall::package {
namespace {

constexpr const char* kPath = "var/lib/rpmmanifest/container-manifest-2";

TEST(RpmManifest, Lines) {
  Facts facts =
      read_for_test(kPath,
                    "filesystem\t1.1-8.cm2\t1653816591\t1653628924\tMicrosoft "
                    "Corporation\t(none)\t7596\tx86_64\t0"
                    "\tfilesystem-1.1-8.cm2.src.rpm\n"
                    "openssl-libs\t1.1.1k-15.cm2\t1\t2\tMicrosoft Corporation\t1\t4\tx86_64\t1"
                    "\topenssl-1.1.1k-15.cm2.src.rpm\n"
                    "gpg-pubkey\ta-b\t1\t2\t(none)\t(none)\t0\t(none)\t0\t(none)\n");
  EXPECT_EQ(list_for_test(facts),
            "filesystem 1.1-8.cm2 x86_64  \n"
            "openssl-libs 1:1.1.1k-15.cm2 x86_64 openssl \n");
  EXPECT_TRUE(facts.diagnostics.empty());
}

TEST(RpmManifest, OtherLinesAreTold) {
  Facts facts = read_for_test(kPath, "\n\na\tb\nc\t1-2\t1\t2\tv\tx\t4\tarch\t1\n");
  EXPECT_TRUE(facts.packages.empty());
  ASSERT_EQ(facts.diagnostics.size(), 1u);
  EXPECT_EQ(facts.diagnostics[0].line, 3u);
}

}  // namespace
}  // namespace seawall::package
