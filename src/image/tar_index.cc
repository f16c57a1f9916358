#include "image/tar_index.h"

#include <utility>

#include "archive/path.h"
#include "archive/tar.h"

namespace seawall::image {
namespace {

constexpr uint64_t kMaxEntries = 200'000;
constexpr uint64_t kDocumentBytes = 1u << 20;
constexpr uint64_t kAllDocumentBytes = 32u << 20;

std::string normalized(std::string_view path) {
  std::string out;
  archive::normalize_path(path, out);
  return out;
}

std::string folder_of(const std::string& name) {
  size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

}  // namespace

class TarIndex::Visitor final : public archive::TarVisitor {
 public:
  Visitor(TarIndex& index, bool keep_documents) : index_(index), keep_(keep_documents) {}

  Result<bool> entry(const archive::TarEntry& entry) override {
    name_ = normalized(entry.path);
    if (entry.type == archive::EntryType::kSymlink) {
      set_link(entry.link.substr(0, 1) == "/" ? std::string(entry.link)
                                              : folder_of(name_) + "/" + std::string(entry.link));
    } else if (entry.type == archive::EntryType::kHardLink) {
      set_link(std::string(entry.link));
    } else if (entry.type == archive::EntryType::kFile && !entry.sparse) {
      index_.links_.erase(name_);
      index_.documents_.erase(name_);
      index_.files_[name_] = {entry.offset, entry.size};
      bytes_.clear();
      started_ = false;
      return keep_ && entry.size > 0 && entry.size <= kDocumentBytes &&
             kept_ + entry.size <= kAllDocumentBytes;
    }
    return false;
  }

  Status data(std::string_view bytes) override {
    // Layers and the like are passed over after their first byte.
    if (!started_) is_document_ = bytes[0] == '{' || bytes[0] == '[';
    started_ = true;
    if (is_document_) bytes_.append(bytes);
    return {};
  }

  Status end_of_file() override {
    if (!is_document_) return {};
    kept_ += bytes_.size();
    index_.documents_[name_] = std::exchange(bytes_, {});
    is_document_ = false;
    return {};
  }

 private:
  void set_link(const std::string& target) {
    index_.files_.erase(name_);
    index_.documents_.erase(name_);
    index_.links_[name_] = normalized(target);
  }

  TarIndex& index_;
  bool keep_;
  bool started_ = false;
  bool is_document_ = false;
  uint64_t kept_ = 0;
  std::string name_;
  std::string bytes_;
};

Result<TarIndex> TarIndex::read(archive::ByteSource& archive, const Limits& limits,
                                bool keep_documents) {
  TarIndex index;
  Visitor visitor(index, keep_documents);
  Limits bounds = limits;
  bounds.layer_entries = kMaxEntries;
  TRY(archive::walk_tar(archive, visitor, bounds));
  return index;
}

std::optional<std::string> TarIndex::resolve(const std::string& name) const {
  std::string at = normalized(name);
  for (int hops = 0; hops < 40; ++hops) {
    auto link = links_.find(at);
    if (link == links_.end()) return at;
    at = link->second;
  }
  return std::nullopt;
}

const TarIndex::File* TarIndex::find(const std::string& name) const {
  std::optional<std::string> target = resolve(name);
  if (!target) return nullptr;
  auto found = files_.find(*target);
  return found == files_.end() ? nullptr : &found->second;
}

const std::string* TarIndex::document(const std::string& name) const {
  std::optional<std::string> target = resolve(name);
  if (!target) return nullptr;
  auto found = documents_.find(*target);
  return found == documents_.end() ? nullptr : &found->second;
}

}  // namespace seawall::image
