#include "feed/table_lookup.h"

#include <algorithm>

#include "feed/record_codec.h"

namespace seawall::feed {

Result<std::unique_ptr<TableLookup>> TableLookup::open(std::unique_ptr<TableStore> store) {
  std::unique_ptr<TableLookup> lookup(new TableLookup(std::move(store)));
  std::optional<std::string_view> row = lookup->store_->get(text_key(Table::kSummary, ""));
  if (!row) return Error(Code::kInvalid, "the advisory index is not complete; make it anew");
  lookup->summary_ = TRY(decode_summary(*row));
  Status read;
  TRY(lookup->store_->scan(text_key(Table::kFeed, ""),
                           [&](std::string_view, std::string_view value) {
                             Result<Feed> feed = decode_feed(value);
                             if (feed) {
                               lookup->feeds_.push_back(std::move(*feed));
                             } else {
                               read = feed.error();
                             }
                             return read.ok();
                           }));
  TRY(std::move(read));
  return lookup;
}

std::string_view TableLookup::entries(std::string_view family, std::string_view name) const {
  package_key(family, name, key_);
  return store_->get(key_).value_or(std::string_view{});
}

uint64_t TableLookup::entries_of(std::string_view ecosystem) const {
  std::optional<std::string_view> row = store_->get(text_key(Table::kRelease, ecosystem));
  return row ? WireReader(*row).number() : 0;
}

std::vector<std::string> TableLookup::releases(std::string_view family) const {
  std::vector<std::string> out;
  // A failed scan leaves the list short; the caller then finds no release, which it reports.
  (void)store_->scan(text_key(Table::kRelease, family),
                     [&](std::string_view key, std::string_view) {
                       key.remove_prefix(1);
                       if (key.size() == family.size() || key[family.size()] == ':')
                         out.emplace_back(key);
                       return true;
                     });
  return out;
}

Result<Brief> TableLookup::brief(uint32_t advisory) const {
  std::optional<std::string_view> row = store_->get(number_key(Table::kBrief, advisory));
  if (!row) return Error::make(Code::kInvalid, "the index has no advisory number {}", advisory);
  BriefRow decoded = TRY(decode_brief(*row));
  return std::move(decoded.brief);
}

Result<Group> TableLookup::group(uint32_t group) const {
  std::optional<std::string_view> row = store_->get(number_key(Table::kGroup, group));
  if (!row) return Error::make(Code::kInvalid, "the index has no alias group number {}", group);
  return decode_group(*row);
}

std::optional<IdRow> TableLookup::find_id(std::string_view id) const {
  std::optional<std::string_view> row = store_->get(text_key(Table::kId, id));
  if (!row) return std::nullopt;
  Result<IdRow> decoded = decode_id(*row);
  if (!decoded) return std::nullopt;
  return *decoded;
}

Result<Advisory> TableLookup::record(uint32_t number) const {
  std::optional<std::string_view> row = store_->get(number_key(Table::kRecord, number));
  if (!row) return Error::make(Code::kInvalid, "the index has no record number {}", number);
  return decode_record(*row);
}

Result<Advisory> TableLookup::advisory(std::string_view id) const {
  std::optional<IdRow> row = find_id(id);
  if (row && row->advisory) return record(*row->advisory);
  if (row && row->group) {
    Group members = TRY(group(*row->group));
    if (!members.advisories.empty()) return record(members.advisories.front());
    if (!members.bundles.empty()) return record(members.bundles.front());
  }
  return Error::make(Code::kNotFound, "the index has no advisory {}", id);
}

std::vector<std::string> TableLookup::records_of(std::string_view id) const {
  std::vector<std::string> out;
  std::optional<IdRow> row = find_id(id);
  if (!row) return out;
  std::vector<uint32_t> numbers;
  if (row->advisory) numbers.push_back(*row->advisory);
  if (row->group) {
    if (Result<Group> members = group(*row->group)) {
      for (const auto* list : {&members->advisories, &members->bundles})
        numbers.insert(numbers.end(), list->begin(), list->end());
    }
  }
  for (uint32_t number : numbers)
    if (Result<Brief> found = brief(number)) out.emplace_back(found->id);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<Epss> TableLookup::epss(std::string_view cve) const {
  std::optional<std::string_view> row = store_->get(text_key(Table::kEpss, cve));
  return row ? decode_epss(*row) : std::nullopt;
}

std::optional<Kev> TableLookup::kev(std::string_view cve) const {
  std::optional<std::string_view> row = store_->get(text_key(Table::kKev, cve));
  return row ? decode_kev(*row) : std::nullopt;
}

}  // namespace seawall::feed
