#include "feed/tables.h"

#include <bit>

#include "base/hash.h"

namespace seawall::feed {
namespace {

constexpr size_t kMaxKey = 480;  // LMDB takes 511

Error damaged(const char* what) {
  return Error::make(Code::kInvalid, "damaged {} in the advisory index; make it anew", what);
}

uint32_t get_number(WireReader& in) {
  uint64_t value = in.number();
  if (value > UINT32_MAX) in.fail();
  return static_cast<uint32_t>(value);
}

void put_numbers(WireWriter& out, const std::vector<uint32_t>& numbers) {
  out.list(numbers, [&](uint32_t number) { out.number(number); });
}

void get_numbers(WireReader& in, std::vector<uint32_t>& out) {
  in.list(out, [&](uint32_t& number) { number = get_number(in); });
}

}  // namespace

std::string number_key(Table table, uint32_t number) {
  std::string key(1, static_cast<char>(table));
  for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(number >> shift);
  return key;
}

std::string text_key(Table table, std::string_view text) {
  std::string key(1, static_cast<char>(table));
  key += text.substr(0, kMaxKey);
  return key;
}

void package_key(std::string_view family, std::string_view name, std::string& out) {
  out.assign(1, static_cast<char>(Table::kPackage));
  out += family.substr(0, 64);
  out += '\0';
  if (name.size() <= kMaxKey - 80) {
    out += name;
  } else {
    out += name.substr(0, kMaxKey - 160);
    out += '\0';
    out += to_hex(sha256(name));
  }
}

std::string encode_brief_head(const Advisory& advisory) {
  WireWriter out;
  out.text(advisory.id);
  out.text(advisory.modified);
  out.text(advisory.published);
  out.text(advisory.withdrawn);
  out.text(advisory.summary);
  out.text(advisory.word);
  out.list(advisory.ratings, [&](const Rating& rating) {
    out.text(rating.type);
    out.text(rating.score);
  });
  return out.take();
}

std::string encode_brief_tail(const std::vector<uint32_t>& groups,
                              const std::vector<std::string_view>& feeds) {
  WireWriter out;
  put_numbers(out, groups);
  out.list(feeds, [&](std::string_view feed) { out.text(feed); });
  return out.take();
}

Result<BriefRow> decode_brief(std::string_view row) {
  WireReader in(row);
  BriefRow out;
  out.brief.id = in.view();
  out.brief.modified = in.view();
  out.brief.published = in.view();
  out.withdrawn = in.view();
  out.brief.summary = in.view();
  out.brief.word = in.view();
  in.list(out.brief.ratings, [&](Rating& rating) {
    rating.type = in.text();
    rating.score = in.text();
  });
  get_numbers(in, out.brief.groups);
  in.list(out.feeds, [&](std::string_view& feed) { feed = in.view(); });
  if (!in.ok() || !in.at_end()) return damaged("advisory");
  return out;
}

std::string encode_group(std::string_view id, const std::vector<std::string_view>& aliases,
                         const std::vector<uint32_t>& advisories,
                         const std::vector<uint32_t>& bundles) {
  WireWriter out;
  out.text(id);
  out.list(aliases, [&](std::string_view alias) { out.text(alias); });
  put_numbers(out, advisories);
  put_numbers(out, bundles);
  return out.take();
}

Result<Group> decode_group(std::string_view row) {
  WireReader in(row);
  Group out;
  out.id = in.view();
  in.list(out.aliases, [&](std::string_view& alias) { alias = in.view(); });
  get_numbers(in, out.advisories);
  get_numbers(in, out.bundles);
  if (!in.ok() || !in.at_end()) return damaged("alias group");
  return out;
}

std::string encode_id(const IdRow& row) {
  WireWriter out;
  out.number(row.advisory ? uint64_t{*row.advisory} + 1 : 0);
  out.number(row.group ? uint64_t{*row.group} + 1 : 0);
  return out.take();
}

Result<IdRow> decode_id(std::string_view row) {
  WireReader in(row);
  uint64_t advisory = in.number();
  uint64_t group = in.number();
  if (!in.ok() || !in.at_end() || advisory > UINT32_MAX || group > UINT32_MAX) return damaged("id");
  IdRow out;
  if (advisory > 0) out.advisory = static_cast<uint32_t>(advisory - 1);
  if (group > 0) out.group = static_cast<uint32_t>(group - 1);
  return out;
}

std::string encode_feed(const Feed& feed) {
  WireWriter out;
  out.text(feed.name);
  out.text(feed.source);
  out.number(static_cast<uint64_t>(feed.fetched));
  out.text(feed.newest);
  out.number(feed.records);
  out.number(feed.withdrawn);
  out.number(feed.skipped);
  out.text(feed.etag);
  out.text(feed.last_modified);
  out.text(feed.list_etag);
  return out.take();
}

Result<Feed> decode_feed(std::string_view row) {
  WireReader in(row);
  Feed out;
  out.name = in.text();
  out.source = in.text();
  out.fetched = static_cast<UnixSeconds>(in.number());
  out.newest = in.text();
  out.records = in.number();
  out.withdrawn = in.number();
  out.skipped = in.number();
  out.etag = in.text();
  out.last_modified = in.text();
  out.list_etag = in.text();
  if (!in.ok() || !in.at_end()) return damaged("feed");
  return out;
}

std::string encode_epss(const Epss& epss) {
  WireWriter out;
  out.fixed64(uint64_t{std::bit_cast<uint32_t>(epss.probability)} << 32 |
              std::bit_cast<uint32_t>(epss.percentile));
  return out.take();
}

std::optional<Epss> decode_epss(std::string_view row) {
  WireReader in(row);
  uint64_t bits = in.fixed64();
  Epss out{std::bit_cast<float>(static_cast<uint32_t>(bits >> 32)),
           std::bit_cast<float>(static_cast<uint32_t>(bits))};
  bool sane = out.probability >= 0 && out.probability <= 1 && out.percentile >= 0 &&
              out.percentile <= 1;  // false for NaN too
  if (!in.ok() || !in.at_end() || !sane) return std::nullopt;
  return out;
}

std::string encode_kev(const Kev& kev) {
  WireWriter out;
  out.text(kev.added);
  out.text(kev.due);
  out.number(kev.ransomware ? 1 : 0);
  return out.take();
}

std::optional<Kev> decode_kev(std::string_view row) {
  WireReader in(row);
  Kev out;
  out.added = in.view();
  out.due = in.view();
  out.ransomware = in.number() != 0;
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return out;
}

std::string encode_summary(const SummaryRow& row) {
  WireWriter out;
  out.number(row.format);
  out.number(static_cast<uint64_t>(row.created));
  for (uint64_t count : {row.advisories, row.groups, row.packages, row.entries, row.epss, row.kev})
    out.number(count);
  for (const std::string* text : {&row.epss_date, &row.kev_date, &row.epss_etag, &row.kev_etag})
    out.text(*text);
  return out.take();
}

Result<SummaryRow> decode_summary(std::string_view row) {
  WireReader in(row);
  SummaryRow out;
  out.format = get_number(in);
  if (!in.ok()) return damaged("summary");
  if (out.format != kIndexFormat)
    return Error::make(Code::kUnsupported,
                       "the advisory index has format {}, this program reads format {}: update it",
                       out.format, kIndexFormat);
  out.created = static_cast<UnixSeconds>(in.number());
  for (uint64_t* count :
       {&out.advisories, &out.groups, &out.packages, &out.entries, &out.epss, &out.kev})
    *count = in.number();
  for (std::string* text : {&out.epss_date, &out.kev_date, &out.epss_etag, &out.kev_etag})
    *text = in.text();
  if (!in.ok() || !in.at_end()) return damaged("summary");
  return out;
}

}  // namespace seawall::feed
