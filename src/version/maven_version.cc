#include "version/maven_version.h"

#include <algorithm>
#include <array>

#include "version/scan.h"

namespace seawall::version {
namespace {

// Splits the text into items, first to last.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  MavenItems split() {
    for (position_ = 0; position_ < text_.size(); ++position_) {
      char c = text_[position_];
      if (c == '.') {
        add_or_zero();
        restart(position_ + 1);
      } else if (c == '-') {
        hyphen();
      } else if (is_digit(c)) {
        digit();
      } else {
        letter();
      }
    }
    if (start_ < text_.size()) {
      // 1.0.x is read like 1.0-x.
      if (!in_digits_ && list_size_ > 0) open_list();
      add(start_, text_.size());
    }
    return items_;
  }

 private:
  void restart(size_t at) {
    combination_ = false;
    start_ = at;
  }

  void hyphen() {
    bool in_text = start_ < position_ && !in_digits_;
    // beta-2 is read like beta2.
    if (in_text && position_ + 1 < text_.size() && is_digit(text_[position_ + 1])) {
      combination_ = true;
      return;
    }
    add_or_zero();
    open_list();
    restart(position_ + 1);
  }

  void digit() {
    if (!in_digits_ && position_ > start_) {
      combination_ = true;
      if (list_size_ > 0) open_list();
    }
    in_digits_ = true;
  }

  void letter() {
    if (in_digits_ && position_ > start_) {
      add(start_, position_);
      restart(position_);
      open_list();
    }
    in_digits_ = false;
  }

  void open_list() {
    items_.push_back({MavenItem::kList, {}, {}});
    list_size_ = 0;
  }

  void add_or_zero() {
    if (position_ == start_) {
      items_.push_back({MavenItem::kNumber, {}, {}});
      ++list_size_;
    } else {
      add(start_, position_);
    }
  }

  void add(size_t begin, size_t end) {
    std::string_view part = text_.substr(begin, end - begin);
    ++list_size_;
    if (combination_) {
      size_t digits = part.find_last_not_of("0123456789") + 1;
      std::string_view text = part.substr(0, digits);
      if (text.ends_with('-')) text.remove_suffix(1);
      items_.push_back({MavenItem::kCombination, text, part.substr(digits)});
    } else if (in_digits_) {
      items_.push_back({MavenItem::kNumber, {}, part});
    } else {
      items_.push_back({MavenItem::kText, part, {}});
    }
  }

  std::string_view text_;
  MavenItems items_;
  size_t position_ = 0, start_ = 0;
  size_t list_size_ = 0;  // of the innermost list
  bool in_digits_ = false, combination_ = false;
};

bool is_null(const MavenItem& item) {
  return item.kind == MavenItem::kNumber && is_zero(item.digits);
}

bool has_text(const MavenItem& item) {
  return item.kind == MavenItem::kText || item.kind == MavenItem::kCombination;
}

// Whether a zero says nothing, given what follows it in its list (`count` items, nearest last).
bool is_dropped(const MavenItems& after, size_t count) {
  if (count == 0) return true;
  const MavenItem& next = after.back();
  if (next.kind == MavenItem::kText) return true;
  return next.kind == MavenItem::kList && has_text(after[after.size() - 2]);
}

// Alphabetic qualifiers by age; unknown ones follow all of them, in the order of their letters.
constexpr std::array<std::string_view, 7> kQualifiers = {"alpha",    "beta", "milestone", "rc",
                                                         "snapshot", "",     "sp"};
constexpr size_t kRelease = 5;

struct Qualifier {
  size_t rank;
  std::string_view text;
};

Qualifier qualifier_of(const MavenItem& item) {
  std::string_view text = item.text;
  // With a number after it, one letter is enough.
  if (item.kind == MavenItem::kCombination && text.size() == 1) {
    switch (to_lower(text[0])) {
      case 'a':
        return {0, text};
      case 'b':
        return {1, text};
      case 'm':
        return {2, text};
      default:
        break;
    }
  }
  if (equals_ignoring_case(text, "cr")) return {3, text};
  for (std::string_view release : {"ga", "final", "release"})
    if (equals_ignoring_case(text, release)) return {kRelease, text};
  for (size_t rank = 0; rank < kQualifiers.size(); ++rank)
    if (equals_ignoring_case(text, kQualifiers[rank])) return {rank, text};
  return {kQualifiers.size(), text};
}

