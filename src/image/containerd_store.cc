// The buckets on the way:  v1 / NAMESPACE / images / NAME / target, which holds "digest" and
// "mediatype" as text and "size" as a signed varint (not needed: the digest says it all).
#include "image/containerd_store.h"

#include <utility>

namespace seawall::image {
namespace {

Result<std::optional<ContainerdImage>> read_image(const BoltDatabase& database,
                                                  const BoltDatabase::Bucket& images,
                                                  const std::string& name) {
  std::optional<BoltDatabase::Bucket> image = TRY(database.bucket(images, name));
  if (!image) return std::optional<ContainerdImage>();
  std::optional<BoltDatabase::Bucket> target = TRY(database.bucket(*image, "target"));
  if (!target) return Error::make(Code::kInvalid, "the image has no target");
  ContainerdImage out;
  out.name = name;
  out.target.digest = TRY(parse_digest(TRY(database.value(*target, "digest")).value_or("")));
  out.target.media_type = TRY(database.value(*target, "mediatype")).value_or("");
  return std::optional<ContainerdImage>(std::move(out));
}

}  // namespace

Result<std::vector<ContainerdImage>> find_containerd_images(const BoltDatabase& database,
                                                            const std::vector<std::string>& names,
                                                            const std::string& space) {
  std::vector<ContainerdImage> out;
  std::optional<BoltDatabase::Bucket> top = TRY(database.bucket(database.root(), "v1"));
  if (!top) return Error::make(Code::kUnsupported, "the metadata are not of version 1");
  std::vector<std::string> spaces;
  TRY(database.for_each(*top, [&](const BoltDatabase::Item& item) -> Result<bool> {
    if (item.is_bucket && (space.empty() || item.key == space)) spaces.emplace_back(item.key);
    return spaces.size() < 10'000;
  }));
  for (const std::string& each : spaces) {
    std::optional<BoltDatabase::Bucket> bucket = TRY(database.bucket(*top, each));
    if (!bucket) continue;
    std::optional<BoltDatabase::Bucket> images = TRY(database.bucket(*bucket, "images"));
    if (!images) continue;
    for (const std::string& name : names) {
      std::optional<ContainerdImage> image =
          TRY(read_image(database, *images, name).context("{}", name));
      if (!image) continue;
      image->space = each;
      out.push_back(*std::move(image));
      break;
    }
  }
  return out;
}

}  // namespace seawall::image
