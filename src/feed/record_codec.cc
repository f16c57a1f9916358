#include "feed/record_codec.h"

#include <zstd.h>

#include "base/wire.h"

namespace seawall::feed {
namespace {

constexpr int kLevel = 3;
constexpr size_t kMaxEncoded = 256u << 20;

void put_texts(WireWriter& out, const std::vector<std::string>& texts) {
  out.list(texts, [&](const std::string& text) { out.text(text); });
}

void put_ratings(WireWriter& out, const std::vector<Rating>& ratings) {
  out.list(ratings, [&](const Rating& rating) {
    out.text(rating.type);
    out.text(rating.score);
  });
}

void put_affected(WireWriter& out, const Affected& affected) {
  out.text(affected.ecosystem);
  out.text(affected.name);
  out.text(affected.purl);
  out.list(affected.ranges, [&](const Range& range) {
    out.number(static_cast<uint64_t>(range.type));
    out.text(range.repo);
    out.list(range.events, [&](const Event& event) {
      out.number(static_cast<uint64_t>(event.type));
      out.text(event.version);
    });
  });
  put_texts(out, affected.versions);
  put_ratings(out, affected.ratings);
  out.text(affected.word);
  out.number(static_cast<uint64_t>(affected.state));
  out.text(affected.module);
  out.text(affected.informational);
  put_texts(out, affected.symbols);
}

std::string to_wire(const Advisory& advisory) {
  WireWriter out;
  out.text(advisory.id);
  out.text(advisory.modified);
  out.text(advisory.published);
  out.text(advisory.withdrawn);
  put_texts(out, advisory.aliases);
  put_texts(out, advisory.related);
  put_texts(out, advisory.upstream);
  out.text(advisory.summary);
  out.text(advisory.details);
  put_ratings(out, advisory.ratings);
  out.text(advisory.word);
  out.list(advisory.affected, [&](const Affected& affected) { put_affected(out, affected); });
  out.list(advisory.references, [&](const Reference& reference) {
    out.text(reference.type);
    out.text(reference.url);
  });
  return out.take();
}

// An enumerator, or a failure beyond the last one.
template <typename E>
E get_enum(WireReader& in, E last) {
  uint64_t value = in.number();
  if (value > static_cast<uint64_t>(last)) in.fail();
  return in.ok() ? static_cast<E>(value) : E{};
}

void get_texts(WireReader& in, std::vector<std::string>& out) {
  in.list(out, [&](std::string& text) { text = in.text(); });
}

void get_ratings(WireReader& in, std::vector<Rating>& out) {
  in.list(out, [&](Rating& rating) {
    rating.type = in.text();
    rating.score = in.text();
  });
}

void get_affected(WireReader& in, Affected& out) {
  out.ecosystem = in.text();
  out.name = in.text();
  out.purl = in.text();
  in.list(out.ranges, [&](Range& range) {
    range.type = get_enum(in, RangeType::kGit);
    range.repo = in.text();
    in.list(range.events, [&](Event& event) {
      event.type = get_enum(in, EventType::kLimit);
      event.version = in.text();
    });
  });
  get_texts(in, out.versions);
  get_ratings(in, out.ratings);
  out.word = in.text();
  out.state = get_enum(in, State::kWithPro);
  out.module = in.text();
  out.informational = in.text();
  get_texts(in, out.symbols);
}

Result<Advisory> from_wire(std::string_view bytes) {
  WireReader in(bytes);
  Advisory out;
  out.id = in.text();
  out.modified = in.text();
  out.published = in.text();
  out.withdrawn = in.text();
  get_texts(in, out.aliases);
  get_texts(in, out.related);
  get_texts(in, out.upstream);
  out.summary = in.text();
  out.details = in.text();
  get_ratings(in, out.ratings);
  out.word = in.text();
  in.list(out.affected, [&](Affected& affected) { get_affected(in, affected); });
  in.list(out.references, [&](Reference& reference) {
    reference.type = in.text();
    reference.url = in.text();
  });
  if (!in.ok() || !in.at_end()) return Error(Code::kInvalid, "damaged advisory in the index");
  return out;
}

}  // namespace

struct RecordEncoder::Context {
  ZSTD_CCtx* zstd = ZSTD_createCCtx();
  ~Context() { ZSTD_freeCCtx(zstd); }
};

RecordEncoder::RecordEncoder() : context_(std::make_unique<Context>()) {
  CHECK(context_->zstd);
}
RecordEncoder::~RecordEncoder() = default;

std::string RecordEncoder::encode(const Advisory& advisory) {
  std::string raw = to_wire(advisory);
  std::string out(ZSTD_compressBound(raw.size()), '\0');
  size_t size =
      ZSTD_compressCCtx(context_->zstd, out.data(), out.size(), raw.data(), raw.size(), kLevel);
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

Result<Advisory> decode_record(std::string_view bytes) {
  unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxEncoded)
    return Error(Code::kInvalid, "damaged advisory in the index");
  // The claimed size is believed only as far as zstd can reach it.
  if (size / 40'000 > bytes.size()) return Error(Code::kInvalid, "damaged advisory in the index");
  std::string raw(size, '\0');
  size_t got = ZSTD_decompress(raw.data(), raw.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(got) || got != size)
    return Error(Code::kInvalid, "damaged advisory in the index");
  return from_wire(raw);
}

}  // namespace seawall::feed
