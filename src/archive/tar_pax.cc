// A record is "LENGTH KEY=VALUE\n", the length in decimal and including itself, so that a value may
// hold anything. POSIX lets the last record of a key win, and an empty value take it back. GNU's
// sparse format 0.0 breaks the first rule: offset and numbytes come in pairs, once per extent.
#include "archive/tar_pax.h"

#include <limits>

#include "base/text.h"

namespace seawall::archive {
namespace {

Error bad_record(std::string_view what) {
  return Error::make(Code::kInvalid, "bad pax record: {}", printable(what, 80));
}

Status set_text(std::string_view key, std::string_view value, std::string& field) {
  if (value.find('\0') != std::string_view::npos) return bad_record(key);
  field.assign(value);
  return {};
}

Status set_number(std::string_view key, std::string_view value, std::optional<uint64_t>& field) {
  field.reset();
  if (value.empty()) return {};
  field = parse_uint(value);
  if (!field || *field > std::numeric_limits<int64_t>::max()) return bad_record(key);
  return {};
}

// Negative and huge owners occur (nobody as -2); the kernel would keep the low 32 bits.
Status set_owner(std::string_view key, std::string_view value, std::optional<uint32_t>& field) {
  field.reset();
  if (value.empty()) return {};
  const bool negative = value.front() == '-';
  const std::optional<uint64_t> number = parse_uint(value.substr(negative ? 1 : 0));
  if (!number) return bad_record(key);
  field = static_cast<uint32_t>(negative ? ~*number + 1 : *number);
  return {};
}

Status set_sparse(std::string_view key, std::string_view value, PaxFields& fields) {
  const std::string_view name = key.substr(std::string_view("GNU.sparse.").size());
  if (name == "major") return set_text(key, value, fields.sparse_major);
  if (name == "minor") return set_text(key, value, fields.sparse_minor);
  if (name == "name") return set_text(key, value, fields.sparse_name);
  if (name == "size") return set_number(key, value, fields.sparse_size);
  if (name == "realsize") return set_number(key, value, fields.sparse_realsize);
  if (name == "map") {
    fields.sparse_map.clear();
    fields.has_sparse_map = true;
    return parse_sparse_list(value, fields.sparse_map);
  }
  if (name == "numblocks") {
    fields.has_sparse_map = true;  // a file that is one hole has no blocks and no map
    return {};
  }
  if (name == "offset") {
    if (fields.sparse_offset || value.empty()) return bad_record(key);
    return set_number(key, value, fields.sparse_offset);
  }
  if (name == "numbytes") {
    std::optional<uint64_t> size;
    TRY(set_number(key, value, size));
    if (!fields.sparse_offset || !size || fields.sparse_map.size() >= kMaxSparseExtents)
      return bad_record(key);
    fields.sparse_map.push_back({*fields.sparse_offset, *size});
    fields.sparse_offset.reset();
    fields.has_sparse_map = true;
  }
  return {};
}

Status set(std::string_view key, std::string_view value, PaxFields& fields) {
  if (key == "path") return set_text(key, value, fields.path);
  if (key == "linkpath") return set_text(key, value, fields.link);
  if (key == "size") return set_number(key, value, fields.size);
  if (key == "uid") return set_owner(key, value, fields.uid);
  if (key == "gid") return set_owner(key, value, fields.gid);
  if (key.substr(0, 11) == "GNU.sparse.") return set_sparse(key, value, fields);
  return {};
}

}  // namespace

PaxFields::Sparse PaxFields::sparse() const {
  if (sparse_major == "1" && sparse_minor == "0") return Sparse::kText;
  const bool old_version = (sparse_major.empty() && sparse_minor.empty()) ||
                           (sparse_major == "0" && (sparse_minor == "0" || sparse_minor == "1"));
  return old_version && has_sparse_map ? Sparse::kMap : Sparse::kNo;
}

void PaxFields::clear() {
  path.clear();
  link.clear();
  size.reset();
  uid.reset();
  gid.reset();
  sparse_major.clear();
  sparse_minor.clear();
  sparse_name.clear();
  sparse_size.reset();
  sparse_realsize.reset();
  has_sparse_map = false;
  sparse_offset.reset();
  sparse_map.clear();
}

Status parse_pax(std::string_view records, PaxFields& fields) {
  while (!records.empty()) {
    const size_t blank = records.find(' ');
    const std::optional<uint64_t> length = parse_uint(records.substr(0, blank));
    if (blank == std::string_view::npos || !length || *length > records.size() ||
        *length < blank + 2)
      return bad_record(records);
    const std::string_view record = records.substr(0, *length);
    const std::string_view body = record.substr(blank + 1);
    const size_t equals = body.find('=');
    if (record.back() != '\n' || equals == std::string_view::npos || equals == 0)
      return bad_record(record);
    const std::string_view key = body.substr(0, equals);
    TRY(set(key, body.substr(equals + 1, body.size() - equals - 2), fields));
    records.remove_prefix(*length);
  }
  if (fields.sparse_offset) return bad_record("GNU.sparse.offset");
  return {};
}

}  // namespace seawall::archive
