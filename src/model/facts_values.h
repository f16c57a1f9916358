// How facts are put together, and the tables that name them. Private to this folder.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/value.h"
#include "model/facts_index.h"

namespace seawall::model {

constexpr size_t kMostListed = 100'000;

// What is the same for many objects; it lives until it is emptied, between two of them.
struct Kept {
  cel::Memory memory{512u << 20};
  std::optional<cel::Value> kinds, objects;
  std::map<std::pair<std::string, std::string>, cel::Value> rules;  // by namespace and account
};

// The object at hand.
struct FactContext {
  const FactIndex& index;
  const kube::Object& object;
  std::string_view name_space;  // "" for cluster-scoped objects
  std::span<const Pods> pods;   // what it makes; empty for what is no workload
  cel::Memory& memory;          // for values; they live until the next object
  Work& work;
  Kept& kept;
};

struct Fact {
  std::string_view name;
  cel::Value (*compute)(const FactContext& context);
};

// What is of use for any object, for workloads, and for the other kinds.
std::span<const Fact> facts_of_anything();
std::span<const Fact> facts_of_workloads();
std::span<const Fact> facts_of_service();
std::span<const Fact> facts_of_network_policy();
std::span<const Fact> facts_of_budget();
std::span<const Fact> facts_of_autoscaler();
std::span<const Fact> facts_of_route();
std::span<const Fact> facts_of_monitor();
std::span<const Fact> facts_of_role();
std::span<const Fact> facts_of_binding();
std::span<const Fact> facts_of_service_account();
std::span<const Fact> facts_of_namespace();

// Facts that several files have.
cel::Value rules_of_account(const FactContext& context, std::string_view name);
cel::Value exposures(const FactContext& context);
cel::Value config_maps(const FactContext& context);
cel::Value secrets(const FactContext& context);
cel::Value volume_claims(const FactContext& context);

// Values in the memory of the context; error values where a bound is reached.
cel::Value make_list(const FactContext& context, std::span<const cel::Value> items);
cel::Value make_fields(const FactContext& context,
                       std::initializer_list<std::pair<std::string_view, cel::Value>> fields);
cel::Value object_list(const FactContext& context, std::span<const Id> ids);
cel::Value object_or_null(const kube::Object* object);
// A string that is copied; borrowed ones are Value::string().
cel::Value make_text(const FactContext& context, std::string_view text);
// The workloads that pods are of.
cel::Value workload_list(const FactContext& context, const std::vector<const Pods*>& pods);

}  // namespace seawall::model
