// Checks compiled against one environment, and which of them can apply to what. Private to this
// folder; judge.h is its face.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "check/check.h"
#include "check/judge.h"
#include "check/target.h"

namespace seawall::check {

// The variables of the environment, by slot.
enum Slot : uint32_t {
  kObjectSlot,
  kPodSlot,
  kPodMetaSlot,
  kPodPathSlot,
  kContainerSlot,
  kContainerTypeSlot,
  kDockerfileSlot,
  kInstructionSlot,
  kStageSlot,
  kImageSlot,
  kFactsSlot,
  kParamsSlot,
  kMinorSlot,
  kVariablesSlot,
  kSlots
};

struct CompiledCheck {
  const Check* check = nullptr;
  uint32_t index = 0;  // in Judge::checks()
  bool has_when = false, has_message = false;
  bool reads_params = false, reads_facts = false, reads_variables = false;
  uint8_t containers = 0;  // bit 1 << ContainerType for each that it is for
  cel::Program when, expression, message;
  std::vector<cel::Program> variables;  // of Check::variables
  const doc::Node* params = nullptr;    // an object, never nullptr
  std::vector<Target> at;
};

// The checks that can apply to objects of one kind.
struct Plan {
  std::vector<const CompiledCheck*> object, pod, container;
  bool reads_facts = false;
  bool empty() const { return object.empty() && pod.empty() && container.empty(); }
};

// Immutable. Checks do not move once compiled.
class CheckSet {
 public:
  static Result<std::unique_ptr<CheckSet>> create(std::vector<Check> checks, JudgeOptions options);

  const Plan& plan(std::string_view kind) const;
  const std::vector<const CompiledCheck*>& dockerfile() const { return dockerfile_; }
  const std::vector<const CompiledCheck*>& instruction() const { return instruction_; }
  const std::vector<const CompiledCheck*>& image() const { return image_; }

  const std::vector<Check>& checks() const { return checks_; }
  const JudgeOptions& options() const { return options_; }
  const cel::Environment& environment() const { return *environment_; }

 private:
  Status compile(CompiledCheck& compiled);
  Result<cel::Program> program(const CompiledCheck& compiled, std::string_view source,
                               std::string_view field, const cel::Type* type, size_t variables);
  Status set_params(CompiledCheck& compiled);
  void enlist(const CompiledCheck& compiled);

  std::vector<Check> checks_;
  JudgeOptions options_;
  std::unique_ptr<cel::Environment> environment_;
  std::deque<CompiledCheck> compiled_;
  std::deque<doc::Document> params_;  // those that options change
  std::map<std::string, Plan, std::less<>> plans_;
  Plan other_kinds_;
  std::vector<const CompiledCheck*> dockerfile_, instruction_, image_;
};

}  // namespace seawall::check
