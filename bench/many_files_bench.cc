// many_files_bench SEAWALL [FILES]: an image whose one layer has three million small files (the
// case that makes other scanners run out of memory), scanned without the cache.
#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/hash.h"

namespace {

namespace fs = std::filesystem;

void put_octal(char* field, size_t width, uint64_t value) {
  std::string digits = fmt::format("{:0{}o}", value, width - 1);
  std::memcpy(field, digits.data(), width - 1);
}

// A ustar header and, for files with content, one padded block.
void append_entry(std::string& out, const std::string& path, std::string_view content) {
  char header[512] = {};
  std::memcpy(header, path.data(), path.size());
  put_octal(header + 100, 8, 0644);
  put_octal(header + 108, 8, 0);
  put_octal(header + 116, 8, 0);
  put_octal(header + 124, 12, content.size());
  put_octal(header + 136, 12, 0);
  std::memset(header + 148, ' ', 8);
  header[156] = '0';
  std::memcpy(header + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (char c : header) sum += static_cast<unsigned char>(c);
  put_octal(header + 148, 7, sum);
  out.append(header, sizeof header);
  if (content.empty()) return;
  out.append(content);
  out.append((512 - content.size() % 512) % 512, '\0');
}

class GzipFile {
 public:
  explicit GzipFile(const fs::path& path)
      : file_(path, std::ios::binary), level_(ISAL_DEF_LVL1_DEFAULT) {
    isal_deflate_init(&stream_);
    stream_.level = 1;
    stream_.level_buf = level_.data();
    stream_.level_buf_size = static_cast<uint32_t>(level_.size());
    stream_.gzip_flag = IGZIP_GZIP;
  }
  void write(std::string& bytes, bool last) {
    tar_.update(bytes);
    tar_bytes_ += bytes.size();
    stream_.next_in = reinterpret_cast<uint8_t*>(bytes.data());
    stream_.avail_in = static_cast<uint32_t>(bytes.size());
    stream_.end_of_stream = last ? 1 : 0;
    std::vector<char> out(1 << 20);
    do {
      stream_.next_out = reinterpret_cast<uint8_t*>(out.data());
      stream_.avail_out = static_cast<uint32_t>(out.size());
      if (isal_deflate(&stream_) != COMP_OK) std::exit(2);
      std::string_view piece(out.data(), out.size() - stream_.avail_out);
      blob_.update(piece);
      size_ += piece.size();
      file_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    } while (stream_.avail_out == 0);
    bytes.clear();
  }
  std::string digest() { return "sha256:" + seawall::to_hex(blob_.finish()); }
  std::string diff_id() { return "sha256:" + seawall::to_hex(tar_.finish()); }
  uint64_t size() const { return size_; }
  uint64_t tar_bytes() const { return tar_bytes_; }
  void close() { file_.close(); }

 private:
  std::ofstream file_;
  std::vector<uint8_t> level_;
  isal_zstream stream_{};
  seawall::Sha256 blob_, tar_;
  uint64_t size_ = 0, tar_bytes_ = 0;
};

std::string write_blob(const fs::path& blobs, const std::string& text) {
  std::string digest = seawall::sha256_oci(text);
  std::ofstream(blobs / digest.substr(7), std::ios::binary) << text;
  return digest;
}

void write_layout(const fs::path& folder, uint64_t files) {
  fs::path blobs = folder / "blobs/sha256";
  fs::create_directories(blobs);
  GzipFile gzip(blobs / "layer");
  std::string tar;
  append_entry(tar, "etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
  for (uint64_t i = 0; i < files; ++i) {
    append_entry(
        tar, fmt::format("srv/data/{:03x}/{:03x}/file-{}.txt", i % 1024, i / 1024 % 1024, i), "");
    if (tar.size() > (1 << 20)) gzip.write(tar, false);
  }
  tar.append(1024, '\0');
  gzip.write(tar, true);
  gzip.close();
  std::string digest = gzip.digest();
  fs::rename(blobs / "layer", blobs / digest.substr(7));
  std::string config = write_blob(
      blobs,
      fmt::format(
          R"({{"architecture":"amd64","os":"linux","rootfs":{{"type":"layers","diff_ids":["{}"]}}}})",
          gzip.diff_id()));
  std::string manifest = fmt::format(
      R"({{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{}","size":{}}},"layers":[{{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{}","size":{}}}]}})",
      config, fs::file_size(blobs / config.substr(7)), digest, gzip.size());
  std::string manifest_digest = write_blob(blobs, manifest);
  std::ofstream(folder / "index.json") << fmt::format(
      R"({{"schemaVersion":2,"manifests":[{{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"{}","size":{}}}]}})",
      manifest_digest, manifest.size());
  std::ofstream(folder / "oci-layout") << R"({"imageLayoutVersion":"1.0.0"})";
  fmt::print("{} files: {:.0f} MB of tar, {:.0f} MB of gzip\n", files,
             static_cast<double>(gzip.tar_bytes()) / 1e6, static_cast<double>(gzip.size()) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: many_files_bench SEAWALL [FILES]\n");
    return 2;
  }
  uint64_t files = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 3'000'000;
  fs::path folder = fs::temp_directory_path() / fmt::format("seawall-many-files-{}", getpid());
  write_layout(folder, files);
  auto start = std::chrono::steady_clock::now();
  pid_t pid = fork();
  if (pid == 0) {
    std::string layout = folder.native();
    execl(argv[1], argv[1], "sbom", layout.c_str(), "--no-cache", "-q", "-o", "/dev/null", nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("scan: {:.2f} s, {:.0f} MB, exit code {}\n", seconds,
             static_cast<double>(usage.ru_maxrss) / 1024, WEXITSTATUS(status));
  fs::remove_all(folder);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
