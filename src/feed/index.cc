#include "feed/index.h"

#include "feed/generation.h"
#include "feed/lmdb_store.h"
#include "feed/record_codec.h"
#include "feed/table_lookup.h"

namespace seawall::feed {

struct Index::State {
  std::unique_ptr<TableLookup> lookup;
  Summary summary;
};

Index::Index(std::unique_ptr<State> state) : state_(std::move(state)) {}
Index::~Index() = default;

namespace {

struct Opened {
  uint64_t generation = 0;
  std::unique_ptr<LmdbStore> store;
};

// A writer may publish and clean up between our reading of `current` and of its file: then look
// again.
Result<Opened> open_current(const std::string& directory) {
  uint64_t generation = TRY(current_generation(directory));
  while (true) {
    Result<std::unique_ptr<LmdbStore>> store =
        LmdbStore::open(generation_file(directory, generation));
    if (store) return Opened{generation, std::move(store).value()};
    uint64_t now = TRY(current_generation(directory));
    if (store.error().code() != Code::kNotFound || now == generation)
      return std::move(store).take_error();
    generation = now;
  }
}

}  // namespace

Result<std::unique_ptr<Index>> Index::open(const std::string& directory) {
  Opened opened = TRY(open_current(directory));
  auto state = std::make_unique<State>();
  Summary& summary = state->summary;
  summary.directory = directory;
  summary.generation = opened.generation;
  summary.bytes = opened.store->bytes();
  state->lookup = TRY(TableLookup::open(std::move(opened.store)));
  const SummaryRow& row = state->lookup->summary();
  summary.created = row.created;
  summary.advisories = row.advisories;
  summary.groups = row.groups;
  summary.packages = row.packages;
  summary.entries = row.entries;
  summary.epss = row.epss;
  summary.kev = row.kev;
  summary.epss_date = row.epss_date;
  summary.kev_date = row.kev_date;
  return std::unique_ptr<Index>(new Index(std::move(state)));
}

std::string_view Index::entries(std::string_view family, std::string_view name) const {
  return state_->lookup->entries(family, name);
}
uint64_t Index::entries_of(std::string_view ecosystem) const {
  return state_->lookup->entries_of(ecosystem);
}
std::vector<std::string> Index::releases(std::string_view family) const {
  return state_->lookup->releases(family);
}
Result<Brief> Index::brief(uint32_t advisory) const {
  return state_->lookup->brief(advisory);
}
Result<Group> Index::group(uint32_t group) const {
  return state_->lookup->group(group);
}
Result<Advisory> Index::advisory(std::string_view id) const {
  return state_->lookup->advisory(id);
}
std::optional<Epss> Index::epss(std::string_view cve) const {
  return state_->lookup->epss(cve);
}
std::optional<Kev> Index::kev(std::string_view cve) const {
  return state_->lookup->kev(cve);
}
const std::vector<Feed>& Index::feeds() const {
  return state_->lookup->feeds();
}
std::vector<std::string> Index::records_of(std::string_view id) const {
  return state_->lookup->records_of(id);
}
const Index::Summary& Index::summary() const {
  return state_->summary;
}
const TableLookup& Index::tables() const {
  return *state_->lookup;
}

Status Index::for_each(const std::function<bool(const Advisory&)>& record) const {
  Status read;
  std::string prefix(1, static_cast<char>(Table::kRecord));
  TRY(state_->lookup->store().scan(prefix, [&](std::string_view, std::string_view value) {
    Result<Advisory> advisory = decode_record(value);
    if (advisory) return record(*advisory);
    read = advisory.error();
    return false;
  }));
  return read;
}

Result<StatusReport> status(const std::string& directory) {
  std::unique_ptr<Index> index = TRY(Index::open(directory));
  return StatusReport{index->summary(), index->feeds()};
}

}  // namespace seawall::feed
