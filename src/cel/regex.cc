// Patterns are mostly constants of policies, but the functions are handed them as values; compiling
// takes a thousand times as long as looking one up. So each thread keeps the patterns that it used
// last, by their text: a small table, swept in turn. Nothing but time depends on it.
#include "cel/regex.h"

#include <memory>
#include <unordered_map>

namespace seawall::cel {

namespace {

// Of one pattern with its automata, grown while it is used.
constexpr int64_t kMemory = 8 << 20;

// Rewrites what Go understands and this RE2 does not; false when it is the other way around.
bool to_re2(std::string_view pattern, std::string& out) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      if (pattern[i + 1] == 'C') return false;
      if (pattern[i + 1] == 'Q') {  // as it is until \E
        size_t end = pattern.find("\\E", i);
        size_t size = end == std::string_view::npos ? pattern.size() - i : end + 2 - i;
        out += pattern.substr(i, size);
        i += size - 1;
        continue;
      }
      out += pattern.substr(i, 2);
      ++i;
      continue;
    }
    bool named = pattern.substr(i).starts_with("(?<") && i + 3 < pattern.size() &&
                 pattern[i + 3] != '=' && pattern[i + 3] != '!';
    if (named) {
      out += "(?P<";
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return true;
}

class Patterns {
 public:
  const re2::RE2* find(std::string_view pattern, std::string& mistake) {
    auto known = by_text_.find(pattern);
    if (known != by_text_.end()) {
      known->second->used = true;
      return &known->second->regex;
    }
    return add(pattern, mistake);
  }

 private:
  struct Kept {
    Kept(std::string_view pattern, const std::string& rewritten, const re2::RE2::Options& options)
        : text(pattern), regex(rewritten, options) {}
    std::string text;
    re2::RE2 regex;
    bool used = true;
  };

  const re2::RE2* add(std::string_view pattern, std::string& mistake) {
    std::string rewritten;
    if (!to_re2(pattern, rewritten)) {
      mistake = "invalid escape sequence: \\C";
      return nullptr;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMemory);
    auto made = std::make_unique<Kept>(pattern, rewritten, options);
    if (!made->regex.ok()) {
      mistake = made->regex.error();
      return nullptr;
    }
    std::unique_ptr<Kept>& place = free_place();
    if (place) by_text_.erase(place->text);
    place = std::move(made);
    by_text_.emplace(place->text, place.get());
    return &place->regex;
  }

  // The clock's hand: what was used since it passed last stays for one more round.
  std::unique_ptr<Kept>& free_place() {
    if (kept_.size() < kKeptPatterns) return kept_.emplace_back();
    for (;; hand_ = (hand_ + 1) % kKeptPatterns) {
      if (!kept_[hand_]->used) break;
      kept_[hand_]->used = false;
    }
    size_t free = hand_;
    hand_ = (hand_ + 1) % kKeptPatterns;
    return kept_[free];
  }

  std::vector<std::unique_ptr<Kept>> kept_;
  std::unordered_map<std::string_view, Kept*> by_text_;
  size_t hand_ = 0;
};

size_t next_character(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  return at;
}

}  // namespace

const re2::RE2* find_regex(std::string_view pattern, std::string& mistake) {
  thread_local Patterns patterns;
  return patterns.find(pattern, mistake);
}

RegexMatches::RegexMatches(const re2::RE2& regex, std::string_view text, size_t groups)
    : regex_(regex), text_(text), pieces_(groups + 1), groups_(groups + 1) {}

bool RegexMatches::next() {
  re2::StringPiece text(text_.data(), text_.size());
  while (position_ <= text_.size()) {
    if (!regex_.Match(text, position_, text_.size(), re2::RE2::UNANCHORED, pieces_.data(),
                      static_cast<int>(pieces_.size()))) {
      position_ = text_.size() + 1;
      return false;
    }
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i].data() == nullptr) {
        groups_[i] = {};
        continue;
      }
      auto begin = static_cast<size_t>(pieces_[i].data() - text_.data());
      groups_[i] = {begin, begin + pieces_[i].size()};
    }
    RegexGroup whole = groups_[0];
    bool empty = whole.begin == whole.end;
    position_ = empty ? next_character(text_, whole.end) : whole.end;
    bool behind_another = empty && whole.begin == last_end_;
    last_end_ = whole.end;
    if (!behind_another) return true;
  }
  return false;
}

}  // namespace seawall::cel
