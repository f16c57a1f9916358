#include "model/label_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace seawall::model {
namespace {

constexpr size_t kMostPairs = 64;  // of one selector that are looked at

template <typename Entry>
std::span<const Entry> entries_of(const std::vector<Entry>& entries, std::string_view place,
                                  const LabelPair& pair) {
  auto less = [](const auto& a, const auto& b) {
    if constexpr (std::is_same_v<std::decay_t<decltype(a)>, Entry>)
      return std::pair(a.place, a.pair) < b;
    else
      return a < std::pair(b.place, b.pair);
  };
  auto range = std::equal_range(entries.begin(), entries.end(), std::pair(place, pair), less);
  return {range.first, range.second};
}

}  // namespace

void pairs_of_map(const doc::Node& labels, std::vector<LabelPair>& out) {
  for (const doc::Member& label : labels.members())
    if (label.value.is_string() && out.size() < kMostPairs)
      out.push_back({label.key, label.value.as_string()});
}

void demanded_pairs(const doc::Node& selector, std::vector<LabelPair>& out) {
  pairs_of_map(selector["matchLabels"], out);
  for (const doc::Node& requirement : selector["matchExpressions"].items()) {
    std::span<const doc::Node> values = requirement["values"].items();
    if (requirement.text("operator") != "In" || values.size() != 1 || out.size() >= kMostPairs)
      continue;
    const doc::Node* key = requirement.find("key");
    if (key && key->is_string() && values[0].is_string())
      out.push_back({key->as_string(), values[0].as_string()});
  }
}

bool has_labels(const doc::Node& labels, const doc::Node& wanted) {
  auto has = [&](const doc::Member& pair) {
    const doc::Node* label = labels.find(pair.key);
    return label && label->is_string() && pair.value.is_string() &&
           label->as_string() == pair.value.as_string();
  };
  return std::all_of(wanted.members().begin(), wanted.members().end(), has);
}

void LabelIndex::add(std::string_view place, const doc::Node& labels, uint32_t thing) {
  for (const doc::Member& label : labels.members())
    if (label.value.is_string())
      entries_.push_back({place, {label.key, label.value.as_string()}, thing});
}

void LabelIndex::add(std::string_view place, const LabelPair& pair, uint32_t thing) {
  entries_.push_back({place, pair, thing});
}

void LabelIndex::finish() {
  std::sort(entries_.begin(), entries_.end());
}

std::vector<uint32_t> LabelIndex::candidates(std::string_view place,
                                             std::span<const LabelPair> pairs) const {
  std::span<const Entry> fewest = entries_of(entries_, place, pairs[0]);
  for (const LabelPair& pair : pairs.subspan(1)) {
    std::span<const Entry> others = entries_of(entries_, place, pair);
    if (others.size() < fewest.size()) fewest = others;
  }
  std::vector<uint32_t> out;
  out.reserve(fewest.size());
  for (const Entry& entry : fewest) out.push_back(entry.thing);
  return out;
}

void SelectorIndex::add(std::string_view place, std::span<const LabelPair> demanded,
                        uint32_t selector) {
  if (demanded.empty()) entries_.push_back({place, {}, selector});
  for (const LabelPair& pair : demanded) entries_.push_back({place, pair, selector});
}

void SelectorIndex::finish() {
  std::sort(entries_.begin(), entries_.end());
  for (size_t begin = 0, end = 0; begin < entries_.size(); begin = end) {
    auto same = [&](const Entry& entry) {
      return entry.place == entries_[begin].place && entry.pair == entries_[begin].pair;
    };
    while (end < entries_.size() && same(entries_[end])) ++end;
    for (size_t i = begin; i < end; ++i) entries_[i].demanded_by = end - begin;
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.selector, a.demanded_by, a.pair) <
           std::tie(b.selector, b.demanded_by, b.pair);
  });
  auto same = [](const Entry& a, const Entry& b) { return a.selector == b.selector; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
  std::sort(entries_.begin(), entries_.end());
}

void SelectorIndex::take(std::string_view place, const LabelPair& pair,
                         std::vector<uint32_t>& out) const {
  for (const Entry& entry : entries_of(entries_, place, pair)) out.push_back(entry.selector);
}

void SelectorIndex::candidates(std::string_view place, const doc::Node& labels,
                               std::vector<uint32_t>& out) const {
  size_t from = out.size();
  take(place, {}, out);
  for (const doc::Member& label : labels.members())
    if (label.value.is_string() && !(label.key.empty() && label.value.as_string().empty()))
      take(place, {label.key, label.value.as_string()}, out);
  std::sort(out.begin() + static_cast<ptrdiff_t>(from), out.end());
}

}  // namespace seawall::model
