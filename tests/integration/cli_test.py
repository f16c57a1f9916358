#!/usr/bin/env python3
"""The command line as docs/cli.md tells it: options, exit codes, kinds of targets, folders."""
import json
import os
import re
import subprocess

from support import ROOT, SEAWALL, check, check_equal_sets, finish, run, scratch

BOOKSHOP = ROOT / "examples/bookshop"
DOC = (ROOT / "docs/cli.md").read_text()


def seawall(*words, **options):
    return subprocess.run([SEAWALL, *map(str, words)], capture_output=True, text=True, **options)


def test_doc():
    """Every option of --help is told, and nothing else is."""
    told = set(re.findall(r"`(--[a-z-]+)", DOC)) - {"--help", "--version"}
    there = set()
    for words in (["scan"], ["sbom"], ["db"], ["db", "update"], ["db", "import"], ["db", "status"], ["db", "show"],
                  ["dev", "cel"], ["fix"]):
        help_text = run(SEAWALL, *words, "--help")
        options = help_text[help_text.index("Options:"):]
        there |= set(re.findall(r"^ +(?:-\w,)?(--[a-z-]+)", options, re.M))
    check_equal_sets(told, there - {"--help"}, "docs/cli.md tells every option")
    formats = re.search(r"there are ([^)]*)\)", seawall("scan", "x", "-o", "none").stderr).group(1).split(", ")
    row = re.search(r"`--output FORMAT.*", DOC).group(0)
    check_equal_sets(re.findall(r"`([a-z]+)`", row), formats, "docs/cli.md tells every format")
    places = seawall("scan", "/nonexistent/", "--no-cache").stderr
    prefixes = set(re.findall(r"([a-z-]+:)", places.rpartition("prefixes:")[2]))
    row = re.search(r"A prefix forces.*?\n\n", DOC, re.S).group(0)
    check(prefixes and prefixes <= set(re.findall(r"`([a-z-]+:)", row)), "docs/cli.md tells every prefix", str(prefixes))
    code = "".join(p.read_text() for p in (ROOT / "src").rglob("*.cc") if not p.name.endswith("_test.cc"))
    variables = re.findall(r'(?:getenv|environment|home_directory)\("([A-Z_]+)"', code)
    untold = [name for name in variables if f"`{name}" not in DOC]
    check(len(variables) > 8 and not untold, "docs/cli.md tells every variable", str(untold))


def test_words(out):
    database, image, web = out / "db", out / "shop.tar", BOOKSHOP / "web"
    common = ["-q", "--no-cache", "--db", database, "--max-data-age", "0"]

    def code(want, what, *words, says="", **options):
        done = seawall(*words, **options)
        check(done.returncode == want and says in done.stdout + done.stderr, what,
              f"{done.returncode}, wanted {want} and {says!r}\n{done.stdout[-800:]}{done.stderr[-800:]}")
        return done

    code(0, "--version", "--version", says="seawall ")
    code(2, "no verb", says="usage")
    code(2, "an unknown verb", "nope", says="no verb 'nope'")
    code(2, "an unknown option", "scan", "--nope", image)
    code(2, "no target", "scan", "-q", says="TARGET")
    waivers = BOOKSHOP / "waivers.yaml"
    for words in (["-o", "table"], ["--waivers", waivers], ["--mirror", "a=b"], ["-o", f"json={out}/r.json", "-o", "table"]):
        code(1, f"{words[0]} before the target takes one value", "scan", *words, image, *common)
    code(1, "options after the target", "scan", image, *common, "-o", "json", "--fail-on", "critical")
    code(2, "an unknown severity", "scan", image, *common, "--fail-on", "silly", says="--fail-on")
    code(2, "two formats for standard output", "scan", image, *common, "-o", "json", "-o", "table", says="one format")
    code(2, "a file of two targets", "scan", image, web, *common, "-o", f"json={out}/r.json", says="one target")
    code(2, "an unreadable target among others", "scan", out / "none.tar", web, *common, says="CVE-2019-10744")
    code(3, "no data", "scan", web, "-q", "--db", out / "none", says="seawall db update --ecosystem 'npm'")
    without = {"PATH": os.environ["PATH"]}
    code(2, "neither HOME nor --db", "scan", web, "-q", env=without, says="--db")
    code(3, "XDG_DATA_HOME", "db", "status", env={**without, "XDG_DATA_HOME": str(out / "xdg")}, says=f"{out}/xdg/seawall/db")
    code(3, "HOME", "db", "status", env={**without, "HOME": str(out)}, says=f"{out}/.local/share/seawall/db")
    code(2, "a first update that names nothing", "db", "update", "--from", out, "--db", out / "new", "--epss", "", "--kev", "",
         says="--ecosystem")
    code(0, "sbom", "sbom", image, "-q", "--no-cache", says='"bomFormat"')
    code(0, "sbom in SPDX", "sbom", image, "-q", "--no-cache", "-f", "spdx", says="SPDX-2.3")
    code(2, "sbom of nothing", "sbom", out / "none", "-q")
    run(SEAWALL, "scan", image, "-q", "--db", database, "--cache-dir", out / "cache", ok=(1,))
    check(any((out / "cache/layers").rglob("*")), "--cache-dir is used")
    before = set(out.rglob("*"))
    run(SEAWALL, "scan", image, *common, ok=(1,), env={**without, "HOME": str(out)})
    check(set(out.rglob("*")) == before, "--no-cache: a scan writes nothing")


