// The API gives an image as what `docker save` would write, in one stream that cannot be entered in
// the middle. Nothing is written to disk, so the stream is asked for twice: once to learn what lies
// where, once to read the layers, in the order in which they come (OpenImage::read_order). The
// price is that the daemon packs the image twice; on the other side of a socket on the same machine
// that runs at disk speed.
#include "image/daemon.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "doc/parse.h"
#include "image/docker_archive.h"
#include "image/reference.h"
#include "net/http.h"

namespace seawall::image {
namespace {

constexpr uint64_t kInspectBytes = 16 << 20;

bool is_socket(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode);
}

bool is_image_id(std::string_view text) {
  if (text.substr(0, 7) == "sha256:") text.remove_prefix(7);
  if (text.size() != 64) return false;
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The image's names, which an export by ID does not tell.
struct Inspected {
  std::string id;
  std::vector<std::string> repo_tags, repo_digests;
};

std::vector<std::string> strings(const doc::Node& list) {
  std::vector<std::string> out;
  for (const doc::Node& item : list.items())
    if (item.is_string()) out.emplace_back(item.as_string());
  return out;
}

class DaemonClient {
 public:
  DaemonClient(std::string daemon, std::string socket, std::unique_ptr<net::HttpClient> http)
      : daemon_(std::move(daemon)), socket_(std::move(socket)), http_(std::move(http)) {}

  Result<Inspected> inspect(const std::string& target) {
    net::HttpResponse response = TRY(
        http_->fetch(request("/images/" + percent_encode(target, "/:@") + "/json"), kInspectBytes)
            .context("{}", daemon_));
    if (response.status == 404)
      return Error::make(Code::kNotFound, "{} has no image {}", daemon_, printable(target, 200));
    if (!response.ok()) return refused(response.status, target);
    Limits limits;
    limits.document_bytes = kInspectBytes;
    doc::Document document =
        TRY(doc::parse_json(response.body, limits, false).context("{}", daemon_));
    Inspected out{std::string(document.root().text("Id")), strings(document.root()["RepoTags"]),
                  strings(document.root()["RepoDigests"])};
    // Podman leaves the algorithm out.
    if (!is_image_id(out.id))
      return Error::make(Code::kInvalid, "{} did not tell the ID of {}", daemon_,
                         printable(target, 200));
    return out;
  }

  Result<std::unique_ptr<archive::ByteSource>> save(const std::string& id) {
    net::HttpStream stream =
        TRY(http_->open(request("/images/" + id + "/get")).context("{}", daemon_));
    if (!stream.response.ok()) return refused(stream.response.status, id);
    return std::move(stream.body);
  }

 private:
  net::HttpRequest request(const std::string& path) const {
    net::HttpRequest request;
    request.url = "http://localhost" + path;
    request.unix_socket = socket_;
    return request;
  }

  Error refused(int status, const std::string& what) const {
    return Error::make(status >= 500 ? Code::kUnavailable : Code::kInvalid,
                       "{} answers {} for image {}", daemon_, status, printable(what, 200));
  }

  std::string daemon_, socket_;
  std::unique_ptr<net::HttpClient> http_;
};

// The image of the archive, with the names that the daemon has for it.
class DaemonImage final : public OpenImage {
 public:
  DaemonImage(std::unique_ptr<OpenImage> inner, const Inspected& inspected)
      : inner_(std::move(inner)), image_(inner_->image()) {
    if (image_.repo_tags.empty()) image_.repo_tags = inspected.repo_tags;
    image_.repo_digests = inspected.repo_digests;
  }
  const Image& image() const override { return image_; }
  Status walk_layer(size_t index, archive::TarVisitor& visitor, const Limits& limits) override {
    return inner_->walk_layer(index, visitor, limits);
  }
  std::vector<size_t> read_order() const override { return inner_->read_order(); }
  Diagnostics diagnostics() const override { return inner_->diagnostics(); }

 private:
  std::unique_ptr<OpenImage> inner_;
  Image image_;
};

}  // namespace

Result<std::string> find_socket(const Daemon& daemon) {
  const char* host = std::getenv(daemon.host_variable.c_str());
  if (host != nullptr && *host != 0) {
    std::string_view text = host;
    if (text.substr(0, 7) == "unix://") return std::string(text.substr(7));
    return Error::make(Code::kUnsupported,
                       "{}={}: {} is asked by its Unix socket only (unix://PATH)",
                       daemon.host_variable, printable(text, 200), daemon.name);
  }
  for (const std::string& path : daemon.sockets)
    if (is_socket(path)) return path;
  return Error::make(Code::kNotFound, "{} is not running here (no socket; set {}=unix://PATH)",
                     daemon.name, daemon.host_variable);
}

bool daemon_recognises(const Daemon& daemon, const std::string& target) {
  if (file_exists(target)) return false;
  if (!parse_reference(target).ok() && !is_image_id(target)) return false;
  Result<std::string> socket = find_socket(daemon);
  return socket.ok() && is_socket(*socket);
}

Result<std::unique_ptr<OpenImage>> open_daemon_image(const Daemon& daemon,
                                                     const std::string& target,
                                                     const OpenOptions& options) {
  std::string socket = TRY(find_socket(daemon));
  if (!is_socket(socket))
    return Error::make(Code::kNotFound, "{} is not running here (no socket {})", daemon.name,
                       socket);
  if (::access(socket.c_str(), W_OK) != 0)
    return Error::make(Code::kDenied, "no permission to ask {} at {}: {}", daemon.name, socket,
                       std::strerror(errno));
  if (!parse_reference(target).ok() && !is_image_id(target))
    return Error::make(Code::kUsage, "\"{}\" is neither an image name nor an ID",
                       printable(target, 200));
  net::HttpOptions http;
  http.retries = 1;
  // A daemon may be silent for long while it prepares the archive.
  http.stall_time = std::chrono::minutes(10);
  // shared_ptr: owned by the opener, which std::function wants to be copyable.
  auto client = std::make_shared<DaemonClient>(daemon.name, socket,
                                               TRY(net::make_http_client(std::move(http))));
  Inspected inspected = TRY(client->inspect(target));
  auto opener = [client, id = inspected.id] { return client->save(id); };
  std::unique_ptr<FileSet> files =
      TRY(stream_files(opener, options.limits).context("image {} from {}", target, daemon.name));
  std::unique_ptr<OpenImage> image = TRY(open_docker_archive(std::move(files), target, "", options)
                                             .context("image {} from {}", target, daemon.name));
  return std::unique_ptr<OpenImage>(std::make_unique<DaemonImage>(std::move(image), inspected));
}

}  // namespace seawall::image
