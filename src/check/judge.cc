// How a Session goes over an object: each variable is bound once for all checks (the object, then
// every pod template, then every container), because a binding is what the shared look-ups of the
// environment live for. `params` and `variables` are bound for those checks alone that read them.
//
// What can make this long is bounded: the cost of an evaluation, of a check over an object, and of
// an object; how much is listed of it. What is over a bound is told, and never a pass.
#include "check/judge.h"

#include <algorithm>

#include "base/text.h"
#include "check/compiled.h"
#include "check/lazy_variables.h"
#include "doc/builder.h"

namespace seawall::check {
namespace {

constexpr size_t kMessageBytes = 2000;
// Memory that evaluations of one thing left behind, before it is emptied for the next.
constexpr size_t kKeptMemory = 1u << 20;

constexpr cel::ErrorInfo kNoFacts{cel::ErrorCode::kInvalid,
                                  "facts about other objects are not known here"};

Step key_step(std::string_view key) {
  Step step;
  step.key = key;
  return step;
}

Step index_step(size_t index) {
  Step step;
  step.kind = Step::Kind::kIndex;
  step.index = static_cast<uint32_t>(index);
  return step;
}

// At most `limit` bytes, cut between characters.
std::string cut_text(std::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80U) --limit;
  return std::string(text.substr(0, limit)) + "…";
}

// What is judged, in the parts that tell where it is; made into a path for violations only.
struct Subject {
  const doc::Node* root = nullptr;  // of the whole document
  const kube::Object* object = nullptr;
  const kube::PodTemplate* pod = nullptr;
  const kube::Container* container = nullptr;
  size_t instruction = SIZE_MAX;

  Path path() const {
    Path path;
    if (instruction != SIZE_MAX) path = {key_step("instructions"), index_step(instruction)};
    if (pod == nullptr) return path;
    if (!pod->path.empty())
      for (std::string_view key : split(pod->path, '.')) path.push_back(key_step(key));
    path.push_back(key_step("spec"));
    if (container == nullptr) return path;
    path.push_back(key_step(container->list));
    path.push_back(index_step(container->index));
    return path;
  }
};

// Writes down what is found in one object, as far as it is listed.
class Recorder {
 public:
  void begin(Verdict& verdict, size_t checks) {
    verdict_ = &verdict;
    tallies_.resize(checks);
    verdict.applied.resize(checks);
    listed_ = 0;
  }

  void applied(const CompiledCheck& compiled) { ++verdict_->applied[compiled.index]; }

  // Whether one more violation is listed; otherwise it is counted.
  bool lists_violation(const CompiledCheck& compiled) {
    Tally& tally = touch(compiled);
    if (tally.violations < kMostListedOfCheck &&
        (tally.violations == 0 || listed_ < kMostListedOfObject))
      return true;
    ++verdict_->violations[tally.last_violation].more;
    return false;
  }
  void add(const CompiledCheck& compiled, Violation violation) {
    Tally& tally = touch(compiled);
    tally.last_violation = verdict_->violations.size();
    ++tally.violations;
    ++listed_;
    verdict_->violations.push_back(std::move(violation));
  }

  bool lists_error(const CompiledCheck& compiled) {
    Tally& tally = touch(compiled);
    if (tally.errors < kMostErrors) return true;
    ++verdict_->errors[tally.last_error].more;
    return false;
  }
  void add(const CompiledCheck& compiled, NotEvaluated error) {
    Tally& tally = touch(compiled);
    tally.last_error = verdict_->errors.size();
    ++tally.errors;
    verdict_->errors.push_back(std::move(error));
  }

  // Adds what an evaluation took; whether the check may go on in this object.
  void spend(const CompiledCheck& compiled, uint64_t cost) {
    spent_ += cost;
    Tally& tally = tallies_[compiled.index];
    if (tally.spent == 0) touched_.push_back(compiled.index);
    tally.spent += cost + 1;
  }
  bool used_up(const CompiledCheck& compiled, const JudgeOptions& options) const {
    return tallies_[compiled.index].spent > options.check_cost_limit ||
           spent_ > options.object_cost_limit;
  }

  // Says how many were not listed, and forgets the object.
  void end() {
    for (uint32_t index : touched_) {
      Tally& tally = tallies_[index];
      if (tally.violations > 0)
        say_more(verdict_->violations[tally.last_violation].more,
                 verdict_->violations[tally.last_violation].message);
      if (tally.errors > 0)
        say_more(verdict_->errors[tally.last_error].more, verdict_->errors[tally.last_error].error);
      tally = {};
    }
    touched_.clear();
    spent_ = 0;
  }

 private:
  static constexpr uint32_t kMostErrors = 10;
  struct Tally {
    uint32_t violations = 0, errors = 0;
    size_t last_violation = 0, last_error = 0;
    uint64_t spent = 0;  // 0: not touched
  };
  Tally& touch(const CompiledCheck& compiled) {
    Tally& tally = tallies_[compiled.index];
    if (tally.spent == 0) {
      touched_.push_back(compiled.index);
      tally.spent = 1;
    }
    return tally;
  }
  static void say_more(uint32_t more, std::string& text) {
    if (more > 0) text += fmt::format(" (and {} more in the same object)", more);
  }

