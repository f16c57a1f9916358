// Recursive descent:
//
//   or    := and ("||" and)*
//   and   := term ("&&" term)*
//   term  := "!" term | "(" or ")" | "all()" | "global()" | "has(" label ")" | label test
//   test  := ("==" | "!=" | "contains" | "starts with" | "ends with") string
//          | ("in" | "not in") "{" [string ("," string)*] "}"
//
// Tests of a label that is not there fail, but for "!=" and "not in".
#include "model/calico_selector.h"

#include <algorithm>

#include "base/text.h"

namespace seawall::model {
namespace {

constexpr size_t kMostBytes = 64u << 10;
constexpr int kMostLevels = 64;

bool is_label_char(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '/' || c == '-';
}

}  // namespace

class CalicoParser {
 public:
  explicit CalicoParser(std::string_view text) : text_(text) {}

  Result<CalicoSelector> parse() {
    skip_space();
    if (at_ == text_.size()) {
      add({});
    } else {
      TRY(parse_or(0));
      if (at_ != text_.size()) return unexpected();
    }
    return std::move(out_);
  }

 private:
  using Kind = CalicoSelector::Kind;
  using Term = CalicoSelector::Term;

  Error unexpected() const {
    return Error::make(Code::kInvalid, "no Calico selector: character {} is not understood",
                       at_ + 1);
  }
  uint32_t add(Term term) {
    out_.terms_.push_back(std::move(term));
    return static_cast<uint32_t>(out_.terms_.size() - 1);
  }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool take(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    skip_space();
    return true;
  }
  // A word, not the beginning of a longer one.
  bool take_word(std::string_view word) {
    std::string_view rest = text_.substr(at_);
    if (!rest.starts_with(word) || (rest.size() > word.size() && is_label_char(rest[word.size()])))
      return false;
    return take(word);
  }

  Result<uint32_t> parse_list(Kind kind, std::string_view between, int level) {
    std::vector<uint32_t> children;
    do {
      children.push_back(
          TRY(kind == Kind::kOr ? parse_list(Kind::kAnd, "&&", level) : parse_term(level)));
    } while (take(between));
    if (children.size() == 1) return children[0];
    return add({kind, {}, {}, std::move(children)});
  }
  Result<uint32_t> parse_or(int level) {
    if (level > kMostLevels) return Error(Code::kLimit, "a Calico selector is nested too deeply");
    return parse_list(Kind::kOr, "||", level);
  }

  Result<uint32_t> parse_term(int level) {
    if (level > kMostLevels) return Error(Code::kLimit, "a Calico selector is nested too deeply");
    if (take("!")) {
      uint32_t child = TRY(parse_term(level + 1));
      return add({Kind::kNot, {}, {}, {child}});
    }
    if (take("(")) {
      uint32_t inner = TRY(parse_or(level + 1));
      if (!take(")")) return unexpected();
      return inner;
    }
    std::string label = TRY(parse_label());
    if (take("(")) return parse_function(label);
    return parse_test(std::move(label));
  }

  Result<uint32_t> parse_function(const std::string& name) {
    Term term;
    if (name == "has") {
      term.kind = Kind::kHas;
      term.key = TRY(parse_label());
    } else if (name == "global") {
      term.kind = Kind::kGlobal;
    } else if (name != "all") {
      return unexpected();
    }
    if (!take(")")) return unexpected();
    return add(std::move(term));
  }

  Result<uint32_t> parse_test(std::string key) {
    Term term;
    term.key = std::move(key);
    if (take("==")) {
      term.kind = Kind::kEqual;
    } else if (take("!=")) {
      term.kind = Kind::kNotEqual;
    } else if (take_word("contains")) {
      term.kind = Kind::kContains;
    } else if (take_word("starts")) {
      if (!take_word("with")) return unexpected();
      term.kind = Kind::kStartsWith;
    } else if (take_word("ends")) {
      if (!take_word("with")) return unexpected();
      term.kind = Kind::kEndsWith;
    } else if (take_word("in")) {
      return parse_set(std::move(term), Kind::kIn);
    } else if (take_word("not")) {
      if (!take_word("in")) return unexpected();
      return parse_set(std::move(term), Kind::kNotIn);
    } else {
      return unexpected();
    }
    term.values.push_back(TRY(parse_string()));
    return add(std::move(term));
  }

  Result<uint32_t> parse_set(Term term, Kind kind) {
    term.kind = kind;
    if (!take("{")) return unexpected();
    if (take("}")) return add(std::move(term));
    do {
      term.values.push_back(TRY(parse_string()));
    } while (take(","));
    if (!take("}")) return unexpected();
    return add(std::move(term));
  }

  Result<std::string> parse_label() {
    size_t begin = at_;
    while (at_ < text_.size() && is_label_char(text_[at_])) ++at_;
    if (at_ == begin) return unexpected();
    std::string label(text_.substr(begin, at_ - begin));
    skip_space();
    return label;
  }

  Result<std::string> parse_string() {
    if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return unexpected();
    size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return unexpected();
    std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    skip_space();
    return value;
  }

  std::string_view text_;
  size_t at_ = 0;
  CalicoSelector out_;
};

Result<CalicoSelector> CalicoSelector::parse(std::string_view text) {
  if (text.size() > kMostBytes) return Error(Code::kLimit, "a Calico selector is too long");
  return CalicoParser(text).parse();
}

bool CalicoSelector::is_all() const {
  return terms_.back().kind == Kind::kAll;
}

bool CalicoSelector::selects(const LabelLookup& labels) const {
  return holds(terms_.back(), labels);
}

bool CalicoSelector::holds(const Term& term, const LabelLookup& labels) const {
  auto child_holds = [&](uint32_t child) { return holds(terms_[child], labels); };
  switch (term.kind) {
    case Kind::kAll:
      return true;
    case Kind::kGlobal:
      return false;
    case Kind::kNot:
      return !child_holds(term.children[0]);
    case Kind::kAnd:
      return std::all_of(term.children.begin(), term.children.end(), child_holds);
    case Kind::kOr:
      return std::any_of(term.children.begin(), term.children.end(), child_holds);
    default:
      break;
  }
  std::optional<std::string_view> label = labels(term.key);
  auto is_value = [&](const std::string& value) { return *label == value; };
  bool is_one = label && std::any_of(term.values.begin(), term.values.end(), is_value);
  switch (term.kind) {
    case Kind::kHas:
      return label.has_value();
    case Kind::kNotEqual:
    case Kind::kNotIn:
      return !is_one;
    case Kind::kContains:
      return label && label->find(term.values[0]) != std::string_view::npos;
    case Kind::kStartsWith:
      return label && label->starts_with(term.values[0]);
    case Kind::kEndsWith:
      return label && label->ends_with(term.values[0]);
    default:
      return is_one;
  }
}

}  // namespace seawall::model
