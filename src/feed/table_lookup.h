// AdvisoryLookup over a TableStore: what disk and memory have in common.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "feed/lookup.h"
#include "feed/tables.h"

namespace seawall::feed {

class TableLookup : public AdvisoryLookup {
 public:
  // Reads summary and feeds; kUnsupported for another format, kInvalid when damaged.
  static Result<std::unique_ptr<TableLookup>> open(std::unique_ptr<TableStore> store);

  std::string_view entries(std::string_view family, std::string_view name) const override;
  uint64_t entries_of(std::string_view ecosystem) const override;
  std::vector<std::string> releases(std::string_view family) const override;
  Result<Brief> brief(uint32_t advisory) const override;
  Result<Group> group(uint32_t group) const override;
  Result<Advisory> advisory(std::string_view id) const override;
  std::optional<Epss> epss(std::string_view cve) const override;
  std::optional<Kev> kev(std::string_view cve) const override;
  const std::vector<Feed>& feeds() const override { return feeds_; }

  std::vector<std::string> records_of(std::string_view id) const;
  const SummaryRow& summary() const { return summary_; }
  const TableStore& store() const { return *store_; }

 private:
  explicit TableLookup(std::unique_ptr<TableStore> store) : store_(std::move(store)) {}
  std::optional<IdRow> find_id(std::string_view id) const;
  Result<Advisory> record(uint32_t number) const;

  std::unique_ptr<TableStore> store_;
  SummaryRow summary_;
  std::vector<Feed> feeds_;
  mutable std::string key_;  // of the last entries(), kept for its memory
};

}  // namespace seawall::feed
