// The version order suite: files NAME-versions.txt and NAME-versions-generated.txt, one comparison
// per line, `a < b`, `a = b` or `a > b`; lines that start with "#" or "//" and empty ones are
// comments. NAME is an order's name, an OSV ecosystem or a purl type ("npm", "redhat"). A line
// passes when both directions give what it says.
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "conformance/suite.h"
#include "version/order.h"

namespace seawall::conformance {
namespace {

constexpr uint64_t kMaxFile = 64 << 20;
constexpr std::string_view kSuffix = "-versions.txt";
constexpr std::string_view kGeneratedSuffix = "-versions-generated.txt";

// "redhat" of "/x/redhat-versions-generated.txt"; nothing when it is no file of the suite.
std::string order_name(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().native();
  for (std::string_view suffix : {kSuffix, kGeneratedSuffix})
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  return {};
}

const version::Order* order_called(std::string_view name) {
  if (const version::Order* order = version::find_order(name)) return order;
  if (const version::Order* order = version::order_for_ecosystem(name)) return order;
  return version::order_for_purl_type(name);
}

std::string_view sign(std::weak_ordering ordering) {
  if (std::is_eq(ordering)) return "=";
  return std::is_lt(ordering) ? "<" : ">";
}

std::string_view opposite(std::string_view wanted) {
  if (wanted == "=") return wanted;
  return wanted == "<" ? ">" : "<";
}

void run_line(const version::Order& order, std::string_view line, const std::string& where,
              Outcomes& outcomes) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(line, ' '))
    if (!word.empty()) words.push_back(word);
  if (words.size() != 3 || (words[1] != "<" && words[1] != "=" && words[1] != ">"))
    return outcomes.fail(where, fmt::format("not a comparison: {}", printable(line)));
  std::string_view forth = sign(order.compare(words[0], words[2]));
  std::string_view back = sign(order.compare(words[2], words[0]));
  outcomes.check(forth == words[1] && back == opposite(words[1]), where,
                 fmt::format("{} expected, but {} here and {} the other way round", printable(line),
                             forth, back));
}

Status run_file(const std::string& path, Outcomes& outcomes) {
  std::string name = order_name(path);
  if (name.empty()) return {};
  const version::Order* order = order_called(name);
  std::string text = TRY(read_file(path, kMaxFile));
  for_each_line(text, [&](std::string_view line, uint32_t number) {
    line = trim(line);
    if (line.empty() || line.starts_with('#') || line.starts_with("//")) return;
    std::string where = fmt::format("{}:{}", path, number);
    if (order == nullptr) return outcomes.skip(where, fmt::format("no order is called {}", name));
    run_line(*order, line, where, outcomes);
  });
  return {};
}

Status run(const std::string& path, Outcomes& outcomes) {
  std::vector<std::string> files = TRY(files_below(path, ".txt"));
  for (const std::string& file : files) TRY(run_file(file, outcomes));
  return {};
}

}  // namespace

const Suite& version_order_suite() {
  static const Suite suite = {"version-order", "version comparisons, a < b per line", run};
  return suite;
}

}  // namespace seawall::conformance
