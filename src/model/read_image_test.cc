#include "model/read_image.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace seawall::model {
namespace {

struct Entry {
  std::string path;
  std::string content;
  std::string link;
  archive::EntryType type = archive::EntryType::kFile;
};

// An image in memory. Layer i is walked `walks[i]` times; a broken one fails with `failure`.
class FakeImage final : public image::OpenImage {
 public:
  explicit FakeImage(std::vector<std::vector<Entry>> layers) : layers_(std::move(layers)) {
    for (size_t i = 0; i < layers_.size(); ++i) {
      image::Layer layer;
      layer.digest = fmt::format("sha256:{:064}", i);
      layer.created_by = fmt::format("step {}", i);
      image_.layers.push_back(layer);
    }
    walks.resize(layers_.size());
  }
  const image::Image& image() const override { return image_; }
  Status walk_layer(size_t index, archive::TarVisitor& visitor, const Limits&) override {
    ++walks[index];
    if (index == broken) return Error(failure_code, failure);
    for (const Entry& entry : layers_[index]) {
      archive::TarEntry header;
      header.path = entry.path;
      header.link = entry.link;
      header.type = entry.type;
      header.size = entry.content.size();
      bool wanted = TRY(visitor.entry(header));
      if (!wanted || entry.type != archive::EntryType::kFile) continue;
      for (char c : entry.content) TRY(visitor.data(std::string_view(&c, 1)));
      TRY(visitor.end_of_file());
    }
    return {};
  }
  std::vector<int> walks;
  size_t broken = ~size_t{0};
  Code failure_code = Code::kTruncated;
  std::string failure = "truncated gzip stream";

