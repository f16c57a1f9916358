// What a text looks like when it is a credential: keys and tokens with a form of their own. Private
// to this folder; checks ask through the function secretKind of docs/facts.md.
#pragma once

#include <string_view>

namespace seawall::model {

// "aws-access-key-id", "private-key", ... of the first kind in the table that occurs in `text`;
// empty when none does. Linear in the length of the text. Any thread.
std::string_view secret_kind(std::string_view text);

}  // namespace seawall::model
