#include "conformance/rpm_oracle.h"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"
#include "package/reader.h"
#include "package/rpm_database.h"
#include "package/rpm_header.h"

namespace seawall::conformance {
namespace {

using package::RpmForm;
using package::RpmHeader;
using Lines = std::vector<std::string>;

struct Answer {
  Lines lines;        // sorted
  std::string error;  // the first complaint, empty: none
  int exit = 0;
};

// "name|epoch|version|release|arch|sourcerpm|license|vendor|module", as the query below.
constexpr const char* kQuery =
    "%{NAME}|%{EPOCH}|%{VERSION}|%{RELEASE}|%{ARCH}|%{SOURCERPM}|%{LICENSE}|%{VENDOR}|"
    "%{MODULARITYLABEL}\\n";

std::string line_of(const RpmHeader& header) {
  auto text = [&](RpmHeader::Tag tag) {
    std::string_view value = header.text(tag);
    return value.empty() ? std::string("(none)") : std::string(value);
  };
  std::optional<uint32_t> epoch = header.number(RpmHeader::kEpoch);
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}", text(RpmHeader::kName),
                     epoch ? std::to_string(*epoch) : "(none)", text(RpmHeader::kVersion),
                     text(RpmHeader::kRelease), text(RpmHeader::kArch), text(RpmHeader::kSourceRpm),
                     text(RpmHeader::kLicense), text(RpmHeader::kVendor),
                     text(RpmHeader::kModularityLabel));
}

Answer ask_seawall(std::string_view bytes) {
  Answer answer;
  Status status = package::for_each_rpm_header(bytes, Limits{}, [&](std::string_view blob) {
    Result<RpmHeader> header = RpmHeader::create(blob);
    if (header && !header->text(RpmHeader::kName).empty()) {
      answer.lines.push_back(line_of(*header));
    } else if (answer.error.empty()) {
      answer.error = header ? "a header without a name" : header.error().message();
    }
  });
  if (!status) answer.error = status.error().message();
  std::sort(answer.lines.begin(), answer.lines.end());
  return answer;
}

std::string run(const std::string& command, int& exit) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    exit = 127;
    return out;
  }
  std::array<char, 65536> buffer;
  while (size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) out.append(buffer.data(), n);
  int status = pclose(pipe);
  exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return out;
}

// Debian's rpm has no ndb. So the blobs are found in a second, simpler way (every "BlbS" at a
// block's start), and given to rpm as a header list, which it imports into a database of its own.
std::string header_list(std::string_view bytes) {
  std::string out;
  for (size_t at = 0; at + 28 <= bytes.size(); at += 16) {
    if (bytes.substr(at, 4) != "BlbS") continue;
    size_t length = 0;
    for (size_t i = 0; i < 4; ++i)
      length |= size_t{static_cast<uint8_t>(bytes[at + 12 + i])} << (8 * i);
    if (length > bytes.size() - at - 28) continue;
    out += std::string_view("\x8e\xad\xe8\x01\0\0\0\0", 8);
    out += bytes.substr(at + 16, length);
  }
  return out;
}

// A folder of its own, because rpm writes beside the database, and chooses by the names there.
Answer ask_rpm(const std::string& bytes, RpmForm form) {
  Answer answer;
  std::string folder = (std::filesystem::temp_directory_path() / "seawall-rpm-XXXXXX").native();
  if (mkdtemp(folder.data()) == nullptr) {
    answer.exit = 127;
    answer.error = "no temporary folder";
    return answer;
  }
  bool ndb = form == RpmForm::kNdb, bdb = form == RpmForm::kBerkeleyDb;
  std::string name = folder + (ndb ? "/headers" : bdb ? "/Packages" : "/rpmdb.sqlite");
  if (Status status = write_file_atomically(name, ndb ? header_list(bytes) : bytes); !status)
    answer.error = status.error().message();
  std::string options =
      fmt::format("--nosignature --nodigest --define '_db_backend {}' --dbpath '{}'",
                  bdb ? "bdb_ro" : "sqlite", folder);
  std::string import =
      fmt::format("rpmdb --importdb {} <'{}' 2>'{}.err' && ", options, name, folder);
  std::string command = fmt::format("{}LC_ALL=C.UTF-8 timeout 60 rpm -qa {} --qf '{}' 2>>'{}.err'",
                                    ndb ? import : "", options, kQuery, folder);
  std::string out = run(command, answer.exit);
  for_each_line(out, [&](std::string_view line, uint32_t) { answer.lines.emplace_back(line); });
  std::sort(answer.lines.begin(), answer.lines.end());
  if (Result<std::string> complaints = read_file(folder + ".err", 1 << 20))
    for_each_line(*complaints, [&](std::string_view line, uint32_t) {
      if (answer.error.empty() && line.starts_with("error:")) answer.error = line;
      if (line.find("dummy database") != std::string_view::npos) answer.exit = 127;
    });
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  std::filesystem::remove(folder + ".err", ignored);
  return answer;
}

