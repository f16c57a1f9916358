// challenge = scheme [ 1*SP 1#( name "=" ( token | quoted-string ) ) ], several of them separated
// by commas, so that after a comma either a parameter or a new scheme may follow: it is a parameter
// when
// "=" comes after the word.
#include "image/auth_challenge.h"

#include "base/text.h"

namespace seawall::image {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_spaces() {
    while (!rest_.empty() && is_space(rest_[0])) rest_.remove_prefix(1);
  }
  void skip_one() { rest_.remove_prefix(rest_.empty() ? 0 : 1); }
  // Up to white space, a comma, "=" or a quote.
  std::string_view word() {
    size_t end = rest_.find_first_of(" \t\r\n,=\"");
    std::string_view out = rest_.substr(0, end);
    rest_.remove_prefix(out.size());
    return out;
  }
  std::string value() {
    if (!take('"')) return std::string(word());
    std::string out;
    while (!rest_.empty() && rest_[0] != '"') {
      if (rest_[0] == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) break;
      out += rest_[0];
      rest_.remove_prefix(1);
    }
    take('"');
    return out;
  }

 private:
  std::string_view rest_;
};

}  // namespace

std::vector<Challenge> parse_challenges(std::string_view header) {
  std::vector<Challenge> out;
  Reader reader(header.substr(0, 16 << 10));
  while (true) {
    reader.skip_spaces();
    if (reader.at_end()) return out;
    std::string_view word = reader.word();
    reader.skip_spaces();
    if (word.empty()) {
      reader.skip_one();
    } else if (reader.take('=')) {
      reader.skip_spaces();
      std::string value = reader.value();
      if (!out.empty()) out.back().parameters.emplace(to_lower(word), std::move(value));
    } else {
      out.push_back({to_lower(word), {}});
    }
  }
}

}  // namespace seawall::image
