// Runs checks over objects. All checks are compiled against one environment, so that lookups they
// have in common are made once for each object; containers are visited once for all checks.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "cel/function.h"
#include "cel/value.h"
#include "check/check.h"
#include "check/path.h"
#include "kube/dockerfile.h"
#include "kube/fact_source.h"
#include "kube/object.h"

namespace seawall::check {

// One thing that a check does not let pass.
struct Violation {
  const Check* check = nullptr;
  std::string message;
  // What was judged: the object (nullptr for Dockerfiles and images), and below it the container or
  // instruction.
  const kube::Object* object = nullptr;
  std::string path;  // from the object's root: "spec.template.spec.containers[0].securityContext"
  doc::Position position;
  std::string container;  // name; empty unless the scope is container
  Path subject;           // from the root to what was judged: "spec.template.spec.containers[0]"
  // Violations of this check in the same object (or Dockerfile) that are not listed, because there
  // are so many; the message ends in their number. 0 but for the last one listed.
  uint32_t more = 0;
  std::string message_error;  // why `message` could not be made, and is the title; usually empty
};

// A check that could not be evaluated for something. Never a pass.
struct NotEvaluated {
  const Check* check = nullptr;
  const kube::Object* object = nullptr;
  std::string error;
  doc::Position position;
  std::string path;   // from the root to what could not be judged; "" is the root
  uint32_t more = 0;  // as Violation::more
};

struct Verdict {
  std::vector<Violation> violations;
  std::vector<NotEvaluated> errors;
  // How many things each check applied to, by the check's place in Judge::checks(); for scores.
  std::vector<uint32_t> applied;
};

// What is listed of one object (or Dockerfile): a pod may have 100,000 containers. Beyond, a
// check's violations are counted. Every check that is violated has one at least.
constexpr uint32_t kMostListedOfCheck = 100;
constexpr uint32_t kMostListedOfObject = 10'000;

constexpr unsigned kNewestKubernetesMinor = 37;

struct JudgeOptions {
  // "ID.NAME" -> the value that replaces a check's parameter.
  std::map<std::string, doc::Document> params;
  std::vector<kube::TemplatePath> templates;
  // In CEL's units: per evaluation, as Kubernetes; per check and object, as Kubernetes limits a
  // policy; per object. Beyond, NotEvaluated.
  uint64_t cost_limit = 1'000'000;
  uint64_t check_cost_limit = 10'000'000;
  uint64_t object_cost_limit = 300'000'000;
  // Functions beside those of Kubernetes: docs/facts.md. Their types outlive the Judge.
  std::vector<cel::Overload> functions;
  unsigned kubernetes_minor = kNewestKubernetesMinor;  // the variable `minor`: judge for 1.MINOR
};

// Facts about the object at hand, computed when asked for; see docs/facts.md. Implemented by the
// model; tests give their own.
using FactSource = kube::FactSource;

// Immutable once created; one Judge may serve many threads, each through a Session.
class Judge {
 public:
  // kInvalid with the check's file and line when an expression does not compile. The checks are
  // copied.
  static Result<Judge> create(std::vector<Check> checks, JudgeOptions options = {});
  ~Judge();
  Judge(Judge&&) noexcept;
  Judge& operator=(Judge&&) noexcept;

  const std::vector<Check>& checks() const;

  // One thread's working memory.
  class Session {
   public:
    explicit Session(const Judge& judge);
    ~Session();
    // Each appends to `verdict`, whose `applied` is made as long as checks().
    void object(const kube::Object& object, FactSource* facts, Verdict& verdict);
    void dockerfile(const kube::Dockerfile& dockerfile, Verdict& verdict);
    void image(const doc::Node& image, Verdict& verdict);

   private:
    struct State;
    std::unique_ptr<State> state_;
  };

 private:
  struct State;
  explicit Judge(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace seawall::check
