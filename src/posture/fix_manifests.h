// `seawall fix`: which changes of the files would make checks pass, carried out in their text and
// verified: the changed text is read again, and its values must be those of the original with the
// fixed fields changed, nothing else. Then everything is judged once more.
//
// What a renderer printed is not changed: read the manifests with ManifestOptions::render off, and
// the resources of kustomizations are judged and changed where they stand.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "kube/manifests.h"
#include "posture/catalogue.h"
#include "waiver/waiver.h"

namespace seawall::posture {

struct FixOptions {
  bool unsafe = false;                  // also changes that may alter how a workload behaves
  std::vector<waiver::Waiver> waivers;  // what they accept is left as it is
  UnixSeconds now = 0;
  unsigned threads = 0;
  Limits limits;
};

// A finding that was fixed, or not.
struct FixNote {
  std::string check, title;
  std::string path;  // of the file
  uint32_t line = 0;
  std::string object;  // "Deployment shop/web, container nginx"
  std::string what;    // "set spec.template.spec.containers[0].securityContext.privileged to false"
  std::string why;     // of those that are not fixed: a sentence
};

struct FixedFile {
  std::string path;  // as in Manifests::files
  std::string before, after;
};

struct FixResult {
  std::vector<FixedFile> files;  // those that change, by path
  std::vector<FixNote> fixed;
  std::vector<FixNote> refused;    // a fix exists, but cannot be carried out
  std::vector<FixNote> remaining;  // were changed, and still fail
  size_t unsafe_left = 0;          // findings that only --unsafe would change
  size_t without_fix = 0;          // findings of checks that have no fix
};

// The text of a file, by its path in Manifests::files.
using ReadText = std::function<Result<std::string>(const std::string& path)>;

Result<FixResult> fix_manifests(const kube::Manifests& manifests, const Catalogue& catalogue,
                                const ReadText& read_text, const FixOptions& options);

}  // namespace seawall::posture
