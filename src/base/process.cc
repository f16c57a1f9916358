// Between fork and exec a child of a program with threads may only make system calls, so that all
// memory it needs is prepared before. What goes wrong there comes back through a pipe that exec
// closes: an empty pipe means that the program runs.
//
// The network is taken away by a network namespace, where only a loopback device exists and is
// down. An ordinary user may make one inside a user namespace, which also drops the capabilities of
// root; where that is not allowed, root may still make one without.
#include "base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/text.h"

namespace seawall {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read, write;
};

Error system_error(std::string_view what, int number) {
  return Error::make(Code::kIo, "{}: {}", what, std::strerror(number));
}

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("pipe", errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

// What the child says when it does not come as far as the program.
enum class Step : int { kNamespace, kFolder, kLimits, kProgram };
struct Fault {
  Step step;
  int number;
};

struct ChildPlan {
  const char* program;
  char* const* arguments;
  char* const* environment;
  const char* folder;  // nullptr: stay
  bool network;
  rlim_t memory, processor_seconds;
  int input, output, error, fault;
};

bool leave_network() {
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0) return true;
  return ::unshare(CLONE_NEWNET) == 0;
}

bool set_limits(const ChildPlan& plan) {
  rlimit memory{plan.memory, plan.memory};
  rlimit seconds{plan.processor_seconds, plan.processor_seconds};
  rlimit none{0, 0};
  return ::setrlimit(RLIMIT_DATA, &memory) == 0 && ::setrlimit(RLIMIT_CPU, &seconds) == 0 &&
         ::setrlimit(RLIMIT_CORE, &none) == 0;
}

// System calls only.
[[noreturn]] void run_child(const ChildPlan& plan) {
  auto give_up = [&](Step step) {
    Fault fault{step, errno};
    ssize_t ignored = ::write(plan.fault, &fault, sizeof fault);
    (void)ignored;
    ::_exit(127);
  };
  ::setpgid(0, 0);
  if (!plan.network && !leave_network()) give_up(Step::kNamespace);
  if (plan.folder != nullptr && ::chdir(plan.folder) != 0) give_up(Step::kFolder);
  if (!set_limits(plan)) give_up(Step::kLimits);
  sigset_t all;
  ::sigemptyset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  // dup2() clears close-on-exec; every other descriptor of Seawall has it or is passed on unused.
  if (::dup2(plan.input, 0) < 0 || ::dup2(plan.output, 1) < 0 || ::dup2(plan.error, 2) < 0)
    give_up(Step::kLimits);
#ifdef CLOSE_RANGE_CLOEXEC
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
#endif
  ::execve(plan.program, plan.arguments, plan.environment);
  give_up(Step::kProgram);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// A child and the ends of its pipes; it does not outlive this.
class Child {
 public:
  explicit Child(const ProcessOptions& options)
      : options_(options), end_(Clock::now() + options.timeout) {}
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Status start();
  Result<ProcessOutput> wait();

 private:
  Status read_fault(Descriptor& end) const;
  Status read_outputs();
  Result<bool> read_some(Descriptor& from, std::string& to, uint64_t most, bool drop);
  int milliseconds_left() const;
  Error timed_out() const {
    return Error::make(Code::kLimit, "ended after {} s", options_.timeout.count() / 1000);
  }

  const ProcessOptions& options_;
  Clock::time_point end_;
  pid_t pid_ = -1;
  Pipe output_, error_;
  ProcessOutput out_;
};

Child::~Child() {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

int Child::milliseconds_left() const {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000));
}

