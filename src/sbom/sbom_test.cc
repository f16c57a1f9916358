// Reading: tests/cases/sbom/NAME.json gives NAME.txt (SEAWALL_REWRITE_CASES=1 writes it anew).
// Writing: what is written is valid, the same each time, and reads back the same.
#include "sbom/sbom.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.h"
#include "base/text.h"
#include "doc/parse.h"

namespace seawall::sbom {
namespace {

using package::Package;
using package::Scope;
using testing::HasSubstr;

std::string show(const model::Inventory& inventory) {
  std::string out;
  if (inventory.distro)
    out += fmt::format("distro {} {} [{}]\n", inventory.distro->id, inventory.distro->version_id,
                       inventory.distro->name);
  for (const model::Component& component : inventory.components) {
    const Package& package = component.package;
    out += fmt::format("{}|{}|{}|{}|arch={}|source={} {}|licenses={}|path={}|digests={}|local={}\n",
                       package.type, package.name_space, package.name, package.version,
                       package.architecture, package.source_name, package.source_version,
                       fmt::join(package.licenses, ", "), package.path,
                       fmt::join(package.digests, ", "), package.local);
  }
  for (const Diagnostic& diagnostic : inventory.diagnostics)
    out += fmt::format("{}: {}\n", diagnostic.incomplete ? "incomplete" : "remark",
                       diagnostic.message);
  return out;
}

TEST(ReadSbom, reads_other_tools_documents) {
  for (const char* name : {"trivy", "syft", "spdx", "no-system"}) {
    std::string base = fmt::format("{}/tests/cases/sbom/{}", SEAWALL_SOURCE_DIR, name);
    std::string text = read_file(base + ".json", 1 << 20).value();
    EXPECT_TRUE(detect(text).has_value()) << name;
    Result<model::Inventory> inventory = read_sbom(text, "x", Limits{});
    ASSERT_TRUE(inventory.ok()) << inventory.error().message();
    if (std::getenv("SEAWALL_REWRITE_CASES")) {
      ASSERT_TRUE(write_file_atomically(base + ".txt", show(*inventory)).ok());
    }
    EXPECT_EQ(show(*inventory), read_file(base + ".txt", 1 << 20).value()) << name;
  }
}

TEST(ReadSbom, refuses_what_is_no_sbom) {
  for (const char* text : {"", "[]", "{}", "{\"bomFormat\": 1}", "{\"spdxVersion\":\"SPDX-3.0\"}"})
    EXPECT_FALSE(read_sbom(text, "x", Limits{}).ok()) << text;
  EXPECT_TRUE(read_sbom("{\"bomFormat\": \"CycloneDX\"}", "x", Limits{}).ok());
}

TEST(ReadSbom, stops_at_the_bound) {
  Limits limits;
  limits.packages = 1;
  std::string text =
      read_file(std::string(SEAWALL_SOURCE_DIR) + "/tests/cases/sbom/syft.json", 1 << 20).value();
  model::Inventory inventory = read_sbom(text, "x", limits).value();
  EXPECT_EQ(inventory.components.size(), 1u);
  ASSERT_FALSE(inventory.diagnostics.empty());
  EXPECT_TRUE(inventory.diagnostics[0].incomplete);
}

TEST(ReadSbom, counts_what_says_nothing) {
  std::string nothing, bad;
  for (int i = 0; i < 2000; ++i) {
    nothing += i ? ",{}" : "{}";
    bad += i ? R"(,{"name":"a","purl":"pkg:"})" : R"({"name":"a","purl":"pkg:"})";
  }
  for (const std::string& list : {nothing, bad})
    for (std::string text :
         {R"({"bomFormat":"CycloneDX","components":[)" + list + "]}",
          R"({"spdxVersion":"SPDX-2.3","packages":[)" +
              replace_all(
                  list, R"("purl":"pkg:")",
                  R"("externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:"}])") +
              "]}"}) {
      model::Inventory inventory = read_sbom(text, "x", Limits{}).value();
      ASSERT_FALSE(inventory.diagnostics.empty());
      EXPECT_LE(inventory.diagnostics.size(), 1001u);
      const char* told = list == bad ? "1000 more" : ": 2000 components";
      auto tells = [&](const Diagnostic& diagnostic) {
        return diagnostic.incomplete && diagnostic.message.find(told) != std::string::npos;
      };
      EXPECT_TRUE(std::any_of(inventory.diagnostics.begin(), inventory.diagnostics.end(), tells));
    }
}

TEST(ReadSbom, knows_both_spellings_of_an_operating_system) {
  for (const char* word : {"OPERATING-SYSTEM", "OPERATING_SYSTEM"}) {
    model::Inventory inventory =
        read_sbom(fmt::format(R"({{"spdxVersion":"SPDX-2.3","packages":[{{"name":"wolfi",
            "versionInfo":"20230201","primaryPackagePurpose":"{}"}}]}})",
                              word),
                  "x", Limits{})
            .value();
    ASSERT_TRUE(inventory.distro.has_value()) << word;
    EXPECT_EQ(inventory.distro->id, "wolfi");
    EXPECT_TRUE(inventory.components.empty());
  }
}

