#include "image/credential_helper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "base/limits.h"
#include "base/text.h"
#include "doc/parse.h"

extern char** environ;

namespace seawall::image {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t kMaxAnswer = 64 << 10;

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read_end = ends[0];
    write_end = ends[1];
    return true;
  }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
};

// A child in a process group of its own, so that what it starts ends with it.
class Child {
 public:
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  int start(const std::string& program, const Pipe& input, const Pipe& output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input.read_end, 0);
    posix_spawn_file_actions_adddup2(&actions, output.write_end, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    std::string name = program;
    std::string verb = "get";
    std::array<char*, 3> arguments = {name.data(), verb.data(), nullptr};
    int error =
        ::posix_spawnp(&pid_, program.c_str(), &actions, &attributes, arguments.data(), environ);
    if (error != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
  }

  // Its exit status; nothing when it does not end in time.
  std::optional<int> wait(SteadyClock::time_point deadline) {
    while (true) {
      int status = 0;
      if (::waitpid(pid_, &status, WNOHANG) == pid_) {
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
      }
      if (SteadyClock::now() >= deadline) return std::nullopt;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

 private:
  pid_t pid_ = -1;
};

Result<std::string> read_answer(int fd, SteadyClock::time_point deadline,
                                const std::string& program) {
  std::string out;
  std::array<char, 4096> buffer;
  while (true) {
    auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now());
    if (left.count() <= 0)
      return Error::make(Code::kUnavailable, "{} did not answer in time", program);
    struct pollfd poll = {fd, POLLIN, 0};
    if (::poll(&poll, 1, static_cast<int>(left.count())) <= 0) continue;
    ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return out;
    out.append(buffer.data(), static_cast<size_t>(got));
    if (out.size() > kMaxAnswer) return Error::make(Code::kLimit, "{} talks too much", program);
  }
}

Result<HelperAnswer> parse_answer(const std::string& json, const std::string& program) {
  Result<doc::Document> document = doc::parse_json(json, Limits{}, false);
  // The parser's message could quote the secret.
  if (!document.ok() || !document->root().is_object())
    return Error::make(Code::kInvalid, "{} did not answer with JSON", program);
  HelperAnswer answer{std::string(document->root().text("Username")),
                      std::string(document->root().text("Secret"))};
  if (answer.secret.empty())
    return Error::make(Code::kNotFound, "{} knows no credentials", program);
  return answer;
}

bool is_plain_word(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name[0] != '.' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.'; });
}

}  // namespace

Result<HelperAnswer> run_credential_helper(const std::string& name, const std::string& server,
                                           std::chrono::milliseconds timeout) {
  if (!is_plain_word(name))
    return Error::make(Code::kUsage, "\"{}\" is no name of a credential helper",
                       printable(name, 100));
  std::string program = "docker-credential-" + name;
  SteadyClock::time_point deadline = SteadyClock::now() + timeout;
  Pipe input;
  Pipe output;
  if (!input.open() || !output.open())
    return Error::make(Code::kIo, "cannot make a pipe: {}", std::strerror(errno));
  // The question fits a pipe's buffer, so writing it before anyone reads does not wait.
  if (::write(input.write_end, server.data(), server.size()) != static_cast<ssize_t>(server.size()))
    return Error::make(Code::kIo, "cannot write to a pipe: {}", std::strerror(errno));
  Pipe::close_end(input.write_end);
  Child child;
  int error = child.start(program, input, output);
  if (error != 0)
    return Error::make(Code::kUnavailable, "cannot run {}: {}", program, std::strerror(error));
  Pipe::close_end(output.write_end);
  std::string answer = TRY(read_answer(output.read_end, deadline, program));
  std::optional<int> status = child.wait(deadline);
  if (!status) return Error::make(Code::kUnavailable, "{} did not end in time", program);
  if (*status == 127) return Error::make(Code::kUnavailable, "cannot run {}", program);
  if (*status != 0) {
    bool unknown = answer.find("credentials not found") != std::string::npos;
    return Error::make(unknown ? Code::kNotFound : Code::kUnavailable, "{} failed: {}", program,
                       printable(trim(answer), 200));
  }
  return parse_answer(answer, program);
}

}  // namespace seawall::image
