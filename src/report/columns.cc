#include "report/columns.h"

#include <algorithm>
#include <numeric>

#include "base/result.h"
#include "base/text.h"

namespace seawall::report {
namespace {

constexpr unsigned kGap = 2;
constexpr unsigned kLeast = 12;  // no column is cut below this

bool starts_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

unsigned character_count(std::string_view text) {
  return static_cast<unsigned>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string cut(std::string_view text, unsigned width) {
  if (character_count(text) <= width) return std::string(text);
  if (width == 0) return "";
  unsigned seen = 0;
  size_t at = 0;
  for (; at < text.size(); ++at)
    if (starts_character(text[at]) && seen++ == width - 1) break;
  return std::string(text.substr(0, at)) + "…";
}

Columns::Columns(std::vector<std::string> head, std::vector<bool> shrinkable)
    : head_(std::move(head)), shrinkable_(std::move(shrinkable)) {
  CHECK(head_.size() == shrinkable_.size());
}

void Columns::add(std::vector<std::string> cells, std::string_view first_colour) {
  CHECK(cells.size() == head_.size());
  for (std::string& cell : cells) cell = printable(cell);
  rows_.push_back({std::move(cells), std::string(first_colour)});
}

std::vector<unsigned> Columns::widths(unsigned width) const {
  std::vector<unsigned> out(head_.size());
  for (const Row& row : rows_)
    for (size_t i = 0; i < out.size(); ++i)
      out[i] = std::max(out[i], character_count(row.cells[i]));
  for (size_t i = 0; i < out.size(); ++i)
    if (out[i] > 0) out[i] = std::max(out[i], character_count(head_[i]));
  auto empty = std::count(out.begin(), out.end(), 0u);
  auto shown = static_cast<unsigned>(out.size()) - static_cast<unsigned>(empty);
  unsigned gaps = shown > 1 ? kGap * (shown - 1) : 0;
  // Take from the widest column that may shrink, one character at a time.
  while (std::accumulate(out.begin(), out.end(), gaps) > width) {
    size_t widest = out.size();
    for (size_t i = 0; i < out.size(); ++i)
      if (shrinkable_[i] && out[i] > kLeast && (widest == out.size() || out[i] > out[widest]))
        widest = i;
    if (widest == out.size()) break;
    --out[widest];
  }
  return out;
}

std::string Columns::render(unsigned width, unsigned indent) const {
  std::vector<unsigned> columns = widths(width > indent ? width - indent : kLeast);
  std::string out;
  if (rows_.empty()) return out;
  auto line = [&](const std::vector<std::string>& cells, const std::string& colour) {
    std::string text(indent, ' ');
    for (size_t i = 0; i < cells.size(); ++i) {
      if (columns[i] == 0) continue;
      std::string cell = cut(cells[i], columns[i]);
      unsigned padding = columns[i] + kGap - character_count(cell);
      text += i == 0 && !colour.empty() ? fmt::format("{}{}\x1b[0m", colour, cell) : cell;
      text += std::string(padding, ' ');
    }
    out += std::string(trim_right(text)) + "\n";
  };
  line(head_, "");
  for (const Row& row : rows_) line(row.cells, row.colour);
  return out;
}

}  // namespace seawall::report
