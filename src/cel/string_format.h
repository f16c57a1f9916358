// string.format(): printf for CEL. There are two dialects: that of cel-spec (cel-go's strings
// extension from version 4 on), and that of cel-go's versions 1 to 3, which Kubernetes has; the
// latter writes numbers as in American English ("1,234.500000", "1.5 × 10⁰³") and quotes what is
// inside of lists and maps.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cel/function.h"

namespace seawall::cel {

// One argument in one clause. Appends to the output; false: see failed().
class FormatDialect {
 public:
  explicit FormatDialect(Memory& memory) : memory_(memory) {}
  virtual ~FormatDialect() = default;

  virtual bool text(const Value& value) = 0;                       // %s
  virtual bool decimal(const Value& value) = 0;                    // %d
  virtual bool fixed(const Value& value, int precision) = 0;       // %.3f
  virtual bool scientific(const Value& value, int precision) = 0;  // %.3e
  // The same in both.
  bool binary(const Value& value);                   // %b
  bool hexadecimal(const Value& value, bool upper);  // %x, %X
  bool octal(const Value& value);                    // %o

  bool append(std::string_view part);
  bool fail(std::string_view mistake);                         // a sentence
  bool wrong_kind(std::string_view rule, const Value& value);  // "RULE, was given TYPE"
  const Value& failed() const { return failed_; }
  Memory& memory() { return memory_; }
  std::string& out() { return out_; }

 protected:
  // A value within a list or map, or as %s has it.
  virtual bool write(const Value& value, int depth) = 0;
  bool write_list(const Value& list, int depth);
  // Sorted by the text of the keys.
  bool write_map(const Value& map, int depth, std::string_view separator);
  // As string(value) is.
  bool append_string_of(const Value& value);

  Memory& memory_;
  std::string out_;
  Value failed_;

 private:
  static constexpr int kDeepest = 250;
  bool count(size_t bytes);
  bool write_entry(const Value& key, const Value& value, int depth);

  std::vector<std::pair<std::string, std::string>> entries_;  // of the maps under way
  size_t written_ = 0;                                        // in all, also what was moved since
};

// call: the format, the list of arguments.
Value format_in(Call& call, FormatDialect& dialect);
Value format_as_spec(Call& call);
Value format_as_kubernetes(Call& call);

}  // namespace seawall::cel
