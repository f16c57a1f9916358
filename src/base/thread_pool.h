// A bounded pool. Tasks are taken in the order they were given; there is no stealing and no
// priority: who wants the longest first submits it first.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace seawall {

class ThreadPool {
 public:
  // `threads` 0: one per core this process may run on.
  explicit ThreadPool(unsigned threads = 0);
  ~ThreadPool();  // waits for all tasks
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  void submit(std::function<void()> task);
  void wait();  // until no task is queued or running
  unsigned size() const { return static_cast<unsigned>(threads_.size()); }

  // Cores this process may run on (affinity and cgroup quota respected), at least 1.
  static unsigned available_cores();

 private:
  void run();
  std::mutex mutex_;
  std::condition_variable work_, idle_;
  std::deque<std::function<void()>> tasks_;
  unsigned running_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace seawall
