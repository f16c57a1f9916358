#include "model/live_files.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "archive/path.h"
#include "base/text.h"

namespace seawall::model {
namespace {

struct Entry {
  enum Type { kKept, kOther, kDirectory, kSymlink, kWhiteout, kOpaque } type;
  std::string path;
  std::string target;
};
using Layer = std::vector<Entry>;

LayerFacts facts_of(const Layer& layer, int number) {
  LayerFacts facts;
  facts.paths = PathSet(fmt::format("layer {}", number));
  for (const Entry& entry : layer) {
    if (entry.type == Entry::kWhiteout) {
      facts.removed.push_back(entry.path);
      continue;
    }
    if (entry.type == Entry::kOpaque) {
      facts.opaque.push_back(entry.path);
      continue;
    }
    facts.paths.add(entry.path,
                    entry.type == Entry::kDirectory ? PathSet::kDirectory : PathSet::kFile);
    for (auto slash = entry.path.find('/'); slash != std::string::npos;
         slash = entry.path.find('/', slash + 1))
      facts.paths.add(entry.path.substr(0, slash), PathSet::kImplied);
    if (entry.type == Entry::kSymlink) facts.symlinks.push_back({entry.path, entry.target});
    if (entry.type == Entry::kKept) {
      LayerFacts::File file{entry.path, {}};
      package::Package package;
      package.type = "npm";
      package.name = "p";
      package.version = entry.target;  // for kept files: the version it declares
      file.facts.packages.push_back(package);
      facts.files.push_back(std::move(file));
    }
  }
  facts.paths.seal();
  return facts;
}

std::set<std::string> live_after(const std::vector<Layer>& layers) {
  std::vector<LayerFacts> facts;
  facts.reserve(layers.size());
  LiveFiles live;
  for (const Layer& layer : layers) {
    facts.push_back(facts_of(layer, static_cast<int>(facts.size())));
    live.apply(facts.back(), static_cast<int>(facts.size()) - 1);
  }
  std::set<std::string> out;
  for (const auto& [path, file] : live.files()) out.insert(fmt::format("{}@{}", path, file.layer));
  return out;
}

using Paths = std::set<std::string>;

TEST(LiveFiles, whiteouts_remove_what_lower_layers_have) {
  Layer base = {
      {Entry::kKept, "app/a", "1"}, {Entry::kKept, "app/b", "1"}, {Entry::kKept, "x", "1"}};
  EXPECT_EQ(live_after({base, {{Entry::kWhiteout, "app/a", ""}}}), (Paths{"app/b@0", "x@0"}));
  EXPECT_EQ(live_after({base, {{Entry::kWhiteout, "app", ""}}}), (Paths{"x@0"}));
  EXPECT_EQ(live_after({base, {{Entry::kOpaque, "app", ""}, {Entry::kKept, "app/c", "1"}}}),
            (Paths{"app/c@1", "x@0"}));
  // A whiteout never removes what its own layer writes.
  EXPECT_EQ(live_after({base, {{Entry::kWhiteout, "app/a", ""}, {Entry::kKept, "app/a", "2"}}}),
            (Paths{"app/a@1", "app/b@0", "x@0"}));
}

TEST(LiveFiles, entries_replace_what_was_there) {
  Layer base = {{Entry::kKept, "app/a", "1"}};
  EXPECT_EQ(live_after({base, {{Entry::kOther, "app/a", ""}}}), Paths{});
  EXPECT_EQ(live_after({base, {{Entry::kOther, "app", ""}}}), Paths{});
  EXPECT_EQ(live_after({base, {{Entry::kDirectory, "app/a", ""}}}), Paths{});
  EXPECT_EQ(live_after({base, {{Entry::kDirectory, "app", ""}}}), Paths{"app/a@0"});
  EXPECT_EQ(live_after({base, {{Entry::kSymlink, "app", "/opt"}}}), Paths{});
}

TEST(LiveFiles, writes_through_links_of_lower_layers) {
  Layer base = {{Entry::kSymlink, "lib", "usr/lib"}, {Entry::kKept, "usr/lib/a", "1"}};
  EXPECT_EQ(live_after({base, {{Entry::kKept, "lib/b", "1"}}}),
            (Paths{"usr/lib/a@0", "usr/lib/b@1"}));
  EXPECT_EQ(live_after({base, {{Entry::kKept, "lib/a", "2"}}}), (Paths{"usr/lib/a@1"}));
  EXPECT_EQ(live_after({base, {{Entry::kOther, "lib/a", ""}}}), Paths{});
  EXPECT_EQ(live_after({base, {{Entry::kWhiteout, "lib/a", ""}}}), Paths{});
  // The link replaced by a folder is a link no more.
  EXPECT_EQ(live_after({base, {{Entry::kDirectory, "lib", ""}, {Entry::kKept, "lib/b", "1"}}}),
            (Paths{"lib/b@1", "usr/lib/a@0"}));
}

TEST(LiveFiles, link_cycles_end) {
  EXPECT_EQ(live_after({{{Entry::kSymlink, "a", "b"}, {Entry::kSymlink, "b", "a"}},
                        {{Entry::kKept, "a/x", "1"}}}),
            (Paths{"a/x@1"}));
}

TEST(LiveFiles, remembers_since_when_a_package_is_there) {
  std::vector<LayerFacts> facts;
  facts.push_back(facts_of({{Entry::kKept, "db", "1"}}, 0));
  facts.push_back(facts_of({{Entry::kKept, "db", "1"}}, 1));
  facts.push_back(facts_of({{Entry::kKept, "db", "2"}}, 2));
  facts.push_back(facts_of({{Entry::kKept, "db", "2"}}, 3));
  LiveFiles live;
  live.apply(facts[0], 0);
  live.apply(facts[1], 1);
  EXPECT_EQ(live.files().at("db").first, std::vector<int>{0});
  live.apply(facts[2], 2);
  live.apply(facts[3], 3);
  EXPECT_EQ(live.files().at("db").first, std::vector<int>{2});
}

// The same, slowly and literally: a tree of nodes that entries are extracted onto one by one.
class Extraction {
 public:
  void apply(const Layer& layer, int number) {
    number_ = -1;  // whiteouts concern lower layers
    for (const Entry& entry : layer) {
      if (entry.type == Entry::kWhiteout) remove(parent(entry.path));
      if (entry.type == Entry::kOpaque) {
        std::string folder = follow(entry.path);
        std::erase_if(nodes_,
                      [&](const auto& node) { return node.first.starts_with(folder + "/"); });
      }
    }
    for (const Entry& entry : layer) {
      if (entry.type == Entry::kWhiteout || entry.type == Entry::kOpaque) continue;
      number_ = number;
      std::string path = parent(entry.path);
      make_parents(path);
      auto existing = nodes_.find(path);
      // A link written over through a link (mostly itself) is beyond what any builder makes.
      if (path != entry.path && existing != nodes_.end() &&
          existing->second.type == Entry::kSymlink)
        conflict_ = true;
      bool folders = entry.type == Entry::kDirectory && existing != nodes_.end() &&
                     existing->second.type == Entry::kDirectory;
      if (folders) continue;
      remove(path);
      nodes_[path] = {entry.type, entry.path, entry.target};
      layer_[path] = number;
    }
  }
  // Some layer wrote over its own entries through links: what comes of it depends on their order.
  bool conflict() const { return conflict_; }
  std::set<std::string> live() const {
    std::set<std::string> out;
    for (const auto& [path, node] : nodes_)
      if (node.type == Entry::kKept) out.insert(fmt::format("{}@{}", path, layer_.at(path)));
    return out;
  }

