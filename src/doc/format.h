// The `format` keyword of JSON Schema for the formats that real schemas use.
#pragma once

#include <string_view>

namespace seawall::doc {

// Whether a format of that name is checked at all; others say nothing about a value.
using FormatCheck = bool (*)(std::string_view text);
FormatCheck find_format(std::string_view name);  // nullptr when unknown

bool is_date(std::string_view text);       // RFC 3339 full-date
bool is_time(std::string_view text);       // RFC 3339 full-time
bool is_date_time(std::string_view text);  // RFC 3339 date-time
bool is_email(std::string_view text);      // RFC 5321 Mailbox
bool is_idn_email(std::string_view text);  // RFC 6531
bool is_uri(std::string_view text);        // RFC 3986
bool is_uri_reference(std::string_view text);
bool is_iri(std::string_view text);  // RFC 3987
bool is_iri_reference(std::string_view text);
bool is_uuid(std::string_view text);  // RFC 4122
bool is_ipv4(std::string_view text);  // RFC 2673 dotted-quad

}  // namespace seawall::doc
