// Dockerfiles as data (Dockerfile reference, BuildKit's syntax): stages, instructions, the shell
// commands of RUN.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/result.h"
#include "doc/tree.h"

namespace seawall::kube {

// A parsed Dockerfile as a document tree, so that checks read it as any other object. Every field
// is there always.
//
//   stages:                          # one per FROM
//     - name: build                  # AS name, lower case; else ""
//       index: 0
//       base: golang:1.22            # as written, build arguments with defaults filled in
//       baseIsStage: false           # the base is an earlier stage of this file
//       baseKnown: true              # false: a build argument without a default is in it
//       platform: ""
//       last: false                  # what the build gives when nobody names another target
//       instructions: [0, 1, 2]      # indexes
//       user: ""                     # at its end; that of a base that is a stage counts
//   instructions:
//     - keyword: RUN                 # upper case
//       index: 0
//       stage: 0                     # -1 before the first FROM
//       lastStage: false
//       line: 3
//       text: apt-get update && ...  # behind keyword and flags; continuation lines joined,
//       comments
//                                    # between them dropped; form heredoc: its content
//       form: shell                  # shell, exec (JSON array), or heredoc
//       arguments: [...]             # exec: the array; else words, quotes resolved
//       flags: {mount: [type=...], from: [build], chown: [...]}   # --name=value, in order;
//                                    # --link alone is [""]
//       commands:                    # RUN, CMD, ENTRYPOINT, HEALTHCHECK: simple shell commands
//         - {name: apt-get, arguments: [install, -y, curl], assignments: [A=b], pipedFrom: -1,
//            pipedTo: -1, sudo: false, line: 3}
//       pairs: [{name: K, value: V, hasValue: true}]     # ENV, LABEL, ARG
//       sources: [...]               # COPY, ADD
//       destination: ""
//       heredocs: [{name: EOF, content: "..."}]
//       user: ""                     # the user that is set when it runs; "" until a USER
//       variables: [HOME]            # $NAMEs it uses
//       onbuild: false               # true: it runs when another build has this one for its base
//   shell: [/bin/sh, -c]             # of the last stage
//   user: ""                         # of the last stage at its end
//   escape: "\\"
//   syntax: ""                       # of the # syntax= directive
//
// Names of users and bases have ARG defaults and ENV values filled in where they are known.
struct Dockerfile {
  std::string path;
  doc::Document document;  // positions are those of the file
};

// "Dockerfile", "Containerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", any case of the
// whole name; not what is about one: Dockerfile.dockerignore, Dockerfile.md, dockerfile.go.
bool is_dockerfile(std::string_view path);

// kInvalid "LINE: what is wrong" for text that BuildKit would refuse, kLimit for more than 20,000
// instructions; unknown instructions are remarks. Heredocs, escape and syntax directives, ONBUILD
// (the inner instruction, with `onbuild: true`).
Result<Dockerfile> parse_dockerfile(std::string_view text, const std::string& path,
                                    const Limits& limits, Diagnostics& remarks);

}  // namespace seawall::kube
