#include "base/thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <cstdio>

namespace seawall {
namespace {

// cgroup v2 cpu.max is "QUOTA PERIOD" in microseconds or "max PERIOD".
unsigned cgroup_cores(unsigned otherwise) {
  std::FILE* file = std::fopen("/sys/fs/cgroup/cpu.max", "re");
  if (!file) return otherwise;
  long quota = 0;
  long period = 0;
  int fields = std::fscanf(file, "%ld %ld", &quota, &period);  // NOLINT(cert-err34-c): kernel text
  (void)std::fclose(file);
  if (fields != 2 || quota <= 0 || period <= 0) return otherwise;
  return static_cast<unsigned>(std::max(1L, (quota + period - 1) / period));
}

}  // namespace

unsigned ThreadPool::available_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  unsigned cores = 1;
  if (sched_getaffinity(0, sizeof set, &set) == 0) cores = static_cast<unsigned>(CPU_COUNT(&set));
  return std::max(1u, std::min(cores, cgroup_cores(cores)));
}

ThreadPool::ThreadPool(unsigned threads) {
  if (threads == 0) threads = available_cores();
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::submit(std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  work_.notify_one();
}

void ThreadPool::wait() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return tasks_.empty() && running_ == 0; });
}

void ThreadPool::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    ++running_;
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
    --running_;
    if (tasks_.empty() && running_ == 0) idle_.notify_all();
  }
}

}  // namespace seawall
