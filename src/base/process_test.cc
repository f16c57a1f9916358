#include "base/process.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace seawall {
namespace {

ProcessOptions shell(const std::string& script) {
  ProcessOptions options;
  options.program = "/bin/sh";
  options.arguments = {"-c", script};
  options.network = true;
  options.timeout = std::chrono::milliseconds(20'000);
  return options;
}

TEST(Process, GivesOutputErrorAndStatus) {
  Result<ProcessOutput> ran = run_process(shell("echo out; echo err >&2; cat; exit 3"));
  ASSERT_TRUE(ran.ok()) << ran.error().message();
  EXPECT_EQ(ran->output, "out\n");
  EXPECT_EQ(ran->error, "err\n");
  EXPECT_EQ(ran->status, 3);
  EXPECT_EQ(ran->signal, 0);
  EXPECT_EQ(run_process(shell("kill -9 $$"))->signal, 9);
}

TEST(Process, OnlyItsOwnEnvironmentAndFolder) {
  ::setenv("SEAWALL_SECRET", "x", 1);
  ProcessOptions options = shell("echo \"$SEAWALL_SECRET $A $PWD\"");
  options.environment = {"A=b"};
  options.folder = "/";
  EXPECT_EQ(run_process(options)->output, " b /\n");
}

TEST(Process, EndsInTime) {
  ProcessOptions options = shell("sleep 100 & sleep 100");
  options.timeout = std::chrono::milliseconds(200);
  Result<ProcessOutput> ran = run_process(options);
  ASSERT_FALSE(ran.ok());
  EXPECT_EQ(ran.error().code(), Code::kLimit);
  options = shell("exec >&- 2>&-; sleep 100");  // outputs closed
  options.timeout = std::chrono::milliseconds(200);
  EXPECT_EQ(run_process(options).error().code(), Code::kLimit);
}

TEST(Process, OutputIsBounded) {
  ProcessOptions options = shell("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
  options.output_bytes = 100'000;
  EXPECT_EQ(run_process(options).error().code(), Code::kLimit);
  options = shell("head -c 1000000 /dev/zero >&2; echo done");
  options.error_bytes = 10;
  Result<ProcessOutput> ran = run_process(options);
  ASSERT_TRUE(ran.ok()) << ran.error().message();
  EXPECT_EQ(ran->error.size(), 10u);
  EXPECT_EQ(ran->output, "done\n");
}

TEST(Process, MemoryIsBounded) {
  ProcessOptions options = shell("x=1234567890123456; while :; do x=$x$x; done");
  options.memory_bytes = 64u << 20;
  Result<ProcessOutput> ran = run_process(options);
  ASSERT_TRUE(ran.ok()) << ran.error().message();
  EXPECT_NE(ran->status, 0);
}

TEST(Process, NoNetwork) {
  if (!can_run_without_network()) GTEST_SKIP() << "no network namespaces on this machine";
  ProcessOptions options = shell("cat /proc/net/dev | grep -c :");
  options.environment = {"PATH=/usr/bin:/bin"};
  options.network = false;
  EXPECT_EQ(run_process(options)->output, "1\n") << "only the loopback device";
}

TEST(Process, NoSuchProgram) {
  ProcessOptions options;
  options.program = "/nonexistent/program";
  options.network = true;
  EXPECT_EQ(run_process(options).error().code(), Code::kNotFound);
  options = shell("true");
  options.folder = "/nonexistent";
  EXPECT_EQ(run_process(options).error().code(), Code::kIo);
}

TEST(Process, ProgramsAreFoundInAbsoluteFoldersOnly) {
  EXPECT_FALSE(find_program("sh").empty());
  std::string before = ::getenv("PATH");
  ::setenv("PATH", "bin:.:/nonexistent", 1);
  EXPECT_EQ(find_program("sh"), "");
  ::setenv("PATH", before.c_str(), 1);
}

}  // namespace
}  // namespace seawall
