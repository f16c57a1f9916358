#include "version/maven_version.h"

#include <array>

#include "version/scan.h"

namespace seawall::version {
namespace {

// Splits the text into items, first to last.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  MavenItems split() {
    for (; position_ < text_.size(); ++position_) {
      char c = text_[position_];
      if (c == '.' || c == '-') {
        separator(c == '.');
      } else if (is_digit(c)) {
        digit();
      } else {
        letter();
      }
    }
    if (start_ < text_.size()) {
      // 1.0.x is read like 1.0-x.
      if (!in_digits_ && list_size_ > 0) open_list();
      add_part();
    }
    return items_;
  }

 private:
  void separator(bool dot) {
    if (position_ == start_) {
      add({});  // 1..2 is 1.0.2
    } else {
      add_part();
    }
    if (!dot) open_list();
    start_ = position_ + 1;
    after_dot_ = dot;
  }

  void digit() {
    if (!in_digits_ && position_ > start_) {
      if (list_size_ > 0) open_list();
      add({MavenItem::kText, true, after_dot_, part()});
      open_list();
      start_ = position_;
      after_dot_ = false;
    }
    in_digits_ = true;
  }

  void letter() {
    if (in_digits_ && position_ > start_) {
      add_part();
      open_list();
      start_ = position_;
      after_dot_ = false;
    }
    in_digits_ = false;
  }

  std::string_view part() const { return text_.substr(start_, position_ - start_); }

  void add_part() {
    add({in_digits_ ? MavenItem::kNumber : MavenItem::kText, false, after_dot_, part()});
  }

  void add(const MavenItem& item) {
    items_.push_back(item);
    ++list_size_;
  }

  void open_list() {
    items_.push_back({MavenItem::kList, false, false, {}});
    list_size_ = 0;
  }

  std::string_view text_;
  MavenItems items_;
  size_t position_ = 0, start_ = 0;
  size_t list_size_ = 0;  // of the innermost list
  bool in_digits_ = false, after_dot_ = false;
};

// Qualifiers by age. Unknown ones follow all of these.
constexpr std::array<std::string_view, 7> kQualifiers = {"alpha",    "beta", "milestone", "rc",
                                                         "snapshot", "",     "sp"};
constexpr size_t kRelease = 5;
constexpr size_t kUnknown = kQualifiers.size();

size_t rank_of(const MavenItem& item) {
  // With a number right behind it, one letter is enough.
  if (item.numbered && item.text.size() == 1) {
    size_t short_form = std::string_view("abm").find(to_lower(item.text[0]));
    if (short_form != std::string_view::npos) return short_form;
  }
  if (equals_ignoring_case(item.text, "cr")) return 3;
  for (std::string_view release : {"ga", "final", "release"})
    if (equals_ignoring_case(item.text, release)) return kRelease;
  for (size_t rank = 0; rank < kQualifiers.size(); ++rank)
    if (equals_ignoring_case(item.text, kQualifiers[rank])) return rank;
  return kUnknown;
}

// An item, no list, against nothing.
std::weak_ordering compare_with_nothing(const MavenItem& item) {
  if (item.kind == MavenItem::kText) return rank_of(item) <=> kRelease;
  return is_zero(item.text) ? std::weak_ordering::equivalent : std::weak_ordering::greater;
}

// Two numbers or two texts.
std::weak_ordering compare_items(const MavenItem& a, const MavenItem& b) {
  if (a.kind == MavenItem::kNumber) return compare_numbers(a.text, b.text);
  size_t left = rank_of(a);
  size_t right = rank_of(b);
  if (left != right) return left <=> right;
  if (left != kUnknown) return std::weak_ordering::equivalent;
  if (a.after_dot != b.after_dot) return b.after_dot <=> a.after_dot;
  return compare_folded(a.text, b.text, [](char c) { return to_lower(c); });
}

// Reads the row from its first item.
class Reader {
 public:
  explicit Reader(const MavenItems& items) : items_(items), left_(items.size()) {}

  bool at_end() const { return left_ == 0; }
  const MavenItem& item() const { return items_[left_ - 1]; }
  bool at_list() const { return item().kind == MavenItem::kList; }
  void next() { --left_; }

  // All that is left, within lists too, against nothing.
  std::weak_ordering compare_rest_with_nothing() {
    for (; !at_end(); next()) {
      if (at_list()) continue;
      std::weak_ordering result = compare_with_nothing(item());
      if (std::is_neq(result)) return result;
    }
    return std::weak_ordering::equivalent;
  }

 private:
  const MavenItems& items_;
  size_t left_;
};

// A number against a text or a list is greater. But zero is equal to nothing, and what follows it
// may be older than nothing while the other is newer: then that decides (see maven_order.cc).
std::weak_ordering compare_number_with_other(Reader number, Reader other) {
  if (!is_zero(number.item().text)) return std::weak_ordering::greater;
  std::weak_ordering left = number.compare_rest_with_nothing();
  std::weak_ordering right = other.compare_rest_with_nothing();
  if (left == right) return std::weak_ordering::greater;
  if (std::is_eq(left)) return mirrored(right);
  return left;
}

// Both stand before an item, no list.
std::weak_ordering compare_heads(const Reader& left, const Reader& right) {
  bool left_number = left.item().kind == MavenItem::kNumber;
  if (left_number == (right.item().kind == MavenItem::kNumber))
    return compare_items(left.item(), right.item());
  if (left_number) return compare_number_with_other(left, right);
  return mirrored(compare_number_with_other(right, left));
}

// `list` stands before a list where `other` stands before an item.
std::weak_ordering compare_list_with_item(Reader list, Reader other) {
  if (other.item().kind == MavenItem::kNumber)
    return mirrored(compare_number_with_other(other, list));
  while (list.at_list()) list.next();
  std::weak_ordering result = compare_heads(list, other);
  if (std::is_neq(result)) return result;
  list.next();
  result = list.compare_rest_with_nothing();
  if (std::is_neq(result)) return result;
  other.next();
  return mirrored(other.compare_rest_with_nothing());
}

}  // namespace

MavenItems take_maven_apart(std::string_view version) {
  MavenItems split = Splitter(version).split();
  MavenItems kept;
  // Of the list that is being read backwards: whether only nothings and lists were seen, and
  // whether anything was kept.
  bool trimming = true;
  bool kept_any = false;
  for (size_t i = split.size(); i-- > 0;) {
    const MavenItem& item = split[i];
    if (item.kind != MavenItem::kList) {
      if (trimming && std::is_eq(compare_with_nothing(item))) continue;
      kept.push_back(item);
      kept_any = true;
      trimming = false;
    } else {
      // The list is complete; it is the last item of the one around it.
      if (kept_any) kept.push_back(item);
      trimming = true;
    }
  }
  return kept;
}

std::weak_ordering compare_maven(const MavenItems& a, const MavenItems& b) {
  Reader left(a);
  Reader right(b);
  while (!left.at_end() && !right.at_end()) {
    if (left.at_list() != right.at_list()) {
      if (left.at_list()) return compare_list_with_item(left, right);
      return mirrored(compare_list_with_item(right, left));
    }
    if (!left.at_list()) {
      std::weak_ordering result = compare_heads(left, right);
      if (std::is_neq(result)) return result;
    }
    left.next();
    right.next();
  }
  if (!left.at_end()) return left.compare_rest_with_nothing();
  return mirrored(right.compare_rest_with_nothing());
}

}  // namespace seawall::version
