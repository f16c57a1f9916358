#include "base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>

namespace seawall {
namespace {

TEST(ThreadPool, runs_everything_and_waits) {
  std::atomic<int> sum = 0;
  ThreadPool pool(3);
  for (int i = 1; i <= 100; ++i) pool.submit([&sum, i] { sum += i; });
  pool.wait();
  EXPECT_EQ(sum, 5050);
  EXPECT_GE(ThreadPool::available_cores(), 1u);
}

}  // namespace
}  // namespace seawall