  Verdict* verdict_ = nullptr;
  std::vector<Tally> tallies_;
  std::vector<uint32_t> touched_;
  uint32_t listed_ = 0;
  uint64_t spent_ = 0;
};

}  // namespace

struct Judge::State {
  std::unique_ptr<CheckSet> set;
};

Judge::Judge(std::unique_ptr<State> state) : state_(std::move(state)) {}
Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;

Result<Judge> Judge::create(std::vector<Check> checks, JudgeOptions options) {
  auto state = std::make_unique<State>();
  state->set = TRY(CheckSet::create(std::move(checks), std::move(options)));
  return Judge(std::move(state));
}

const std::vector<Check>& Judge::checks() const {
  return state_->set->checks();
}

struct Judge::Session::State {
  explicit State(const CheckSet& check_set)
      : set(check_set),
        evaluation(check_set.environment(), {.cost = check_set.options().cost_limit}),
        variables(evaluation) {
    evaluation.bind(kMinorSlot, cel::Value::integer(set.options().kubernetes_minor));
  }

  void bind(Slot slot, const doc::Node& node) {
    evaluation.bind(slot, cel::Value::from_node(node));
  }
  void bind_facts(const kube::Object& object, FactSource* facts) {
    const cel::LazyMap* known = facts ? facts->facts(object) : nullptr;
    evaluation.bind(kFactsSlot, known ? cel::Value::lazy_map(known) : cel::Value::error(&kNoFacts));
  }
  void judge_pod(const Plan& plan, const Subject& subject);
  void judge_containers(const Plan& plan, const Subject& subject);
  void judge(const CompiledCheck& compiled, const Subject& subject);
  // Nothing when the evaluation failed, which has been recorded.
  std::optional<bool> decide(const CompiledCheck& compiled, const cel::Program& program,
                             const Subject& subject);
  void violated(const CompiledCheck& compiled, const Subject& subject);
  void failed(const CompiledCheck& compiled, const Subject& subject, std::string error);
  // Between things that are judged, when no value is needed any more.
  void free_memory() {
    if (evaluation.memory().used() > kKeptMemory) evaluation.forget();
  }
  void end() {
    recorder.end();
    evaluation.forget();
  }

  const CheckSet& set;
  cel::Evaluation evaluation;
  LazyVariables variables;
  Recorder recorder;
};

void Judge::Session::State::failed(const CompiledCheck& compiled, const Subject& subject,
                                   std::string error) {
  if (!recorder.lists_error(compiled)) return;
  NotEvaluated out;
  out.check = compiled.check;
  out.object = subject.object;
  out.error = std::move(error);
  Path path = subject.path();
  out.position = locate(path, *subject.root).position;
  out.path = path_text(path);
  recorder.add(compiled, std::move(out));
}

std::optional<bool> Judge::Session::State::decide(const CompiledCheck& compiled,
                                                  const cel::Program& program,
                                                  const Subject& subject) {
  cel::Value value = evaluation.run(program);
  recorder.spend(compiled, evaluation.cost());
  if (value.is_true()) return true;
  if (value.is_false()) return false;
  failed(compiled, subject,
         value.is_error() ? cel::error_text(value.as_error()) : "the expression gives no boolean");
  return std::nullopt;
}

void Judge::Session::State::violated(const CompiledCheck& compiled, const Subject& subject) {
  if (!recorder.lists_violation(compiled)) return;
  const Check& check = *compiled.check;
  Violation out;
  out.check = &check;
  out.object = subject.object;
  out.subject = subject.path();
  if (subject.container) out.container = subject.container->name();
  out.message = check.title;
  if (compiled.has_message) {
    cel::Value text = evaluation.run(compiled.message);
    recorder.spend(compiled, evaluation.cost());
    if (text.kind() == cel::Kind::kString && !text.as_text().empty()) {
      out.message = cut_text(text.as_text(), kMessageBytes);
    } else {
      out.message_error =
          text.is_error() ? cel::error_text(text.as_error()) : "the message is no text";
    }
  }
  Place place = locate(out.subject, *subject.root);
  Place first = place;
  for (size_t i = 0; i < compiled.at.size(); ++i) {
    Path path = resolve(compiled.at[i], out.subject, check.scope);
    Place here = locate(path, *subject.root);
    if (i == 0) first = here;
    if (here.taken == path.size()) {
      first = std::move(here);
      break;
    }
  }
  out.position = first.position;
  out.path = path_text(first.steps);
  recorder.add(compiled, std::move(out));
}

