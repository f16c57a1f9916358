// Labels and selectors by their pairs, so that neither "what does this selector select" nor "what
// selects these labels" looks at everything. A key is a place to look in (a namespace) and one pair
// of a label's name and value. Private to this folder.
//
// A selector that demands key=value can only select what has that label: so it is enough to look at
// those that have the rarest pair that it demands. The other way round, a selector is filed under
// one of the pairs that it demands, the one that fewest other selectors demand, and whoever asks
// with a set of labels looks under each of them. Selectors that demand no pair ("exists", "not in")
// are filed under no pair, and looked at always.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "doc/tree.h"

namespace seawall::model {

struct LabelPair {
  std::string_view key, value;
  friend bool operator==(const LabelPair&, const LabelPair&) = default;
  friend bool operator<(const LabelPair& a, const LabelPair& b) {
    return std::tie(a.key, a.value) < std::tie(b.key, b.value);
  }
};

// The pairs that anything selected by a LabelSelector must have: matchLabels, and In with one
// value.
void demanded_pairs(const doc::Node& selector, std::vector<LabelPair>& out);
// The entries of a plain map of labels.
void pairs_of_map(const doc::Node& labels, std::vector<LabelPair>& out);

// Whether `labels` has every entry of the plain map `wanted`.
bool has_labels(const doc::Node& labels, const doc::Node& wanted);

// Things by the labels that they have. Sorted arrays: no hash that hostile names could defeat.
class LabelIndex {
 public:
  void add(std::string_view place, const doc::Node& labels, uint32_t thing);
  void add(std::string_view place, const LabelPair& pair, uint32_t thing);
  void finish();  // before the first look
  // Things there with the rarest of `pairs` (not empty), in the order of their numbers.
  std::vector<uint32_t> candidates(std::string_view place, std::span<const LabelPair> pairs) const;

 private:
  struct Entry {
    std::string_view place;
    LabelPair pair;
    uint32_t thing;
    friend bool operator<(const Entry& a, const Entry& b) {
      return std::tie(a.place, a.pair, a.thing) < std::tie(b.place, b.pair, b.thing);
    }
  };
  std::vector<Entry> entries_;
};

// Selectors by what they demand.
class SelectorIndex {
 public:
  void add(std::string_view place, std::span<const LabelPair> demanded, uint32_t selector);
  void finish();  // before the first look
  // Appends every selector there that may select `labels`, in the order of their numbers.
  void candidates(std::string_view place, const doc::Node& labels,
                  std::vector<uint32_t>& out) const;

 private:
  struct Entry {
    std::string_view place;
    LabelPair pair;
    uint32_t selector;
    size_t demanded_by = 0;  // how many selectors there demand the pair; known in finish()
    friend bool operator<(const Entry& a, const Entry& b) {
      return std::tie(a.place, a.pair, a.selector) < std::tie(b.place, b.pair, b.selector);
    }
  };
  void take(std::string_view place, const LabelPair& pair, std::vector<uint32_t>& out) const;
  std::vector<Entry> entries_;  // until finish() one for each demanded pair
};

}  // namespace seawall::model
