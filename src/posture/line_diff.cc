// Myers' O(ND) algorithm (An O(ND) Difference Algorithm and Its Variations, 1986) in its greedy
// form on lines, after what is equal at both ends is set aside. It keeps one frontier for each
// step, so the number of differing lines is bounded; beyond that the middle is given as replaced
// whole.
#include "posture/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace seawall::posture {
namespace {

constexpr size_t kContext = 3;
constexpr ptrdiff_t kMostSteps = 2000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

enum class Mark : char { kSame = ' ', kGone = '-', kNew = '+' };

struct Line {
  Mark mark;
  std::string_view text;
};

// Lines [begin, end) of both texts.
struct Range {
  const std::vector<std::string_view>& a;
  const std::vector<std::string_view>& b;
  size_t begin, a_end, b_end;
};

// The frontiers of each step of the search; empty when it takes too many.
std::vector<std::vector<ptrdiff_t>> frontiers(const Range& range) {
  ptrdiff_t n = static_cast<ptrdiff_t>(range.a_end - range.begin);
  ptrdiff_t m = static_cast<ptrdiff_t>(range.b_end - range.begin);
  std::vector<std::vector<ptrdiff_t>> trace;
  std::vector<ptrdiff_t> far(static_cast<size_t>(2 * (n + m) + 3), 0);
  auto at = [&](ptrdiff_t k) -> ptrdiff_t& { return far[static_cast<size_t>(k + n + m + 1)]; };
  for (ptrdiff_t d = 0; d <= std::min(n + m, kMostSteps); ++d) {
    std::vector<ptrdiff_t> kept;
    for (ptrdiff_t k = -d; k <= d; ++k) kept.push_back(at(k));
    trace.push_back(std::move(kept));
    for (ptrdiff_t k = -d; k <= d; k += 2) {
      bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      ptrdiff_t x = down ? at(k + 1) : at(k - 1) + 1;
      ptrdiff_t y = x - k;
      while (x < n && y < m &&
             range.a[range.begin + static_cast<size_t>(x)] ==
                 range.b[range.begin + static_cast<size_t>(y)])
        ++x, ++y;
      at(k) = x;
      if (x >= n && y >= m) return trace;
    }
  }
  return {};
}

void append_middle(const Range& range, std::vector<Line>& out) {
  std::vector<std::vector<ptrdiff_t>> trace = frontiers(range);
  ptrdiff_t x = static_cast<ptrdiff_t>(range.a_end - range.begin);
  ptrdiff_t y = static_cast<ptrdiff_t>(range.b_end - range.begin);
  std::vector<Line> back;
  auto a = [&](ptrdiff_t i) { return range.a[range.begin + static_cast<size_t>(i)]; };
  auto b = [&](ptrdiff_t i) { return range.b[range.begin + static_cast<size_t>(i)]; };
  if (trace.empty()) {
    for (ptrdiff_t i = 0; i < x; ++i) out.push_back({Mark::kGone, a(i)});
    for (ptrdiff_t i = 0; i < y; ++i) out.push_back({Mark::kNew, b(i)});
    return;
  }
  for (ptrdiff_t d = static_cast<ptrdiff_t>(trace.size()) - 1; d >= 0; --d) {
    const std::vector<ptrdiff_t>& far = trace[static_cast<size_t>(d)];
    auto at = [&far, d](ptrdiff_t k) { return far[static_cast<size_t>(k + d)]; };
    ptrdiff_t k = x - y;
    bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    ptrdiff_t from = d == 0 ? 0 : down ? k + 1 : k - 1;
    ptrdiff_t x0 = d == 0 ? 0 : at(from), y0 = x0 - from;
    while (x > x0 && y > y0 && x > 0 && y > 0) {
      --x, --y;
      back.push_back({Mark::kSame, a(x)});
    }
    if (d == 0) break;
    if (down) {
      back.push_back({Mark::kNew, b(--y)});
    } else {
      back.push_back({Mark::kGone, a(--x)});
    }
  }
  out.insert(out.end(), back.rbegin(), back.rend());
}

std::vector<Line> compare(const std::vector<std::string_view>& a,
                          const std::vector<std::string_view>& b) {
  size_t begin = 0, a_end = a.size(), b_end = b.size();
  while (begin < a_end && begin < b_end && a[begin] == b[begin]) ++begin;
  while (a_end > begin && b_end > begin && a[a_end - 1] == b[b_end - 1]) --a_end, --b_end;
  std::vector<Line> out;
  for (size_t i = 0; i < begin; ++i) out.push_back({Mark::kSame, a[i]});
  append_middle({a, b, begin, a_end, b_end}, out);
  for (size_t i = a_end; i < a.size(); ++i) out.push_back({Mark::kSame, a[i]});
  return out;
}

// "12,3", as diff writes it: the line before for no lines.
std::string span_text(size_t first, size_t count) {
  if (count == 1) return fmt::format("{}", first + 1);
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return "";
  std::vector<std::string_view> a = lines_of(before), b = lines_of(after);
  std::vector<Line> lines = compare(a, b);
  std::string out = fmt::format("--- a/{}\n+++ b/{}\n", path, path);
  size_t a_at = 0, b_at = 0;  // lines of each before `i`
  for (size_t i = 0; i < lines.size();) {
    if (lines[i].mark == Mark::kSame) {
      ++i, ++a_at, ++b_at;
      continue;
    }
    size_t begin = i - std::min({i, kContext});
    // The hunk ends where more lines are the same than two contexts hold.
    size_t end = i, same = 0;
    for (size_t at = i; at < lines.size() && same <= 2 * kContext; ++at) {
      same = lines[at].mark == Mark::kSame ? same + 1 : 0;
      if (same == 0) end = at + 1;
    }
    end = std::min(lines.size(), end + kContext);
    size_t lead = i - begin, gone = 0, fresh = 0;
    for (size_t at = begin; at < end; ++at) {
      gone += lines[at].mark != Mark::kNew;
      fresh += lines[at].mark != Mark::kGone;
    }
    out +=
        fmt::format("@@ -{} +{} @@\n", span_text(a_at - lead, gone), span_text(b_at - lead, fresh));
    for (size_t at = begin; at < end; ++at) {
      out += fmt::format("{}{}", static_cast<char>(lines[at].mark), lines[at].text);
      if (!lines[at].text.ends_with('\n')) out += "\n\\ No newline at end of file\n";
    }
    a_at += gone - lead;
    b_at += fresh - lead;
    i = end;
  }
  return out;
}

}  // namespace seawall::posture
