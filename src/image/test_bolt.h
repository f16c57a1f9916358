// For tests only: bbolt files, written page by page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace seawall::image {

constexpr size_t kBoltPage = 4096;

template <typename T>
void append_number(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

struct BoltItem {
  std::string key, value;
  bool is_bucket = false;
};

inline std::string bolt_page_header(uint64_t id, uint16_t flags, size_t count) {
  std::string out;
  append_number(out, id);
  append_number(out, flags);
  append_number(out, static_cast<uint16_t>(count));
  append_number(out, uint32_t{0});
  return out;
}

// Without padding, also used inline.
inline std::string bolt_leaf_bytes(uint64_t id, const std::vector<BoltItem>& items) {
  std::string out = bolt_page_header(id, 2, items.size());
  std::string data;
  for (size_t i = 0; i < items.size(); ++i) {
    append_number(out, static_cast<uint32_t>(items[i].is_bucket));
    append_number(out, static_cast<uint32_t>((items.size() - i) * 16 + data.size()));
    append_number(out, static_cast<uint32_t>(items[i].key.size()));
    append_number(out, static_cast<uint32_t>(items[i].value.size()));
    data += items[i].key + items[i].value;
  }
  return out + data;
}

inline std::string bolt_leaf(uint64_t id, const std::vector<BoltItem>& items) {
  std::string out = bolt_leaf_bytes(id, items);
  out.resize(kBoltPage);
  return out;
}

inline std::string bolt_branch(uint64_t id,
                               const std::vector<std::pair<std::string, uint64_t>>& children) {
  std::string out = bolt_page_header(id, 1, children.size());
  std::string data;
  for (size_t i = 0; i < children.size(); ++i) {
    append_number(out, static_cast<uint32_t>((children.size() - i) * 16 + data.size()));
    append_number(out, static_cast<uint32_t>(children[i].first.size()));
    append_number(out, children[i].second);
    data += children[i].first;
  }
  out += data;
  out.resize(kBoltPage);
  return out;
}

// A bucket's value: with a page of its own, or inline.
inline std::string bolt_bucket(uint64_t page) {
  std::string out;
  append_number(out, page);
  append_number(out, uint64_t{0});
  return out;
}
inline std::string bolt_inline_bucket(const std::vector<BoltItem>& items) {
  return bolt_bucket(0) + bolt_leaf_bytes(0, items);
}

inline std::string bolt_meta(uint64_t id, uint64_t root, uint64_t pages, uint64_t transaction) {
  std::string meta;
  append_number(meta, uint32_t{0xed0cdaed});
  append_number(meta, uint32_t{2});
  append_number(meta, static_cast<uint32_t>(kBoltPage));
  append_number(meta, uint32_t{0});
  append_number(meta, root);
  append_number(meta, uint64_t{0});
  append_number(meta, uint64_t{2});
  append_number(meta, pages);
  append_number(meta, transaction);
  uint64_t hash = 14695981039346656037ull;
  for (unsigned char byte : meta) hash = (hash ^ byte) * 1099511628211ull;
  append_number(meta, hash);
  std::string out = bolt_page_header(id, 4, 0) + meta;
  out.resize(kBoltPage);
  return out;
}

// Meta pages 0 (transaction 7) and 1 (transaction 8), an empty freelist, then `pages` from 3 on.
inline std::string bolt_file(const std::vector<std::string>& pages, uint64_t root) {
  uint64_t count = pages.size() + 3;
  std::string freelist = bolt_page_header(2, 16, 0);
  freelist.resize(kBoltPage);
  std::string out = bolt_meta(0, root, count, 7) + bolt_meta(1, root, count, 8) + freelist;
  for (const std::string& page : pages) out += page;
  return out;
}

// As containerd writes it, with one image in the namespace k8s.io and an empty one beside it.
inline std::string containerd_database(const std::string& name, const std::string& digest) {
  std::string target =
      bolt_inline_bucket({{"digest", digest},
                          {"mediatype", "application/vnd.oci.image.manifest.v1+json"},
                          {"size", "\x02"}});
  std::string image = bolt_inline_bucket({{"createdat", "x"}, {"target", target, true}});
  return bolt_file(
      {bolt_leaf(3, {{"v1", bolt_bucket(4), true}}),
       bolt_leaf(4, {{"default", bolt_inline_bucket({}), true},
                     {"k8s.io", bolt_bucket(5), true},
                     {"version", "\x06"}}),
       bolt_leaf(5, {{"images", bolt_bucket(6), true}}), bolt_leaf(6, {{name, image, true}})},
      3);
}

}  // namespace seawall::image
