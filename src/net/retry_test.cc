#include "net/retry.h"

#include <gtest/gtest.h>

namespace seawall::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Retry, RetryAfter) {
  EXPECT_EQ(parse_retry_after(" 120 ", 0), seconds(120));
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 946684790), seconds(9));
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 946684890), seconds(0));
  for (const char* bad : {"", "soon", "-5", "1.5x"})
    EXPECT_FALSE(parse_retry_after(bad, 0).has_value()) << bad;
}

TEST(Retry, BackOffDoublesUpToTheLongest) {
  HttpOptions options;
  options.first_pause = milliseconds(100);
  options.longest_pause = milliseconds(1000);
  EXPECT_EQ(back_off(options, 0, 0.0), milliseconds(50));
  EXPECT_EQ(back_off(options, 2, 0.0), milliseconds(200));
  EXPECT_EQ(back_off(options, 2, 0.5), milliseconds(300));
  EXPECT_EQ(back_off(options, 60, 0.9), milliseconds(1000));
}

TEST(Retry, AttemptsEnd) {
  std::vector<milliseconds> pauses;
  HttpOptions options;
  options.retries = 2;
  options.sleep = [&](milliseconds pause) { pauses.push_back(pause); };
  options.random = [] { return 0.0; };
  Attempts attempts(options);
  EXPECT_TRUE(attempts.again(""));
  EXPECT_TRUE(attempts.again("7"));
  EXPECT_FALSE(attempts.again(""));
  EXPECT_EQ(pauses, (std::vector<milliseconds>{milliseconds(250), milliseconds(7000)}));
  attempts.start_over();
  EXPECT_FALSE(attempts.again("3600"));  // longer than we wait
  EXPECT_FALSE(attempts.again("", 0));
}

}  // namespace
}  // namespace seawall::net
