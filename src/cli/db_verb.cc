// seawall db update | import | status | show: the advisory data that scans judge with.
#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "feed/http_fetcher.h"
#include "feed/index.h"
#include "feed/update.h"

namespace seawall::cli {
namespace {

struct DbOptions {
  std::string directory;
  std::string path;  // import
  std::string id;    // show
  feed::UpdateOptions update;
  std::string ca_file;
  bool plain_http = false;
  bool quiet = false;
};

void print_diagnostics(const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics)
    fmt::print(stderr, "  {} {}: {}\n", diagnostic.incomplete ? "!" : "-",
               printable(diagnostic.path), printable(diagnostic.message));
}

void print_feeds(const feed::StatusReport& status, UnixSeconds now) {
  const feed::Index::Summary& summary = status.summary;
  fmt::print("{}  generation {}, {:.1f} MB, made {} ago\n", printable(summary.directory),
             summary.generation, static_cast<double>(summary.bytes) / 1e6,
             format_age(now - summary.created));
  fmt::print("{} advisories on {} packages; EPSS {}, KEV {}\n\n", summary.advisories,
             summary.packages, summary.epss > 0 ? summary.epss_date : "none",
             summary.kev > 0 ? summary.kev_date : "none");
  fmt::print("{:<16} {:>10} {:>10} {:>8}  {:<22} {}\n", "FEED", "RECORDS", "WITHDRAWN", "SKIPPED",
             "NEWEST RECORD", "FETCHED");
  for (const feed::Feed& feed : status.feeds)
    fmt::print("{:<16} {:>10} {:>10} {:>8}  {:<22} {} ago from {}\n", printable(feed.name),
               feed.records, feed.withdrawn, feed.skipped, printable(feed.newest, 22),
               format_age(now - feed.fetched), printable(feed.source));
}

Result<int> show_status(const DbOptions& options) {
  auto status = feed::status(options.directory);
  if (!status && status.error().code() == Code::kNotFound) {
    fmt::print(
        stderr,
        "there is no advisory data in {} yet; run `seawall db update --ecosystem NAME` (a scan "
        "says "
        "which ones its target needs), or `seawall db import DIR` with a copy of OSV's feeds\n",
        printable(options.directory));
    return kIncomplete;
  }
  print_feeds(TRY(std::move(status)), system_clock().now());
  return kClean;
}

int report_outcome(const feed::Outcome& outcome) {
  if (outcome.published) {
    fmt::print("generation {}: {} records new or changed, {} kept, {:.1f} MB fetched\n",
               outcome.generation, outcome.records_read, outcome.records_kept,
               static_cast<double>(outcome.bytes_fetched) / 1e6);
  } else {
    fmt::print("nothing new; generation {} stays\n", outcome.generation);
  }
  print_diagnostics(outcome.diagnostics);
  return outcome.complete ? kClean : kIncomplete;
}

Result<int> import(const DbOptions& options) {
  std::unique_ptr<Progress> progress = make_progress(options.quiet);
  return report_outcome(
      TRY(feed::import_directory(options.path, options.directory, system_clock(), *progress)));
}

Result<int> update(DbOptions& options) {
  options.update.directory = options.directory;
  std::unique_ptr<Progress> progress = make_progress(options.quiet);
  net::HttpOptions http;
  http.ca_file = options.ca_file;
  std::unique_ptr<net::HttpClient> client = TRY(net::make_http_client(http));
  std::unique_ptr<feed::Fetcher> fetcher = feed::http_fetcher(*client, options.plain_http);
  return report_outcome(TRY(feed::update(options.update, *fetcher, system_clock(), *progress)));
}

void print_affected(const feed::Affected& affected) {
  fmt::print("  {} {}\n", printable(affected.ecosystem), printable(affected.name));
  for (const feed::Range& range : affected.ranges) {
    std::string events;
    for (const feed::Event& event : range.events)
      events += fmt::format("  {} {}", feed::event_type_name(event.type), printable(event.version));
    fmt::print("    {}:{}\n", feed::range_type_name(range.type), events);
  }
  if (!affected.versions.empty()) fmt::print("    {} versions listed\n", affected.versions.size());
  if (affected.state != feed::State::kNone)
    fmt::print("    state: {}\n", feed::state_name(affected.state));
}

Result<int> show_advisory(const DbOptions& options) {
  std::unique_ptr<feed::Index> index = TRY(feed::Index::open(options.directory));
  std::vector<std::string> ids = index->records_of(options.id);
  if (ids.empty()) ids.push_back(options.id);
  for (const std::string& id : ids) {
    feed::Advisory advisory = TRY(index->advisory(id));
    fmt::print("{}  {}\n", printable(advisory.id), printable(advisory.summary));
    fmt::print("  published {}, modified {}{}{}\n", printable(advisory.published),
               printable(advisory.modified), advisory.withdrawn.empty() ? "" : ", withdrawn ",
               printable(advisory.withdrawn));
    auto list = [](const char* what, const std::vector<std::string>& names) {
      if (!names.empty())
        fmt::print("  {}: {}\n", what, printable(fmt::format("{}", fmt::join(names, ", "))));
    };
    list("aliases", advisory.aliases);
    list("upstream", advisory.upstream);
    list("related", advisory.related);
    for (const feed::Rating& rating : advisory.ratings)
      fmt::print("  {} {}\n", printable(rating.type), printable(rating.score));
    for (const feed::Affected& affected : advisory.affected) print_affected(affected);
    for (const feed::Reference& reference : advisory.references)
      fmt::print("  {}\n", printable(reference.url));
    fmt::print("\n");
  }
  return kClean;
}

void add_update(CLI::App& app, DbOptions& options) {
  CLI::App* update = app.add_subcommand("update", "fetch what is new from OSV or a mirror of it");
  update->add_option("--from", options.update.base, "URL or folder with ECOSYSTEM/all.zip")
      ->capture_default_str();
  repeatable(update->add_option(
      "--ecosystem,-e", options.update.feeds,
      "a feed to bring in besides those that are there, repeatable: Debian, npm ..."));
  update->add_flag("--only", options.update.only_named, "leave other feeds as they are");
  update->add_flag("--all", options.update.all, "every ecosystem that the source lists");
  update->add_option("--epss", options.update.epss, "URL or file of EPSS scores; '' for none");
  update->add_option("--kev", options.update.kev, "URL or file of CISA's catalogue; '' for none");
  update
      ->add_option("--changed-limit", options.update.changed_limit,
                   "more changed records than this: fetch the whole feed")
      ->capture_default_str();
  update->add_flag("--force", options.update.force, "fetch whole feeds, changed or not");
  update->add_flag("--insecure", options.plain_http, "allow plain HTTP to other machines");
  update->add_option("--ca-file", options.ca_file, "further CA certificates (PEM)");
}

Result<int> run(int argc, char** argv) {
  DbOptions options;
  if (Result<std::string> usual = database_directory("")) options.directory = *usual;
  CLI::App app("The advisory data that scans judge with.", "seawall db");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--db", options.directory, "folder of the index")->capture_default_str();
  app.add_flag("--quiet,-q", options.quiet, "no progress line");
  add_update(app, options);
  CLI::App* imports = app.add_subcommand("import", "read OSV records from a folder or zip");
  imports->add_option("DIR", options.path, "ECOSYSTEM/all.zip or .json files")->required();
  CLI::App* status = app.add_subcommand("status", "age, counts and source of each feed");
  CLI::App* show = app.add_subcommand("show", "one vulnerability, under any of its names");
  show->add_option("ID", options.id, "CVE-, GHSA-, DSA- ...")->required();
  int code = kClean;
  if (!parse(app, argc, argv, code)) return code;
  options.directory = TRY(database_directory(options.directory));
  if (imports->parsed()) return import(options);
  if (status->parsed()) return show_status(options);
  if (show->parsed()) return show_advisory(options);
  return update(options);
}

}  // namespace

const Verb& db_verb() {
  static const Verb verb{"db", "advisory data: update, import, status, show", run};
  return verb;
}

}  // namespace seawall::cli
