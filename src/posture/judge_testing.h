// Manifests and catalogues for this folder's tests.
#pragma once

#include <memory>
#include <string>

#include "base/file.h"
#include "base/test_folder.h"
#include "kube/manifests.h"
#include "posture/catalogue.h"

namespace seawall::posture {

// A new folder below test_folder().
class TestFolder {
 public:
  TestFolder() {
    static int number = 0;
    path_ = test_folder() + std::to_string(++number);
    CHECK(make_directories(path_).ok());
  }
  const std::string& path() const { return path_; }
  std::string write(const std::string& name, const std::string& text) const {
    std::string file = path_ + "/" + name;
    CHECK(write_file_atomically(file, text).ok());
    return file;
  }

 private:
  std::string path_;
};

inline kube::Manifests manifests_of(std::string_view text, const std::string& path = "web.yaml") {
  kube::Manifests out;
  kube::read_manifest_text(text, {path, ""}, Limits{}, out);
  return out;
}

inline std::unique_ptr<Catalogue> catalogue_of(Selection selection = {}) {
  return std::move(Catalogue::create(std::move(selection))).value();
}

inline constexpr std::string_view kRootPod = R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: nginx
      image: nginx
      securityContext:
        privileged: true  # for now
)";

}  // namespace seawall::posture
