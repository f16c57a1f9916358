// image_scan_bench SEAWALL LAYOUT [ROUNDS]: the scan of an OCI layout against its bound.
//
// The bound: inflating every layer with igzip plus SHA-256 of every compressed blob, its CPU time
// spread evenly over the cores this process may use. It is measured in the same run, on the same
// bytes, with all cores busy (as many workers as cores, so that memory bandwidth and clock speed
// are those of the scan). Rounds alternate, medians are reported. Peak memory is the child's
// ru_maxrss.
#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "base/hash.h"
#include "base/thread_pool.h"

extern char** environ;

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

uint64_t inflate_all(std::string_view blob) {
  static thread_local std::vector<uint8_t> out(512 << 10);
  inflate_state state;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_GZIP;
  state.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(blob.data()));
  state.avail_in = static_cast<uint32_t>(blob.size());
  uint64_t total = 0;
  do {
    state.next_out = out.data();
    state.avail_out = static_cast<uint32_t>(out.size());
    if (isal_inflate(&state) != ISAL_DECOMP_OK) {
      fmt::print(stderr, "a layer does not inflate\n");
      std::exit(2);
    }
    total += out.size() - state.avail_out;
  } while (state.block_state != ISAL_BLOCK_FINISH);
  return total;
}

struct Bound {
  double inflate = 0, hash = 0;  // CPU seconds
};

std::vector<seawall::MappedFile> map_blobs(const std::string& layout) {
  std::vector<seawall::MappedFile> blobs;
  for (const auto& entry : fs::directory_iterator(layout + "/blobs/sha256")) {
    auto file = seawall::MappedFile::open(entry.path().native());
    if (file && file->bytes().starts_with("\x1f\x8b")) blobs.push_back(std::move(file).value());
  }
  std::sort(blobs.begin(), blobs.end(),
            [](const auto& a, const auto& b) { return a.bytes().size() > b.bytes().size(); });
  return blobs;
}

// Every worker takes the next blob, inflates and hashes it.
Bound measure_here(const std::vector<seawall::MappedFile>& blobs, unsigned cores) {
  std::atomic<size_t> next = 0;
  std::vector<Bound> parts(cores);
  std::vector<std::thread> workers;
  for (unsigned w = 0; w < cores; ++w)
    workers.emplace_back([&, w] {
      for (size_t i; (i = next++) < blobs.size();) {
        double start = thread_cpu_seconds();
        inflate_all(blobs[i].bytes());
        double middle = thread_cpu_seconds();
        (void)seawall::sha256(blobs[i].bytes());
        parts[w].inflate += middle - start;
        parts[w].hash += thread_cpu_seconds() - middle;
      }
    });
  for (std::thread& worker : workers) worker.join();
  Bound sum;
  for (const Bound& part : parts) {
    sum.inflate += part.inflate;
    sum.hash += part.hash;
  }
  return sum;
}

// In a process of its own: what a parent has mapped counts in its children's peak memory.
Bound measure_bound(const std::string& layout, unsigned cores) {
  int channel[2];
  if (pipe(channel) != 0) std::exit(2);
  pid_t pid = fork();
  if (pid == 0) {
    Bound bound = measure_here(map_blobs(layout), cores);
    _exit(write(channel[1], &bound, sizeof bound) == sizeof bound ? 0 : 2);
  }
  Bound bound;
  close(channel[1]);
  if (read(channel[0], &bound, sizeof bound) != sizeof bound) std::exit(2);
  close(channel[0]);
  waitpid(pid, nullptr, 0);
  return bound;
}

struct Run {
  double seconds = 0;
  double megabytes = 0;
};

Run run(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  auto start = Steady::now();
  pid_t pid = 0;
  if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0) {
    fmt::print(stderr, "cannot run {}\n", words[0]);
    std::exit(2);
  }
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  double seconds = std::chrono::duration<double>(Steady::now() - start).count();
  if (!WIFEXITED(status) || WEXITSTATUS(status) == 2) {
    fmt::print(stderr, "{} failed\n", words[0]);
    std::exit(2);
  }
  return {seconds, static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: image_scan_bench SEAWALL LAYOUT [ROUNDS]\n");
    return 2;
  }
  std::string seawall = argv[1];
  std::string layout = argv[2];
  int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  unsigned cores = seawall::ThreadPool::available_cores();
  std::string scratch =
      fs::temp_directory_path().native() + "/seawall-bench-" + std::to_string(getpid());
  std::string out = scratch + ".json";
  std::vector<double> bound, inflate, hash, cold, memory, warm, start;
  for (int round = 0; round < rounds; ++round) {
    Bound one = measure_bound(layout, cores);
    inflate.push_back(one.inflate);
    hash.push_back(one.hash);
    bound.push_back((one.inflate + one.hash) / cores);
    Run scan = run({seawall, "sbom", layout, "--no-cache", "-q", "-o", out});
    cold.push_back(scan.seconds);
    memory.push_back(scan.megabytes);
    if (round == 0) run({seawall, "sbom", layout, "--cache-dir", scratch, "-q", "-o", out});
    warm.push_back(run({seawall, "sbom", layout, "--cache-dir", scratch, "-q", "-o", out}).seconds);
    start.push_back(run({seawall, "--version"}).seconds);
  }
  fs::remove_all(scratch);
  fs::remove(out);
  fmt::print("{} cores, medians of {} rounds\n", cores, rounds);
  fmt::print(
      "bound           {:7.3f} s  (igzip {:.3f} s + SHA-256 {:.3f} s of CPU, over {} cores)\n",
      median(bound), median(inflate), median(hash), cores);
  fmt::print("cold            {:7.3f} s  {:.2f}x of the bound, {:.0f} MB\n", median(cold),
             median(cold) / median(bound), median(memory));
  fmt::print("with the cache  {:7.3f} s  {:.1f}x faster than cold\n", median(warm),
             median(cold) / median(warm));
  fmt::print("start-up        {:7.1f} ms\n", median(start) * 1000);
  return 0;
}
