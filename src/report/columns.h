// A table for terminals: columns as wide as their content, the widest ones cut to fit, those
// without any content left out. Widths count characters, not bytes; everything is printable()
// before it is measured.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace seawall::report {

class Columns {
 public:
  // `shrinkable[i]`: column i may be cut when the table is too wide.
  Columns(std::vector<std::string> head, std::vector<bool> shrinkable);

  // One row; `colours[0]` (an escape sequence or empty) applies to the first cell.
  void add(std::vector<std::string> cells, std::string_view first_colour = "");
  bool empty() const { return rows_.empty(); }
  // `indent` spaces before each row; lines end without trailing spaces. Empty without rows.
  std::string render(unsigned width, unsigned indent) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::string colour;
  };
  // Of each column; 0: left out.
  std::vector<unsigned> widths(unsigned width) const;
  std::vector<std::string> head_;
  std::vector<bool> shrinkable_;
  std::vector<Row> rows_;
};

// Characters (code points) of UTF-8 text.
unsigned character_count(std::string_view text);
// At most `width` characters, the last "…" when something was cut.
std::string cut(std::string_view text, unsigned width);

}  // namespace seawall::report