// As in purl's own examples: a code name alone, and the family as the namespace.
TEST(ReadSbom, guesses_the_system_from_purls) {
  auto system = [](const char* purl) {
    model::Inventory inventory =
        read_sbom(
            fmt::format(R"({{"bomFormat":"CycloneDX","components":[{{"name":"x","purl":"{}"}}]}})",
                        purl),
            "x", Limits{})
            .value();
    if (!inventory.distro) return std::string();
    const package::Distro& distro = *inventory.distro;
    return fmt::format("{} {}{}", distro.id, distro.version_id, distro.codename);
  };
  EXPECT_EQ(system("pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie"), "debian jessie");
  EXPECT_EQ(system("pkg:deb/debian/curl@7.50.3-1?distro=debian-12"), "debian 12");
  EXPECT_EQ(system("pkg:deb/debian/curl@7.50.3-1?distro=debian-sid"), "debian sid");
  EXPECT_EQ(system("pkg:deb/ubuntu/curl@7.50.3-1?distro=jammy"), "ubuntu jammy");
  EXPECT_EQ(system("pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25"), "fedora 25");
  EXPECT_EQ(system("pkg:rpm/opensuse/curl@7-1?distro=opensuse-leap-15.5"), "opensuse-leap 15.5");
  EXPECT_EQ(system("pkg:apk/alpine/curl@7-r1?arch=x86_64&distro=3.18.4"), "alpine 3.18.4");
  EXPECT_EQ(system("pkg:apk/alpine/curl@7-r1"), "alpine ");
  EXPECT_EQ(system("pkg:npm/curl@7"), "");
}