Status Child::start() {
  output_ = TRY(make_pipe());
  error_ = TRY(make_pipe());
  Pipe fault = TRY(make_pipe());
  Descriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) return system_error("/dev/null", errno);
  std::vector<std::string> arguments = {options_.program};
  arguments.insert(arguments.end(), options_.arguments.begin(), options_.arguments.end());
  std::vector<std::string> environment = options_.environment;
  std::vector<char*> argument_pointers = pointers(arguments);
  std::vector<char*> environment_pointers = pointers(environment);
  auto seconds = static_cast<rlim_t>(options_.timeout.count() / 1000 * 8 + 8);  // of all cores
  ChildPlan plan{options_.program.c_str(),
                 argument_pointers.data(),
                 environment_pointers.data(),
                 options_.folder.empty() ? nullptr : options_.folder.c_str(),
                 options_.network,
                 options_.memory_bytes,
                 seconds,
                 input.get(),
                 output_.write.get(),
                 error_.write.get(),
                 fault.write.get()};
  pid_ = ::fork();
  if (pid_ < 0) return system_error("fork", errno);
  if (pid_ == 0) run_child(plan);
  ::setpgid(pid_, pid_);  // here and there: whoever comes first
  output_.write.close();
  error_.write.close();
  fault.write.close();
  return read_fault(fault.read);
}

Status Child::read_fault(Descriptor& end) const {
  Fault fault{};
  ssize_t got = 0;
  do {
    got = ::read(end.get(), &fault, sizeof fault);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof fault)) return {};
  switch (fault.step) {
    case Step::kNamespace:
      return Error{Code::kDenied, "this machine allows no namespace without network"};
    case Step::kFolder:
      return system_error(options_.folder, fault.number);
    case Step::kLimits:
      return system_error("setting limits", fault.number);
    case Step::kProgram:
      break;
  }
  Code code = fault.number == ENOENT ? Code::kNotFound : Code::kIo;
  return Error::make(code, "{}: {}", options_.program, std::strerror(fault.number));
}

// False at the end of the stream.
Result<bool> Child::read_some(Descriptor& from, std::string& to, uint64_t most, bool drop) {
  std::array<char, 65'536> buffer;
  ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) return false;
  auto size = static_cast<uint64_t>(got);
  if (to.size() + size > most && !drop)
    return Error::make(Code::kLimit, "ended for more than {} bytes of output", most);
  to.append(buffer.data(), std::min(size, most - std::min<uint64_t>(most, to.size())));
  return true;
}

Status Child::read_outputs() {
  bool output = true, error = true;
  while (output || error) {
    std::array<pollfd, 2> ends = {{{output ? output_.read.get() : -1, POLLIN, 0},
                                   {error ? error_.read.get() : -1, POLLIN, 0}}};
    int ready = ::poll(ends.data(), ends.size(), milliseconds_left());
    if (ready < 0 && errno != EINTR) return system_error("poll", errno);
    if (milliseconds_left() == 0) return timed_out();
    if (ready <= 0) continue;
    if (ends[0].revents != 0)
      output = TRY(read_some(output_.read, out_.output, options_.output_bytes, false));
    if (ends[1].revents != 0)
      error = TRY(read_some(error_.read, out_.error, options_.error_bytes, true));
  }
  return {};
}

Result<ProcessOutput> Child::wait() {
  TRY(read_outputs());
  while (true) {  // it closed its outputs; it may still run
    siginfo_t info{};
    int ended = ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT);
    if (ended == 0 && info.si_pid == pid_) break;
    if (ended < 0 && errno != EINTR) return system_error("waitid", errno);
    if (milliseconds_left() == 0) return timed_out();
    ::usleep(1000);
  }
  ::kill(-pid_, SIGKILL);  // what it left behind, while nobody else can have its number
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  out_.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  out_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return std::move(out_);
}

}  // namespace

Result<ProcessOutput> run_process(const ProcessOptions& options) {
  Child child(options);
  TRY(child.start());
  return child.wait();
}

bool can_run_without_network() {
  ProcessOptions nothing;
  nothing.program = "/proc/self/exe/";  // cannot be run: only the way there counts
  Result<ProcessOutput> ran = run_process(nothing);
  return ran.ok() || ran.error().code() != Code::kDenied;
}

std::string find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return {};
  for (std::string_view folder : split(path, ':')) {
    if (!folder.starts_with('/')) continue;
    std::string program = std::string(folder) + "/" + name;
    if (::access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

}  // namespace seawall
