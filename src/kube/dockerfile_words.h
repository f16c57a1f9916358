// Words of Dockerfile instructions: quotes, escapes, variables (Dockerfile reference, "Environment
// replacement"). For this folder only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kube/dockerfile_lines.h"

namespace seawall::kube {

std::string_view first_word(std::string_view text);  // up to white space
// By white space alone.
std::vector<std::string_view> fields_of(std::string_view text);
// As one of words_of(), the first.
std::string_view first_quoted_word(std::string_view text, char escape);
// By white space outside of quotes; quotes and escapes stay.
std::vector<std::string_view> words_of(std::string_view text, char escape);
// Without quotes and escapes; variables as written.
std::string unquoted(std::string_view word, char escape);

// Variables with their values.
using Variables = std::map<std::string, std::string, std::less<>>;
struct Expansion {
  std::string text;
  bool known = true;  // false: some variable has no value here; it stays as written
};
// unquoted() with $NAME, ${NAME}, ${NAME:-word}, ${NAME:+word} (and without the colon) replaced.
Expansion expanded(std::string_view word, char escape, const Variables& values);

// Names of the variables that `text` uses, each once, in order: $NAME and ${NAME...}; not those
// behind an escape or in single quotes.
std::vector<std::string> variables_in(std::string_view text, char escape);

// The here-documents that a line begins, in order: name and expand are set; content is "-" for <<-.
std::vector<Heredoc> heredocs_of(std::string_view line);

}  // namespace seawall::kube