void Judge::Session::State::judge(const CompiledCheck& compiled, const Subject& subject) {
  if (recorder.used_up(compiled, set.options()))
    return failed(compiled, subject, "the limit of what may be computed for one object is reached");
  if (compiled.reads_params) bind(kParamsSlot, *compiled.params);
  if (compiled.reads_variables) {
    variables.begin(compiled);
    evaluation.bind(kVariablesSlot, cel::Value::lazy_map(&variables));
  }
  if (compiled.has_when) {
    std::optional<bool> applies = decide(compiled, compiled.when, subject);
    if (!applies || !*applies) return;
  }
  recorder.applied(compiled);
  std::optional<bool> passes = decide(compiled, compiled.expression, subject);
  if (passes && !*passes) violated(compiled, subject);
}

namespace {

bool in_group(const Check& check, std::string_view group) {
  const std::vector<std::string>& groups = check.match.groups;
  return groups.empty() || std::find(groups.begin(), groups.end(), group) != groups.end();
}

// Templates without metadata are common; they have empty ones.
const doc::Node& metadata_of(const kube::PodTemplate& pod) {
  static const doc::Document empty = [] {
    doc::Builder build;
    build.begin_object();
    build.end_object();
    return build.finish();
  }();
  return pod.metadata->is_object() ? *pod.metadata : empty.root();
}

}  // namespace

void Judge::Session::State::judge_containers(const Plan& plan, const Subject& subject) {
  kube::for_each_container(*subject.pod->spec, [&](const kube::Container& container) {
    Subject here = subject;
    here.container = &container;
    bind(kContainerSlot, *container.root);
    evaluation.bind(kContainerTypeSlot,
                    cel::Value::string(kube::container_type_name(container.type)));
    unsigned bit = 1U << static_cast<unsigned>(container.type);
    for (const CompiledCheck* compiled : plan.container)
      if ((compiled->containers & bit) != 0 && in_group(*compiled->check, subject.object->group))
        judge(*compiled, here);
    free_memory();
  });
}

void Judge::Session::State::judge_pod(const Plan& plan, const Subject& subject) {
  bind(kPodSlot, *subject.pod->spec);
  bind(kPodMetaSlot, metadata_of(*subject.pod));
  evaluation.bind(kPodPathSlot, cel::Value::string(subject.pod->path));
  for (const CompiledCheck* compiled : plan.pod)
    if (in_group(*compiled->check, subject.object->group)) judge(*compiled, subject);
  if (!plan.container.empty()) judge_containers(plan, subject);
}

Judge::Session::Session(const Judge& judge) : state_(std::make_unique<State>(*judge.state_->set)) {}
Judge::Session::~Session() = default;

void Judge::Session::object(const kube::Object& object, FactSource* facts, Verdict& verdict) {
  State& state = *state_;
  const CheckSet& set = state.set;
  state.recorder.begin(verdict, set.checks().size());
  const Plan& plan = set.plan(object.kind);
  if (plan.empty()) return;
  state.bind(kObjectSlot, *object.root);
  if (plan.reads_facts) state.bind_facts(object, facts);
  Subject subject;
  subject.root = object.root;
  subject.object = &object;
  for (const CompiledCheck* compiled : plan.object)
    if (in_group(*compiled->check, object.group)) state.judge(*compiled, subject);
  if (!plan.pod.empty() || !plan.container.empty()) {
    std::vector<kube::PodTemplate> pods = kube::pod_templates(object, set.options().templates);
    for (const kube::PodTemplate& pod : pods) {
      subject.pod = &pod;
      state.judge_pod(plan, subject);
    }
  }
  state.end();
}

void Judge::Session::dockerfile(const kube::Dockerfile& dockerfile, Verdict& verdict) {
  State& state = *state_;
  const CheckSet& set = state.set;
  state.recorder.begin(verdict, set.checks().size());
  Subject subject;
  subject.root = &dockerfile.document.root();
  state.bind(kDockerfileSlot, *subject.root);
  for (const CompiledCheck* compiled : set.dockerfile()) state.judge(*compiled, subject);
  std::span<const doc::Node> stages = (*subject.root)["stages"].items();
  std::span<const doc::Node> instructions = (*subject.root)["instructions"].items();
  for (size_t i = 0; i < instructions.size() && !set.instruction().empty(); ++i) {
    const doc::Node& instruction = instructions[i];
    subject.instruction = i;
    state.bind(kInstructionSlot, instruction);
    std::optional<uint64_t> stage = instruction["stage"].as_uint();
    state.evaluation.bind(kStageSlot, stage && *stage < stages.size()
                                          ? cel::Value::from_node(stages[*stage])
                                          : cel::Value::null());
    for (const CompiledCheck* compiled : set.instruction()) {
      const std::vector<std::string>& keywords = compiled->check->match.instructions;
      if (keywords.empty() || std::find(keywords.begin(), keywords.end(),
                                        instruction.text("keyword")) != keywords.end())
        state.judge(*compiled, subject);
    }
    state.free_memory();
  }
  state.end();
}

void Judge::Session::image(const doc::Node& image, Verdict& verdict) {
  State& state = *state_;
  state.recorder.begin(verdict, state.set.checks().size());
  Subject subject;
  subject.root = &image;
  state.bind(kImageSlot, image);
  for (const CompiledCheck* compiled : state.set.image()) state.judge(*compiled, subject);
  state.end();
}

}  // namespace seawall::check