// The first line that only one side has.
std::string difference(const Lines& ours, const Lines& theirs) {
  Lines only_ours, only_theirs;
  std::set_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(),
                      std::back_inserter(only_ours));
  std::set_difference(theirs.begin(), theirs.end(), ours.begin(), ours.end(),
                      std::back_inserter(only_theirs));
  return fmt::format("{} packages here, {} in rpm; {} only here{}{}; {} only in rpm{}{}",
                     ours.size(), theirs.size(), only_ours.size(), only_ours.empty() ? "" : ": ",
                     only_ours.empty() ? "" : only_ours[0], only_theirs.size(),
                     only_theirs.empty() ? "" : ": ", only_theirs.empty() ? "" : only_theirs[0]);
}

// The product's reader must give the same packages without rpm's keys.
std::string check_reader(const std::string& bytes, const Lines& lines) {
  static const package::ReaderIndex index(package::kInstalled);
  package::File file;
  file.path = "var/lib/rpm/Packages";
  file.content = bytes;
  package::Facts facts;
  package::read_package_file(index, file, Limits{}, facts);
  auto keys = static_cast<size_t>(std::count_if(lines.begin(), lines.end(), [](const auto& line) {
    return line.starts_with("gpg-pubkey|");
  }));
  if (facts.packages.size() + keys != lines.size())
    return fmt::format("the reader gives {} packages, the database has {} and {} keys",
                       facts.packages.size(), lines.size() - keys, keys);
  for (const package::Package& package : facts.packages)
    if (package.name.empty() || package.version.empty() || package.architecture.empty())
      return fmt::format("package '{}' '{}' lacks a part", package.name, package.version);
  return {};
}

}  // namespace

void compare_with_rpm(const std::string& path, const std::string& bytes, Outcomes& outcomes) {
  Answer ours = ask_seawall(bytes);
  std::optional<RpmForm> form = package::rpm_form(bytes);
  if (!form) {
    outcomes.check(!ours.error.empty() && ours.lines.empty(), path,
                   "no rpm database, and no error says so");
    return;
  }
  if (std::string wrong = check_reader(bytes, ours.lines); !wrong.empty())
    return outcomes.fail(path, wrong);
  Answer theirs = ask_rpm(bytes, *form);
  if (theirs.exit == 127)
    return outcomes.skip(path, "the rpm program is not there to compare with");
  if (ours.lines == theirs.lines) {
    // Damage that rpm sees may not be silent here, nor a sound file be called damaged.
    bool agree = ours.error.empty() ? !ours.lines.empty() || theirs.error.empty()
                                    : ours.lines.empty() || !theirs.error.empty();
    return outcomes.check(agree, path,
                          fmt::format("rpm says '{}', Seawall '{}'", theirs.error, ours.error));
  }
  bool rpm_failed = !theirs.error.empty() || theirs.exit != 0;
  if (rpm_failed && std::includes(ours.lines.begin(), ours.lines.end(), theirs.lines.begin(),
                                  theirs.lines.end())) {
    outcomes.pass();  // both find it damaged, or only rpm does
    if (!ours.error.empty()) return;
    return outcomes.skip(path + " (comparison)", "rpm cannot read all of it: " + theirs.error);
  }
  outcomes.fail(path, difference(ours.lines, theirs.lines) +
                          (ours.error.empty() ? "" : "; error here: " + ours.error) +
                          (theirs.error.empty() ? "" : "; rpm: " + theirs.error));
}

}  // namespace seawall::conformance
