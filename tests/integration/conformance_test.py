#!/usr/bin/env python3
"""Every suite of seawall-conformance over a folder of third-party suites: $SEAWALL_FIXTURES, with
one folder per suite, named as the suite is. A suite passes when it ends with
its line of counts, nothing failed, and something passed."""
import os
import pathlib
import re
import subprocess

from support import CONFORMANCE, check, failures, finish, scratch, skip


def conformance(*words):
    return subprocess.run([CONFORMANCE, *map(str, words)], capture_output=True, text=True)


def test_words():
    usage = conformance()
    check(usage.returncode == 2 and "usage" in usage.stderr, "no words: the usage", usage.stderr)
    check(conformance("unheard", ".").returncode == 2, "an unknown suite is refused")
    with scratch() as empty:
        for suite in suites(usage):
            done = conformance(suite, empty)
            check(done.returncode == 2 and done.stderr, f"{suite}: an empty folder is no suite", done.stdout)
    return usage


def suites(usage):
    return re.findall(r"^  ([a-z-]+) ", usage.stderr, re.M)


def main():
    names = suites(test_words())
    check(len(names) >= 6, "all suites are listed", str(names))
    fixtures = os.environ.get("SEAWALL_FIXTURES", "")
    if not fixtures:
        if not failures:
            skip("SEAWALL_FIXTURES names no folder of third-party suites, so they did not run")
        finish()
    folder = pathlib.Path(fixtures)
    check(folder.is_dir(), f"{folder} is a folder")
    there = [name for name in names if (folder / name).is_dir()]
    check(there != [], f"{folder} holds suites", f"it has none of {names}")
    for name in names:
        if name not in there:
            print(f"skip  {name}: {folder / name} is not there")
            continue
        done = conformance(name, folder / name)
        lines = done.stdout.splitlines()
        counts = re.fullmatch(r"(\d+) passed, (\d+) failed, (\d+) skipped", lines[-1] if lines else "")
        failed = "\n".join([line for line in lines if line.startswith("FAIL")][:20])
        check(bool(counts) and done.returncode == 0 and int(counts[1]) > 0 and counts[2] == "0",
              f"{name}: {lines[-1] if lines else 'said nothing'}", failed + done.stderr)
    finish()


main()