 private:
  std::string follow(const std::string& path) const {
    std::string done;
    std::string rest = path;
    for (int hops = 0; !rest.empty();) {
      auto slash = rest.find('/');
      std::string here = (done.empty() ? "" : done + "/") + rest.substr(0, slash);
      rest = slash == std::string::npos ? "" : rest.substr(slash + 1);
      auto node = nodes_.find(here);
      if (node == nodes_.end() || node->second.type != Entry::kSymlink) {
        done = here;
        continue;
      }
      if (++hops > 40) {
        conflict_ = true;  // a cycle: extraction fails
        return path;
      }
      std::string joined = "/" + done + "/" + node->second.target + "/" + rest;
      if (node->second.target.starts_with('/')) joined = node->second.target + "/" + rest;
      archive::normalize_path(joined, rest);
      done.clear();
    }
    return done;
  }
  std::string parent(const std::string& path) const {
    auto slash = path.rfind('/');
    if (slash == std::string::npos) return path;
    std::string folder = follow(path.substr(0, slash));
    return (folder.empty() ? "" : folder + "/") + path.substr(slash + 1);
  }
  void make_parents(const std::string& path) {
    for (auto slash = path.find('/'); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      std::string folder = path.substr(0, slash);
      auto node = nodes_.find(folder);
      if (node != nodes_.end() && node->second.type == Entry::kDirectory) continue;
      remove(folder);
      layer_[folder] = number_;
      nodes_[folder] = {Entry::kDirectory, folder, ""};
    }
  }
  void remove(const std::string& path) {
    std::erase_if(nodes_, [&](const auto& node) {
      bool below = node.first == path || node.first.starts_with(path + "/");
      if (below && layer_[node.first] == number_) conflict_ = true;
      return below;
    });
  }
  std::map<std::string, Entry> nodes_;
  std::map<std::string, int> layer_;
  int number_ = -1;
  mutable bool conflict_ = false;
};

// Layers as image builders make them: within one layer no entry lies below another entry that is
// not a folder, and no path stands twice.
Layer random_layer(std::mt19937& random) {
  const std::vector<std::string> names = {"a", "b", "c"};
  Layer layer;
  std::set<std::string> solid;  // not folders
  std::set<std::string> folders;
  std::set<std::string> removed;
  for (int i = 0; i < 6; ++i) {
    std::string path;
    for (size_t depth = 1 + random() % 3; depth > 0; --depth)
      path += (path.empty() ? "" : "/") + names[random() % 3];
    auto type = static_cast<Entry::Type>(random() % 6);
    bool clash = solid.count(path) > 0 || removed.count(path) > 0;
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      clash |= solid.count(path.substr(0, slash)) > 0 || removed.count(path.substr(0, slash)) > 0;
    for (const std::string& other : folders)
      clash |= other == path || other.starts_with(path + "/");
    for (const std::string& other : removed) clash |= other.starts_with(path + "/");
    if (clash) continue;
    if (type == Entry::kWhiteout || type == Entry::kOpaque) {
      removed.insert(path);
    } else {
      // Parents are written too, as every real builder does half of the time.
      if (random() % 2)
        for (auto slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1))
          if (folders.insert(path.substr(0, slash)).second)
            layer.push_back({Entry::kDirectory, path.substr(0, slash), ""});
      (type == Entry::kDirectory ? folders : solid).insert(path);
      for (auto slash = path.find('/'); slash != std::string::npos;
           slash = path.find('/', slash + 1))
        folders.insert(path.substr(0, slash));
    }
    std::string target = random() % 2 ? "/" + names[random() % 3] : "../" + names[random() % 3];
    layer.push_back({type, path, type == Entry::kSymlink ? target : ""});
  }
  auto rank = [](const Entry& e) {
    return e.type == Entry::kDirectory ? 0 : e.type == Entry::kSymlink ? 1 : 2;
  };
  std::stable_sort(layer.begin(), layer.end(), [&](const Entry& a, const Entry& b) {
    return std::pair(rank(a), a.path.size()) < std::pair(rank(b), b.path.size());
  });
  return layer;
}

std::string describe(const std::vector<Layer>& layers) {
  static const char* const kNames[] = {"kept", "other", "dir", "link", "whiteout", "opaque"};
  std::string out;
  for (const Layer& layer : layers) {
    out += "layer:";
    for (const Entry& entry : layer)
      out += fmt::format(" {} {}{}{};", kNames[entry.type], entry.path,
                         entry.target.empty() ? "" : "->", entry.target);
    out += "\n";
  }
  return out;
}

TEST(LiveFiles, agrees_with_a_literal_extraction) {
  std::mt19937 random(1);
  int judged = 0;
  for (int round = 0; round < 20000; ++round) {
    std::vector<Layer> layers;
    for (size_t count = 1 + random() % 4; count > 0; --count)
      layers.push_back(random_layer(random));
    Extraction extraction;
    for (size_t i = 0; i < layers.size(); ++i) extraction.apply(layers[i], static_cast<int>(i));
    if (extraction.conflict()) continue;
    ++judged;
    ASSERT_EQ(live_after(layers), extraction.live()) << describe(layers);
  }
  EXPECT_GT(judged, 10000);
}

}  // namespace
}  // namespace seawall::model
