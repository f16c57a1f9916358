// What a license asks of those who use the software, in the classes that Google publishes with its
// license classifier (and that its open source documentation explains).
#pragma once

#include <string_view>

#include "license/expression.h"

namespace seawall::license {

// From the least to the most demanding; kUnknown lies where a careful reader would put it.
enum class Category {
  kUnencumbered,  // public domain and its like
  kPermissive,    // nothing is asked, not even a notice
  kNotice,        // keep the notice: MIT, BSD, Apache
  kReciprocal,    // changes of the files stay under the license: MPL, EPL, CDDL
  kUnknown,
  kRestricted,  // the work as a whole is affected: GPL, LGPL, CC-BY-SA
  kForbidden,   // AGPL, non-commercial and source-available ones
};

const char* category_name(Category category);  // "notice"

// `id` as Expression has it.
Category category_of(std::string_view id);
// All of an AND's: the most demanding; any of an OR's: the least demanding. Exceptions change
// nothing.
Category category_of(const Expression& expression);

}  // namespace seawall::license
