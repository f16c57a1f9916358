#include "check/path.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::check {
namespace {

constexpr size_t kMostSteps = 64;
constexpr size_t kMostVisits = 10'000;

Error wrong(std::string_view text, std::string_view what) {
  return Error::make(Code::kInvalid, "path '{}': {}", printable(text, 200), what);
}

// The step inside brackets.
Result<Step> bracket_step(std::string_view text, std::string_view inside) {
  Step step;
  if (inside == "*") {
    step.kind = Step::Kind::kEvery;
  } else if (std::optional<uint64_t> index = parse_uint(inside)) {
    if (*index > UINT32_MAX) return wrong(text, "there is no such item");
    step.kind = Step::Kind::kIndex;
    step.index = static_cast<uint32_t>(*index);
  } else if (inside.size() >= 2 && (inside[0] == '"' || inside[0] == '\'')) {
    if (inside.back() != inside[0]) return wrong(text, "a quote is not closed");
    step.key = inside.substr(1, inside.size() - 2);
  } else if (std::optional<Halves> member = split_once(inside, "=")) {
    step.kind = Step::Kind::kMember;
    step.key = member->first;
    step.value = member->second;
  } else if (inside.empty()) {
    return wrong(text, "nothing in the brackets");
  } else {
    step.kind = Step::Kind::kText;
    step.value = inside;
  }
  return step;
}

// Where the bracket that opens at `at` closes; quotes may hold brackets.
size_t closing(std::string_view text, size_t at) {
  char quote = at + 1 < text.size() ? text[at + 1] : '\0';
  if (quote != '"' && quote != '\'') return text.find(']', at);
  size_t end = text.find(quote, at + 2);
  return end == std::string_view::npos ? end : text.find(']', end);
}

// Follows a path through a tree, depth first.
class Walk {
 public:
  Walk(const Path& path, bool incomplete, size_t most)
      : path_(path), incomplete_(incomplete), most_(most) {}

  void from(const Place& place) {
    if (found_.size() >= most_ || visits_ >= kMostVisits) return;
    if (deepest_.node == nullptr || place.taken > deepest_.taken) deepest_ = place;
    if (place.taken == path_.size()) {
      found_.push_back(place);
      return;
    }
    const Step& step = path_[place.taken];
    if (step.kind == Step::Kind::kKey) {
      into_member(place, step);
    } else {
      into_items(place, step);
    }
  }

  std::vector<Place> take_found() { return std::move(found_); }
  const Place& deepest() const { return deepest_; }

 private:
  void into_member(const Place& place, const Step& step) {
    for (const doc::Member& member : place.node->members()) {
      if (member.key != step.key) continue;
      Place next{&member.value, member.key_position, place.steps, place.taken + 1};
      if (next.position.line == 0) next.position = place.position;
      next.steps.push_back(step);
      return from(next);
    }
    // What is missing can be made when it is members all the way.
    bool makable = place.node->is_object() || place.node->is_null();
    for (size_t i = place.taken; i < path_.size(); ++i)
      makable &= path_[i].kind == Step::Kind::kKey;
    if (incomplete_ && makable) found_.push_back(place);
  }

  void into_items(const Place& place, const Step& step) {
    std::span<const doc::Node> items = place.node->items();
    if (step.kind == Step::Kind::kIndex) {
      if (step.index < items.size()) into_item(place, items[step.index], step.index);
      return;
    }
    for (uint32_t index = 0; index < items.size(); ++index) {
      if (++visits_ > kMostVisits) return;
      if (matches(step, items[index])) into_item(place, items[index], index);
    }
  }

  void into_item(const Place& place, const doc::Node& item, uint32_t index) {
    Place next{&item, item.position(), place.steps, place.taken + 1};
    next.steps.push_back({Step::Kind::kIndex, {}, {}, index});
    from(next);
  }

  static bool matches(const Step& step, const doc::Node& item) {
    if (step.kind == Step::Kind::kEvery) return true;
    const doc::Node& text = step.kind == Step::Kind::kMember ? item[step.key] : item;
    return text.is_string() && text.as_string() == step.value;
  }

  const Path& path_;
  bool incomplete_;
  size_t most_;
  size_t visits_ = 0;
  std::vector<Place> found_;
  Place deepest_;
};

}  // namespace

Result<Path> parse_path(std::string_view text) {
  Path path;
  size_t at = 0;
  while (at < text.size()) {
    if (path.size() == kMostSteps) return wrong(text, "it has too many steps");
    if (text[at] == '[') {
      size_t end = closing(text, at);
      if (end == std::string_view::npos) return wrong(text, "a bracket is not closed");
      path.push_back(TRY(bracket_step(text, text.substr(at + 1, end - at - 1))));
      at = end + 1;
    } else {
      size_t end = std::min(text.find_first_of(".[", at), text.size());
      if (end == at) return wrong(text, "a name is missing");
      Step step;
      step.key = text.substr(at, end - at);
      path.push_back(std::move(step));
      at = end;
    }
    if (at == text.size()) return path;
    if (text[at] == '.' && ++at == text.size()) return wrong(text, "it ends in a dot");
  }
  return wrong(text, "it is empty");
}

Place locate(const Path& path, const doc::Node& root) {
  Walk walk(path, false, 1);
  walk.from({&root, root.position(), {}, 0});
  std::vector<Place> found = walk.take_found();
  return found.empty() ? walk.deepest() : found[0];
}

std::vector<Place> locate_all(const Path& path, const doc::Node& root, bool incomplete) {
  Walk walk(path, incomplete, kMostVisits);
  walk.from({&root, root.position(), {}, 0});
  return walk.take_found();
}

std::string path_text(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    if (step.kind == Step::Kind::kKey && step.key.find_first_of(".[]\"") != std::string::npos) {
      char quote = step.key.find('"') == std::string::npos ? '"' : '\'';
      out += fmt::format("[{}{}{}]", quote, step.key, quote);
    } else if (step.kind == Step::Kind::kKey) {
      out += out.empty() ? step.key : "." + step.key;
    } else if (step.kind == Step::Kind::kIndex) {
      out += fmt::format("[{}]", step.index);
    } else if (step.kind == Step::Kind::kMember) {
      out += fmt::format("[{}={}]", step.key, step.value);
    } else {
      out += step.kind == Step::Kind::kEvery ? "[*]" : fmt::format("[{}]", step.value);
    }
  }
  return out;
}

}  // namespace seawall::check