TEST(Detect, looks_at_the_outermost_keys_only) {
  EXPECT_EQ(detect("{\"bomFormat\":\"CycloneDX\""), Format::kCycloneDxJson);
  EXPECT_EQ(detect("\xEF\xBB\xBF { \"a\": {\"b\": [1, \"}\"]}, \"spdxVersion\": \"SPDX-2.3\"}"),
            Format::kSpdxJson);
  EXPECT_EQ(detect("{\"a\": {\"bomFormat\": \"CycloneDX\"}}"), std::nullopt);
  EXPECT_EQ(detect("{\"spdxVersion\": \"SPDX-3.0\"}"), std::nullopt);
  for (const char* text : {"", "{", "[", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\\", "{}", "\\"})
    EXPECT_EQ(detect(text), std::nullopt) << text;
}

model::Component component(Package package) {
  model::Component out;
  out.package = std::move(package);
  return out;
}

// Whatever a reader may produce.
model::Inventory odd_inventory() {
  model::Inventory out;
  out.target = "odd <image>";
  out.distro = package::Distro{"rhel",          {"fedora"}, "9.3",
                               "plow",          "RHEL 9.3", "cpe:/o:redhat:enterprise_linux:9",
                               "etc/os-release"};
  out.components = {
      component({.type = "rpm",
                 .name_space = "rhel",
                 .name = "openssl-libs",
                 .version = "1:3.0.7-24.el9",
                 .architecture = "x86_64",
                 .source_name = "openssl",
                 .source_version = "3.0.7-24.el9",
                 .module = "nodejs:18:1:2",
                 .licenses = {"ASL 2.0"},
                 .path = "var/lib/rpm/rpmdb.sqlite",
                 .reader = "rpm"}),
      component({.type = "golang",
                 .name = "github.com/x/y/v2",
                 .version = "v2.0.0",
                 .licenses = {"MIT", "Apache-2.0"},
                 .path = "bin/y",
                 .direct = true}),
      component({.type = "npm",
                 .name_space = "@babel",
                 .name = "core",
                 .version = "^7.0.0",
                 .licenses = {"(MIT OR Apache-2.0)"},
                 .path = "package.json",
                 .line = 7,
                 .scope = Scope::kDevelopment,
                 .range = true}),
      component({.type = "npm",
                 .name = "same",
                 .version = "1",
                 .path = "a",
                 .digests = {"sha512:" + std::string(128, 'a'), "weird"}}),
      component({.type = "npm", .name = "same", .version = "1", .path = "b", .local = true}),
      component({.type = "maven",
                 .name_space = "org.x",
                 .name = "y",
                 .version = "1",
                 .licenses = {"GPL-2.0-only WITH Classpath-exception-2.0"}}),
      component({.type = "pypi", .name = "Odd_Name", .version = "1.0", .licenses = {"My own"}}),
      component({.type = "julia", .name = "NoUuid", .version = "1"}),
      component({.type = "deb",
                 .name_space = "debian",
                 .name = "a",
                 .version = "1:2",
                 .architecture = "amd64",
                 .source_name = "a",
                 .source_version = "3"}),
      component({.type = "", .name = "nothing"}),
  };
  out.components[3].owner = "nodejs";
  out.components[3].owner_purl = "pkg:rpm/redhat/nodejs@18";
  model::normalise(out);
  return out;
}

void expect_same(const model::Inventory& want, const model::Inventory& got) {
  ASSERT_EQ(want.components.size(), got.components.size());
  for (size_t i = 0; i < want.components.size(); ++i) {
    EXPECT_EQ(want.components[i].package, got.components[i].package)
        << want.components[i].package.name;
    EXPECT_EQ(want.components[i].owner, got.components[i].owner);
    EXPECT_EQ(want.components[i].owner_purl, got.components[i].owner_purl);
    EXPECT_EQ(model::purl_text(want.components[i], want), model::purl_text(got.components[i], got));
  }
  EXPECT_EQ(want.distro, got.distro);
}

TEST(WriteCycloneDx, is_valid_and_reads_back_the_same) {
  model::Inventory inventory = odd_inventory();
  std::string text = write_cyclonedx(inventory, nullptr, 1'790'000'000, "1.0");
  Diagnostics faults = validate_cyclonedx(text, Limits{}).value();
  for (const Diagnostic& fault : faults) ADD_FAILURE() << fault.message;
  EXPECT_EQ(detect(text), Format::kCycloneDxJson);
  EXPECT_EQ(text, write_cyclonedx(inventory, nullptr, 1'790'000'000, "1.0"));
  model::Inventory again = read_sbom(text, "x", Limits{}).value();
  expect_same(inventory, again);
  EXPECT_THAT(again.diagnostics, testing::IsEmpty());
}

TEST(WriteCycloneDx, says_when_it_is_incomplete) {
  model::Inventory inventory = odd_inventory();
  inventory.diagnostics = {{Code::kTruncated, "a.jar", "ends early", 0, true}};
  std::string text = write_cyclonedx(inventory, nullptr, 0, "1.0");
  EXPECT_THAT(text, HasSubstr("\"aggregate\": \"incomplete\""));
  model::Inventory again = read_sbom(text, "x", Limits{}).value();
  ASSERT_EQ(again.diagnostics.size(), 1u);
  EXPECT_EQ(again.diagnostics[0].message, "when it was made: a.jar: ends early");
  EXPECT_TRUE(again.diagnostics[0].incomplete);
  std::string spdx = write_spdx(inventory, 0, "1.0");
  EXPECT_EQ(read_sbom(spdx, "x", Limits{}).value().diagnostics.size(), 1u);
}

TEST(WriteCycloneDx, serial_number_follows_the_content) {
  model::Inventory inventory = odd_inventory();
  auto serial = [](const std::string& text) {
    doc::Document document = doc::parse_json(text, Limits{}).value();
    return std::string(document.root().text("serialNumber"));
  };
  std::string first = serial(write_cyclonedx(inventory, nullptr, 0, "1.0"));
  EXPECT_EQ(first.size(), 45u);
  inventory.components.pop_back();
  EXPECT_NE(serial(write_cyclonedx(inventory, nullptr, 0, "1.0")), first);
}

TEST(WriteSpdx, reads_back_the_same) {
  model::Inventory inventory = odd_inventory();
  std::string text = write_spdx(inventory, 1'790'000'000, "1.0");
  EXPECT_EQ(detect(text), Format::kSpdxJson);
  expect_same(inventory, read_sbom(text, "x", Limits{}).value());
  EXPECT_THAT(text, HasSubstr("\"licenseDeclared\": \"MIT AND Apache-2.0\""));
  EXPECT_THAT(text, HasSubstr("\"extractedText\": \"My own\""));
}

std::string bom(std::string_view rest) {
  return fmt::format(R"({{"bomFormat":"CycloneDX","specVersion":"1.6","version":1{}}})", rest);
}
size_t faults(const std::string& text) {
  return validate_cyclonedx(text, Limits{}).value().size();
}

TEST(ValidateCycloneDx, finds_what_the_schema_forbids) {
  EXPECT_EQ(faults(bom("")), 0u);
  EXPECT_EQ(faults(bom(R"(,"components":[{"type":"library","name":"a"}])")), 0u);
  EXPECT_GT(faults(bom(R"(,"components":[{"type":"library"}])")), 0u);
  EXPECT_GT(faults(bom(R"(,"components":[{"type":"nonsense","name":"a"}])")), 0u);
  EXPECT_GT(faults(bom(R"(,"unknown":1)")), 0u);
  EXPECT_GT(faults(bom(R"(,"components":[{"type":"library","name":"a",
                          "licenses":[{"license":{"id":"No-Such-License"}}]}])")),
            0u);
  EXPECT_GT(faults("[]"), 0u);
  EXPECT_FALSE(validate_cyclonedx(R"({"specVersion":"9.9"})", Limits{}).ok());
  EXPECT_FALSE(validate_cyclonedx("{", Limits{}).ok());
}

TEST(ValidateCycloneDx, finds_bad_references) {
  std::string two = R"(,"components":[{"type":"library","name":"a","bom-ref":"1"},
                                      {"type":"library","name":"b","bom-ref":"{}"}])";
  EXPECT_EQ(faults(bom(replace_all(two, "{}", "2"))), 0u);
  EXPECT_EQ(faults(bom(replace_all(two, "{}", "1"))), 1u);
  EXPECT_EQ(faults(bom(R"(,"dependencies":[{"ref":"nowhere"}])")), 1u);
  EXPECT_EQ(
      faults(bom(R"(,"dependencies":[{"ref":"urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1"}])")),
      0u);
}

}  // namespace
}  // namespace seawall::sbom
