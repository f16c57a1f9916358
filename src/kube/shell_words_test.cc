#include "kube/shell_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace seawall::kube {
namespace {

// "name(arguments)" each; "sudo " in front, ">N" behind when piped to N, "A=b " in front.
std::string commands(std::string_view script) {
  std::string out;
  for (const ShellCommand& command : shell_commands(script)) {
    if (!out.empty()) out += ' ';
    for (const std::string& assignment : command.assignments) out += assignment + " ";
    out += fmt::format("{}{}({})", command.sudo ? "sudo " : "", command.name,
                       fmt::join(command.arguments, ","));
    if (command.piped_to >= 0) out += fmt::format(">{}", command.piped_to);
    if (command.piped_to >= 0) {
      auto all = shell_commands(script);
      EXPECT_GE(all[static_cast<size_t>(command.piped_to)].piped_from, 0);
    }
  }
  return out;
}

TEST(ShellWords, Lists) {
  EXPECT_EQ(commands("apt-get update && apt-get install -y curl; ls || true\nid & pwd"),
            "apt-get(update) apt-get(install,-y,curl) ls() true() id() pwd()");
  EXPECT_EQ(commands(""), "");
  EXPECT_EQ(commands(" # only a comment\n a#b # c\n"), "a#b()");
}

TEST(ShellWords, Quotes) {
  EXPECT_EQ(commands(R"(echo 'a b' "c \"d\" \n" e\ f "" $'x' '')"),
            R"(echo(a b,c "d" \n,e f,,$'x',))");
  EXPECT_EQ(commands("echo 'it && is; one | word'"), "echo(it && is; one | word)");
  EXPECT_EQ(commands("echo 'open"), "echo(open)");
}

TEST(ShellWords, Pipes) {
  EXPECT_EQ(commands("curl -fsSL https://x | sudo -E bash -"),
            "curl(-fsSL,https://x)>1 sudo bash(-)");
  EXPECT_EQ(commands("(a; b) | c |& d"), "a() b()>2 c()>3 d()");
  EXPECT_EQ(commands("while read x; do echo $x; done | sort"), "read(x) echo($x)>2 sort()");
}

TEST(ShellWords, Prefixes) {
  EXPECT_EQ(commands("A=1 B=\"x y\" /usr/bin/apt-get install"), "A=1 B=x y apt-get(install)");
  EXPECT_EQ(commands("sudo -u root env X=1 exec ./run.sh -c"), "X=1 sudo ./run.sh(-c)");
  EXPECT_EQ(commands("A=1"), "A=1 ()");
  EXPECT_EQ(commands("sudo"), "sudo()");
  EXPECT_EQ(commands("sudo -i"), "sudo ()");
}

TEST(ShellWords, Redirections) {
  EXPECT_EQ(commands("a 2>&1 >/dev/null <in b &> f c >> g"), "a(b,c)");
  EXPECT_EQ(commands("cat <<EOF > f && b\nrm -rf /\nEOF\nc"), "cat() b() c()");
  EXPECT_EQ(commands("cat <<-'E x'\n\trm\n\tE x\nc"), "cat() c()");
  EXPECT_EQ(commands("diff <(sort a) b"), "diff(<(sort a),b) sort(a)");
}

TEST(ShellWords, CompoundCommands) {
  EXPECT_EQ(commands("if [ -f x ]; then rm x; elif a; then b; else c; fi; d"),
            "[(-f,x,]) rm(x) a() b() c() d()");
  EXPECT_EQ(commands("for f in a b; do echo $f; done"), "echo($f)");
  EXPECT_EQ(commands("case \"$x\" in a|b) one;; (c) two ;; *) three; esac; four"),
            "one() two() three() four()");
  EXPECT_EQ(commands("f() { g; }; ! h"), "g() h()");
  EXPECT_EQ(commands("set -eux; { a; b; }"), "set(-eux) a() b()");
}

TEST(ShellWords, WhatSubstitutionsRun) {
  EXPECT_EQ(commands("a=\"$(curl x | sh)\" b `wget y`"),
            "a=$(curl x | sh) b(`wget y`) curl(x)>2 sh() wget(y)");
  EXPECT_EQ(commands("echo $((1 + 2)) ${x:-a b} \"$(a \"$(b ')')\")\""),
            "echo($((1 + 2)),${x:-a b},$(a \"$(b ')')\")) a($(b ')')) b())");
  EXPECT_EQ(commands("bash -euxo pipefail -c 'a && b' arg"), "bash(-euxo,pipefail,-c,a && b,arg)");
  EXPECT_EQ(commands("bash -eux -o pipefail -c 'a && b' arg"),
            "bash(-eux,-o,pipefail,-c,a && b,arg) a() b()");
}

TEST(ShellWords, OffsetsAreThoseOfTheScript) {
  auto all = shell_commands("  a && sh -c 'b; c'");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].offset, 2u);
  EXPECT_EQ(all[1].offset, 7u);
  EXPECT_EQ(all[3].offset, 7u);
}

TEST(ShellWords, HostileScriptsAreBounded) {
  std::string many, deep, groups(100'000, '(');
  for (int i = 0; i < 100'000; ++i) many += "a;";
  for (int i = 0; i < 100'000; ++i) deep += "$(";
  EXPECT_EQ(shell_commands(many).size(), kMaxShellCommands);
  EXPECT_LE(shell_commands(deep).size(), 20u);
  EXPECT_EQ(shell_commands(groups).size(), 0u);
  EXPECT_EQ(shell_commands("\\").size(), 1u);
  EXPECT_EQ(shell_commands("`").size(), 1u);
}

}  // namespace
}  // namespace seawall::kube