std::weak_ordering compare_qualifiers(const MavenItem& a, const MavenItem& b) {
  Qualifier left = qualifier_of(a);
  Qualifier right = qualifier_of(b);
  if (left.rank != right.rank) return left.rank <=> right.rank;
  if (left.rank < kQualifiers.size()) return std::weak_ordering::equivalent;
  return compare_folded(left.text, right.text, [](char c) { return to_lower(c); });
}

std::weak_ordering sign_of(std::string_view digits) {
  return is_zero(digits) ? std::weak_ordering::equivalent : std::weak_ordering::greater;
}

// An item, no list, against nothing.
std::weak_ordering compare_with_nothing(const MavenItem& item) {
  if (item.kind == MavenItem::kNumber) return sign_of(item.digits);
  std::weak_ordering text = qualifier_of(item).rank <=> kRelease;
  return text == 0 && item.kind == MavenItem::kCombination ? sign_of(item.digits) : text;
}

std::weak_ordering compare_items(const MavenItem& a, const MavenItem& b) {
  if (a.kind == MavenItem::kNumber && b.kind == MavenItem::kNumber)
    return compare_numbers(a.digits, b.digits);
  if (a.kind == MavenItem::kNumber) return std::weak_ordering::greater;
  if (b.kind == MavenItem::kNumber) return std::weak_ordering::less;
  std::weak_ordering text = compare_qualifiers(a, b);
  if (text != 0 || (a.kind == MavenItem::kText && b.kind == MavenItem::kText)) return text;
  if (a.kind == b.kind) return compare_numbers(a.digits, b.digits);
  // X1 > X; but with ga, final and release the number alone decides.
  bool a_numbered = a.kind == MavenItem::kCombination;
  std::weak_ordering numbered = std::weak_ordering::greater;
  if (qualifier_of(a).rank == kRelease) numbered = sign_of(a_numbered ? a.digits : b.digits);
  return a_numbered ? numbered : mirrored(numbered);
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
      if (result != 0) return result;
    }
    return std::weak_ordering::equivalent;
  }

 private:
  const MavenItems& items_;
  size_t left_;
};

// `list` stands before a list where `other` stands before an item.
std::weak_ordering compare_list_with_item(Reader list, Reader other) {
  if (other.item().kind == MavenItem::kNumber) return std::weak_ordering::less;
  while (list.at_list()) list.next();
  std::weak_ordering result = compare_items(list.item(), other.item());
  if (result != 0) return result;
  list.next();
  result = list.compare_rest_with_nothing();
  if (result != 0) return result;
  other.next();
  return mirrored(other.compare_rest_with_nothing());
}

}  // namespace

MavenItems take_maven_apart(std::string_view version) {
  MavenItems split = Splitter(version).split();
  MavenItems kept;
  size_t count = 0;  // of the kept items of the list that is being read backwards
  for (size_t i = split.size(); i-- > 0;) {
    const MavenItem& item = split[i];
    if (item.kind != MavenItem::kList) {
      if (is_null(item) && is_dropped(kept, count)) continue;
      kept.push_back(item);
      ++count;
    } else if (count > 0) {
      // The list is complete; in the one around it, it is one item. A list that holds nothing but
      // a list is that list.
      bool only_a_list = count == 1 && kept.back().kind == MavenItem::kList;
      if (!only_a_list) kept.push_back(item);
      count = 1;
    }
  }
  if (count == 1 && kept.back().kind == MavenItem::kList) kept.pop_back();
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
      std::weak_ordering result = compare_items(left.item(), right.item());
      if (result != 0) return result;
    }
    left.next();
    right.next();
  }
  if (!left.at_end()) return left.compare_rest_with_nothing();
  return mirrored(right.compare_rest_with_nothing());
}

}  // namespace seawall::version
