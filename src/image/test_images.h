// For tests only: tar archives, gzip streams, image parts and folders made on the spot.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "archive/tar.h"
#include "base/hash.h"
#include "base/test_folder.h"
#include "base/text.h"

namespace seawall::image {

struct TestFile {
  std::string path, bytes;
  char type = '0';
  std::string link = {};
};

inline std::string test_tar(const std::vector<TestFile>& files) {
  std::string out;
  for (const TestFile& file : files) {
    std::string header(512, '\0');
    file.path.copy(header.data(), 100);
    auto octal = [&](size_t at, int width, uint64_t value) {
      fmt::format("{:0{}o}", value, width - 1).copy(header.data() + at, width - 1);
    };
    octal(100, 8, 0644);
    octal(108, 8, 0);
    octal(116, 8, 0);
    octal(124, 12, file.bytes.size());
    octal(136, 12, 0);
    header[156] = file.type;
    file.link.copy(header.data() + 157, 100);
    std::string("ustar\00000", 8).copy(header.data() + 257, 8);
    std::fill_n(header.begin() + 148, 8, ' ');
    unsigned sum = 0;
    for (char c : header) sum += static_cast<unsigned char>(c);
    octal(148, 7, sum);
    header[154] = '\0';
    out += header + file.bytes + std::string((512 - file.bytes.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

// A gzip member of stored blocks (RFC 1951, section 3.2.4).
inline std::string test_gzip(std::string_view bytes) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  uint32_t crc = ~0u;
  for (unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
  }
  auto little = [&](uint32_t value, int count) {
    for (int i = 0; i < count; ++i) out += static_cast<char>(value >> 8 * i);
  };
  auto size = static_cast<uint32_t>(bytes.size());
  do {
    std::string_view block = bytes.substr(0, 65535);
    bytes.remove_prefix(block.size());
    out += bytes.empty() ? '\1' : '\0';
    little(static_cast<uint32_t>(block.size()), 2);
    little(~static_cast<uint32_t>(block.size()), 2);
    out += block;
  } while (!bytes.empty());
  little(~crc, 4);
  little(size, 4);
  return out;
}

inline std::string test_path(const std::string& name) {
  return test_folder() + name;
}

inline std::string write_test_file(const std::string& path, std::string_view bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

// An image of the given layer tars.
struct TestImage {
  std::map<std::string, std::string> blobs;  // digest -> bytes
  std::string config, manifest;
  std::string config_digest, manifest_digest;
  std::vector<std::string> layer_digests;
};

inline std::string quoted_list(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "\"" : ",\"") + item + "\"";
  return "[" + out + "]";
}

inline TestImage test_image(const std::vector<std::string>& tars, bool gzip = true,
                            const std::string& architecture = "amd64") {
  TestImage image;
  std::vector<std::string> diff_ids;
  std::string layers;
  std::string history;
  for (const std::string& tar : tars) {
    std::string blob = gzip ? test_gzip(tar) : tar;
    std::string digest = sha256_oci(blob);
    image.blobs[digest] = blob;
    image.layer_digests.push_back(digest);
    diff_ids.push_back(sha256_oci(tar));
    layers += fmt::format(
        R"({}{{"mediaType":"application/vnd.oci.image.layer.v1.tar{}","digest":"{}","size":{}}})",
        layers.empty() ? "" : ",", gzip ? "+gzip" : "", digest, blob.size());
    history += fmt::format(R"({}{{"created_by":"step {}"}},{{"empty_layer":true}})",
                           history.empty() ? "" : ",", diff_ids.size());
  }
  image.config = fmt::format(
      R"({{"architecture":"{}","os":"linux","config":{{"Env":["A=1"],"Labels":{{"l":"v"}}}},)"
      R"("rootfs":{{"type":"layers","diff_ids":{}}},"history":[{}]}})",
      architecture, quoted_list(diff_ids), history);
  image.config_digest = sha256_oci(image.config);
  image.blobs[image.config_digest] = image.config;
  image.manifest = fmt::format(
      R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",)"
      R"("config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{}","size":{}}},)"
      R"("layers":[{}]}})",
      image.config_digest, image.config.size(), layers);
  image.manifest_digest = sha256_oci(image.manifest);
  image.blobs[image.manifest_digest] = image.manifest;
  return image;
}

// Collects what a walk pushes: path -> content (links: "-> target").
class CollectingVisitor final : public archive::TarVisitor {
 public:
  Result<bool> entry(const archive::TarEntry& entry) override {
    path_ = entry.path;
    files[path_] = entry.link.empty() ? "" : "-> " + std::string(entry.link);
    return entry.type == archive::EntryType::kFile;
  }
  Status data(std::string_view bytes) override {
    files[path_].append(bytes);
    return {};
  }
  Status end_of_file() override { return {}; }

  std::map<std::string, std::string> files;

 private:
  std::string path_;
};

}  // namespace seawall::image
