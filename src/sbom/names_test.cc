#include "sbom/names.h"

#include <gtest/gtest.h>

#include "sbom/hashes.h"
#include "sbom/licenses.h"
#include "sbom/uuid.h"

namespace seawall::sbom {
namespace {

TEST(Names, web_addresses_are_addresses) {
  EXPECT_EQ(web_address("javascript:alert(1)"), "");
  EXPECT_EQ(web_address("https://x.example/a?b=c&d=%20#e"), "https://x.example/a?b=c&d=%20#e");
  EXPECT_EQ(web_address("https://x/\"><b>%%2#a#b"), "https://x/%22%3E%3Cb%3E%25%252#a%23b");
  EXPECT_EQ(web_address("http://" + std::string(5000, 'a')), "");
}

TEST(Names, authorities_by_prefix) {
  EXPECT_EQ(authority_of("CVE-2021-44228").url, "https://nvd.nist.gov/vuln/detail/CVE-2021-44228");
  EXPECT_EQ(authority_of("GO-1/..").url, "https://osv.dev/vulnerability/GO-1%2F..");
}

TEST(Names, images_have_purls) {
  image::Image image;
  image.reference = "ghcr.io/Org/app:1";
  EXPECT_EQ(image_purl(image), "");  // no digest, no tag that was resolved
  image.reference = "ghcr.io/org/app:1";
  image.digest = "sha256:" + std::string(64, 'a');
  image.architecture = "arm64";
  EXPECT_EQ(image_purl(image), "pkg:oci/app@" + ("sha256:" + std::string(64, 'a')) +
                                   "?arch=arm64&repository_url=ghcr.io%2Forg%2Fapp&tag=1");
  image.reference = "/tmp/image.tar";
  EXPECT_EQ(image_purl(image), "");
}

TEST(Names, references_are_unique) {
  model::Inventory inventory;
  for (const char* path : {"a", "a", "b"}) {
    model::Component component;
    component.package.type = "npm";
    component.package.name = "x";
    component.package.path = path;
    inventory.components.push_back(component);
  }
  std::vector<std::string> references = component_references(inventory);
  EXPECT_NE(references[0], references[1]);
  EXPECT_NE(references[1], references[2]);
  EXPECT_NE(references[0], references[2]);
}

TEST(Hashes, only_whole_digests) {
  EXPECT_EQ(hash_of("sha1:" + std::string(40, 'a')).cyclonedx, "SHA-1");
  EXPECT_EQ(hash_of("sha1:" + std::string(39, 'a')).content, "");
  EXPECT_EQ(hash_of("sha1:" + std::string(40, 'g')).content, "");
  EXPECT_EQ(digest_of("SHA-256", std::string(64, '1')), "sha256:" + std::string(64, '1'));
  EXPECT_EQ(digest_of("SHA256", "12"), "");
}

TEST(Licenses, in_the_words_of_spdx) {
  std::vector<ExtractedLicense> extracted;
  EXPECT_EQ(spdx_expression({}, extracted), "NOASSERTION");
  EXPECT_EQ(spdx_expression({"MIT", "MIT OR ISC"}, extracted), "MIT AND (MIT OR ISC)");
  EXPECT_EQ(spdx_expression({"ASL 2.0"}, extracted), "Apache-2.0");
  EXPECT_TRUE(extracted.empty());
}

TEST(Licenses, unknown_ones_become_references) {
  std::vector<ExtractedLicense> extracted;
  std::string text = spdx_expression({"My license!"}, extracted);
  ASSERT_EQ(extracted.size(), 1u);
  EXPECT_EQ(extracted[0].id, text);
  EXPECT_EQ(extracted[0].text, "My license!");
  EXPECT_TRUE(text.starts_with("LicenseRef-seawall-My-license-"));
  extracted.clear();
  EXPECT_EQ(spdx_expression({"LicenseRef-x"}, extracted), "LicenseRef-x");
  ASSERT_EQ(extracted.size(), 1u);
  EXPECT_NE(spdx_expression({"DocumentRef-d:LicenseRef-x"}, extracted),
            "DocumentRef-d:LicenseRef-x");
}

TEST(Uuid, has_its_form) {
  std::string uuid = uuid_of("x");
  EXPECT_EQ(uuid.size(), 36u);
  EXPECT_EQ(uuid[14], '8');
  EXPECT_NE(uuid_of("y"), uuid);
}

}  // namespace
}  // namespace seawall::sbom