 private:
  image::Image image_;
  std::vector<std::vector<Entry>> layers_;
};

std::string package_json(std::string_view name, std::string_view version) {
  return fmt::format(R"({{"name":"{}","version":"{}"}})", name, version);
}

Entry module(std::string_view folder, std::string_view name, std::string_view version) {
  return {fmt::format("{}/node_modules/{}/package.json", folder, name), package_json(name, version),
          ""};
}

std::vector<std::string> found(const Inventory& inventory) {
  std::vector<std::string> out;
  for (const Component& c : inventory.components)
    out.push_back(fmt::format("{}@{} {} layer {}", c.package.name, c.package.version,
                              c.package.path, c.layer));
  return out;
}

Inventory read(FakeImage& image, unsigned threads = 2, image::LayerCache* cache = nullptr) {
  ReadOptions options;
  options.threads = threads;
  options.cache = cache;
  auto inventory = read_image(image, "test", options);
  EXPECT_TRUE(inventory.ok()) << inventory.error().message();
  return inventory ? std::move(inventory).value() : Inventory{};
}

using Lines = std::vector<std::string>;

TEST(ReadImage, gives_each_package_the_layer_that_brought_it) {
  FakeImage image({{module("app", "a", "1"), module("app", "b", "1")},
                   {module("app", "a", "1"), module("app", "b", "2")},
                   {{"app/.wh.gone", "", ""}, module("./app", "c", "1")}});
  EXPECT_EQ(found(read(image)), (Lines{"a@1 app/node_modules/a/package.json layer 0",
                                       "b@2 app/node_modules/b/package.json layer 1",
                                       "c@1 app/node_modules/c/package.json layer 2"}));
  EXPECT_EQ(image.walks, (std::vector<int>{1, 1, 1}));
}

TEST(ReadImage, reads_hard_links_whose_content_has_another_name) {
  Entry store{"store/0a1b", package_json("a", "1"), ""};
  Entry link{"app/node_modules/a/package.json", "", "store/0a1b", archive::EntryType::kHardLink};
  Entry twice{"app/node_modules/b/package.json", "", "app/node_modules/a/package.json",
              archive::EntryType::kHardLink};
  FakeImage same({{store, link, twice}});
  EXPECT_EQ(found(read(same)), (Lines{"a@1 app/node_modules/a/package.json layer 0",
                                      "a@1 app/node_modules/b/package.json layer 0"}));
  EXPECT_EQ(same.walks, std::vector<int>{2});
  FakeImage lower({{store}, {link}});
  EXPECT_EQ(found(read(lower)), Lines{"a@1 app/node_modules/a/package.json layer 1"});
  FakeImage nothing({{link}});
  Inventory inventory = read(nothing);
  ASSERT_EQ(inventory.diagnostics.size(), 1u);
  EXPECT_TRUE(inventory.diagnostics[0].incomplete);
}

TEST(ReadImage, reads_wanted_symbolic_links_to_other_names) {
  FakeImage image({{{"store/0a1b", package_json("a", "1"), ""}},
                   {{"app/node_modules/a/package.json", "", "../../../store/0a1b",
                     archive::EntryType::kSymlink}}});
  EXPECT_EQ(found(read(image)), Lines{"a@1 app/node_modules/a/package.json layer 1"});
}

TEST(ReadImage, a_link_to_what_a_later_layer_removed_is_nothing) {
  Entry store{"store/0a1b", package_json("a", "1"), ""};
  Entry link{"app/node_modules/a/package.json", "", "/store/0a1b", archive::EntryType::kSymlink};
  for (const char* whiteout : {"store/.wh.0a1b", ".wh.store", "store/.wh..wh..opq", "store"}) {
    FakeImage image({{store}, {link}, {{whiteout, "", ""}}});
    EXPECT_EQ(found(read(image)), Lines{}) << whiteout;
  }
  FakeImage again({{link}, {{".wh.store", "", ""}, store}, {module("app", "b", "1")}});
  EXPECT_EQ(found(read(again)), (Lines{"a@1 app/node_modules/a/package.json layer 1",
                                       "b@1 app/node_modules/b/package.json layer 2"}));
}

TEST(ReadImage, links_that_cannot_be_read_are_told) {
  Entry link{"app/node_modules/a/package.json", "", "store/fifo", archive::EntryType::kHardLink};
  FakeImage same({{{"store/fifo", "", "", archive::EntryType::kFifo}, link}});
  Inventory inventory = read(same);
  ASSERT_EQ(inventory.diagnostics.size(), 1u);
  EXPECT_EQ(inventory.diagnostics[0].path, "app/node_modules/a/package.json");
  EXPECT_TRUE(inventory.diagnostics[0].incomplete);
  link.link = "store/big";
  FakeImage big({{{"store/big", "{" + std::string(2000, ' ') + "}", ""}, link}});
  ReadOptions options;
  options.limits.kept_file_bytes = 1000;
  auto limited = read_image(big, "test", options);
  ASSERT_EQ(limited->diagnostics.size(), 1u);
  EXPECT_EQ(limited->diagnostics[0].code, Code::kLimit);
}

TEST(ReadImage, a_broken_layer_is_said_and_the_others_count) {
  FakeImage image({{module("app", "a", "1")}, {module("app", "b", "1")}});
  image.broken = 1;
  Inventory inventory = read(image);
  EXPECT_EQ(found(inventory), Lines{"a@1 app/node_modules/a/package.json layer 0"});
  ASSERT_EQ(inventory.diagnostics.size(), 1u);
  EXPECT_TRUE(inventory.diagnostics[0].incomplete);
  EXPECT_NE(inventory.diagnostics[0].message.find("truncated"), std::string::npos);
}

TEST(ReadImage, a_wrong_digest_is_the_end) {
  FakeImage image({{module("app", "a", "1")}});
  image.broken = 0;
  image.failure_code = Code::kMismatch;
  image.failure = "expected sha256:00, got sha256:01";
  EXPECT_EQ(read_image(image, "test", {}).error().code(), Code::kMismatch);
  // Whatever the words are.
  image.failure_code = Code::kInvalid;
  image.failure = "a file named digest mismatch";
  EXPECT_TRUE(read_image(image, "test", {}).ok());
}

TEST(ReadImage, takes_layers_from_the_cache_and_tells_the_same) {
  std::string directory = testing::TempDir() + "/read_image_cache";
  std::filesystem::remove_all(directory);
  auto cache = image::LayerCache::create(directory, 1 << 20);
  FakeImage image({{module("app", "a", "1"), {"etc/os-release", "ID=debian\nVERSION_ID=12\n", ""}},
                   {{"app/.wh..wh..opq", "", ""}, module("app", "b", "1")}});
  Inventory cold = read(image, 2, cache.get());
  Inventory warm = read(image, 1, cache.get());
  EXPECT_EQ(image.walks, (std::vector<int>{1, 1}));
  EXPECT_EQ(found(cold), found(warm));
  EXPECT_EQ(found(cold), Lines{"b@1 app/node_modules/b/package.json layer 1"});
  EXPECT_EQ(cold.distro, warm.distro);
  EXPECT_EQ(warm.distro->id, "debian");
  std::filesystem::remove_all(directory);
}

TEST(ReadImage, joins_owners_and_licences) {
  std::string status =
      "Package: node-a\nStatus: install ok installed\nVersion: 1-1\nArchitecture: all\n";
  FakeImage image(
      {{{"etc/os-release", "ID=debian\nVERSION_ID=12\n", ""},
        {"lib", "", "usr/lib", archive::EntryType::kSymlink},
        {"var/lib/dpkg/status", status, ""},
        {"var/lib/dpkg/info/node-a.list", "/.\n/lib/node_modules/a/package.json\n", ""},
        {"usr/share/doc/node-a/copyright",
         "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"
         "Files: *\nCopyright: x\nLicense: Expat\n",
         ""},
        module("usr/lib", "a", "1")}});
  Inventory inventory = read(image);
  ASSERT_EQ(inventory.components.size(), 2u);
  const Component& deb = inventory.components[0];
  EXPECT_EQ(deb.package.name_space, "debian");
  EXPECT_EQ(deb.package.licenses, Lines{"Expat"});
  EXPECT_EQ(inventory.components[1].owner, "node-a");
  EXPECT_EQ(inventory.components[1].owner_purl.substr(0, 27), "pkg:deb/debian/node-a@1-1?a");
}

}  // namespace
}  // namespace seawall::model
