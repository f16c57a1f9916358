// A LazyMap whose entries are the facts of one kind of object. What a fact gives is kept until the
// next object, so that checks that ask for the same one share it.
#include "model/facts.h"

#include <algorithm>
#include <array>

#include "model/facts_permissions.h"
#include "model/facts_routes.h"
#include "model/facts_selecting.h"
#include "model/facts_values.h"

namespace seawall::model {
namespace {

using Table = std::span<const Fact>;

Table table_of(const kube::Object& object, bool is_workload) {
  struct Row {
    std::string_view group, kind;
    Table (*facts)();
  };
  constexpr std::array<Row, 13> kRows = {{
      {"", "Service", facts_of_service},
      {"", "Namespace", facts_of_namespace},
      {"", "ServiceAccount", facts_of_service_account},
      {"networking.k8s.io", "NetworkPolicy", facts_of_network_policy},
      {"extensions", "NetworkPolicy", facts_of_network_policy},
      {"policy", "PodDisruptionBudget", facts_of_budget},
      {"autoscaling", "HorizontalPodAutoscaler", facts_of_autoscaler},
      {"monitoring.coreos.com", "ServiceMonitor", facts_of_monitor},
      {"monitoring.coreos.com", "PodMonitor", facts_of_monitor},
      {kRbacGroup, "Role", facts_of_role},
      {kRbacGroup, "ClusterRole", facts_of_role},
      {kRbacGroup, "RoleBinding", facts_of_binding},
      {kRbacGroup, "ClusterRoleBinding", facts_of_binding},
  }};
  if (is_workload) return facts_of_workloads();
  for (const Row& row : kRows)
    if (row.group == object.group && row.kind == object.kind) return row.facts();
  return is_route(object) ? facts_of_route() : Table{};
}

class ObjectFacts final : public cel::LazyMap {
 public:
  explicit ObjectFacts(const FactIndex& index)
      : index_(index), work_{index.options().comparisons, false} {}

  void begin(const kube::Object& object) {
    memory_.reset();
    if (kept_.memory.used() > kMostKept || work_.exhausted) {
      kept_.rules.clear();
      kept_.kinds.reset();
      kept_.objects.reset();
      kept_.memory.reset();
    }
    object_ = &object;
    pods_ = pods_of(object, index_.id_of(object), index_.options().templates);
    own_ = table_of(object, !pods_.empty());
    keys_.clear();
    for (Table table : {facts_of_anything(), own_})
      for (const Fact& fact : table) keys_.push_back(fact.name);
    values_.assign(keys_.size(), std::nullopt);
  }

  std::span<const std::string_view> keys() const override { return keys_; }

  std::optional<cel::Value> find(std::string_view key, cel::Memory&) const override {
    auto at = std::find(keys_.begin(), keys_.end(), key);
    if (at == keys_.end()) return std::nullopt;
    auto place = static_cast<size_t>(at - keys_.begin());
    std::optional<cel::Value>& value = values_[place];
    if (!value) value = compute(place);
    return value;
  }

 private:
  static constexpr size_t kMostKept = 64u << 20;

  cel::Value compute(size_t place) const {
    Table any = facts_of_anything();
    const Fact& fact = place < any.size() ? any[place] : own_[place - any.size()];
    std::string_view name_space = index_.scope_of(*object_);
    cel::Value value = fact.compute({index_, *object_, name_space, pods_, memory_, work_, kept_});
    if (!work_.exhausted) return value;
    return cel::make_error(cel::ErrorCode::kInvalid,
                           "there are too many objects to compare for this fact", memory_);
  }

  const FactIndex& index_;
  const kube::Object* object_ = nullptr;
  std::vector<Pods> pods_;
  Table own_;
  std::vector<std::string_view> keys_;
  // Computing is no change that an expression can see.
  mutable std::vector<std::optional<cel::Value>> values_;
  mutable cel::Memory memory_{256u << 20};
  mutable Work work_;
  mutable Kept kept_;
};

}  // namespace

struct Facts::State {
  // Shared by the Facts that another() makes, whichever lives longest.
  std::shared_ptr<const FactIndex> index;
  ObjectFacts current;
  explicit State(std::shared_ptr<const FactIndex> shared)
      : index(std::move(shared)), current(*index) {}
};

Facts::Facts(std::span<const kube::Object> objects, FactOptions options)
    : Facts(
          std::make_unique<State>(std::make_shared<const FactIndex>(objects, std::move(options)))) {
}

Facts::Facts(std::unique_ptr<State> state) : state_(std::move(state)) {}

Facts::~Facts() = default;

std::unique_ptr<Facts> Facts::another() const {
  return std::unique_ptr<Facts>(new Facts(std::make_unique<State>(state_->index)));
}

const cel::LazyMap* Facts::facts(const kube::Object& object) {
  state_->current.begin(object);
  return &state_->current;
}

}  // namespace seawall::model