def test_full_device(out):
    """What cannot be written is an error, however much was written before."""
    (out / "long/npm").mkdir(parents=True)
    affected = [{"package": {"ecosystem": "npm", "name": f"package-{i}"}, "ranges": [
        {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": f"1.0.{i}"}]}]} for i in range(2000)]
    (out / "long/npm/GHSA-long.json").write_text(json.dumps(
        {"schema_version": "1.7.0", "id": "GHSA-long", "modified": "2026-01-01T00:00:00Z", "affected": affected}))
    run(SEAWALL, "db", "import", out / "long", "--db", out / "long-db", "-q")
    for words in (["db", "show", "GHSA-long", "--db", out / "long-db"], ["db", "status", "--db", out / "long-db"],
                  ["sbom", out / "shop.tar", "-q", "--no-cache"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([SEAWALL, *map(str, words)], stdout=full, stderr=subprocess.PIPE, text=True)
        name = " ".join(map(str, words[:2 if words[0] == "db" else 1]))
        check(done.returncode == 2 and done.stderr, f"{name} to a full device: 2, and says so",
              f"{done.returncode} {done.stderr}")


def test_dev_cel(out):
    web = out / "web.yaml"
    web.write_text("kind: Deployment\nspec: {replicas: 3}\n")

    def cel(want, expression, *words, says="", err=""):
        done = seawall("dev", "cel", expression, *words)
        check(done.returncode == want and done.stdout == says and err in done.stderr, f"dev cel {expression}",
              f"{done.returncode} {done.stdout!r} {done.stderr!r}")

    cel(0, "object.spec.replicas <= params.most", "--object", web, "--var", 'params={"most": 5}', says="true\ntype: bool\n")
    cel(0, "x.map(e, e + 1)", "--var", "x=[1]", says="[2]\ntype: list(int)\n")
    cel(0, "1 + 2", "--cost", says="3\ntype: int\ncost: 1 (estimated: at least 1, at most 1)\n")
    cel(0, "['a'].first()", "--all-libraries", says="optional.of(\"a\")\ntype: optional_type(string)\n")
    cel(2, "object == 'ü' &&\n zz", err="2:2: undeclared reference to 'zz' (in container '')\n   zz\n   ^\n")
    cel(2, "'ü' + zz", err="\n  'ü' + zz\n        ^\n")
    cel(2, "1", "--var", "x", err="NAME=JSON")
    cel(2, "1", "--object", out.parent / "none", err="none")
    cel(3, "object.spec.none", "--object", web, err="error: no such key: none")


def test_targets(out):
    common = ["-q", "--no-cache", "--db", out / "db", "--max-data-age", "0", "-o", "json"]
    root = out / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text("ID=debian\nVERSION_ID=12\n")
    bom = out / "shop.cdx.json"
    bom.write_text(run(SEAWALL, "sbom", out / "shop.tar", "-q", "--no-cache"))
    (out / "sub").mkdir()
    (out / "sub/package-lock.json").write_text((BOOKSHOP / "web/package-lock.json").read_text())
    for target, kind in ((out / "shop.tar", "image"), (f"docker-archive:{out}/shop.tar", "image"), (bom, "sbom"),
                         (f"sbom:{bom}", "sbom"), (BOOKSHOP / "web", "project"), (f"project:{BOOKSHOP}/web", "project"),
                         (out / "sub/package-lock.json", "project"), (root, "rootfs"), (f"rootfs:{root}", "rootfs"),
                         (f"project:{root}", "project")):
        done = seawall("scan", target, *common)
        got = json.loads(done.stdout)["target"]["kind"] if done.stdout else done.stderr
        check(got == kind, f"{str(target).replace(str(out), '').replace(str(ROOT), '')} is read as {kind}", got)
    piped = seawall("scan", "sbom:-", *common, input=bom.read_text())
    check(piped.returncode == 1 and json.loads(piped.stdout)["target"]["kind"] == "sbom", "sbom:- reads standard input")
    pipe = subprocess.run([SEAWALL, "scan", "docker-archive:/dev/stdin", "-q"], input=(out / "shop.tar").read_bytes(),
                          capture_output=True)
    check(pipe.returncode == 2 and b"save it to a file" in pipe.stderr, "an archive through a pipe is refused", str(pipe.stderr))
    same = {}
    for target in (out / "shop.tar", bom):
        report = json.loads(seawall("scan", target, *common).stdout)
        same[target] = {(f["id"], f["subject"]["package"]) for f in report["findings"]}
    check_equal_sets(same[bom], same[out / "shop.tar"], "the image's SBOM has the image's findings")


def main():
    test_doc()
    with scratch() as out:
        run(BOOKSHOP / "make_image", out / "shop.tar")
        run(SEAWALL, "db", "import", BOOKSHOP / "advisories", "--db", out / "db", "-q")
        test_words(out)
        test_full_device(out)
        test_dev_cel(out)
        test_targets(out)
    finish()


main()
