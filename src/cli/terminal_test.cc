#include "cli/terminal.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <cstdlib>

namespace seawall::cli {
namespace {

TEST(Terminal, files_have_width_but_no_colour) {
  int fd = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  Terminal terminal = terminal_of(fd);
  ::close(fd);
  EXPECT_FALSE(terminal.is_terminal);
  EXPECT_FALSE(terminal.colour);
  EXPECT_EQ(terminal.width, 160u);
}

TEST(Terminal, colours_unless_told_otherwise) {
  int master = -1, slave = -1;
  winsize size{};
  size.ws_col = 97;
  if (::openpty(&master, &slave, nullptr, nullptr, &size) != 0) GTEST_SKIP() << "no terminals here";
  auto colour = [&](const char* term, const char* no_colour) {
    ::setenv("TERM", term, 1);
    ::setenv("NO_COLOR", no_colour, 1);
    return terminal_of(slave).colour;
  };
  EXPECT_TRUE(colour("xterm", ""));
  EXPECT_FALSE(colour("xterm", "1"));
  EXPECT_FALSE(colour("dumb", ""));
  EXPECT_EQ(terminal_of(slave).width, 97u);
  ::close(slave);
  ::close(master);
}

TEST(Progress, quiet_is_quiet) {
  testing::internal::CaptureStderr();
  std::unique_ptr<Progress> progress = make_progress(true);
  progress->begin("reading", 10, "B");
  progress->add(10);
  progress->end();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace seawall::cli
