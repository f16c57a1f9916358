#!/usr/bin/env python3
"""`seawall db` against files, a web server on loopback, kill -9, a second writer and old data; and
what scans say in each case. With $SEAWALL_OSV_DATA (a folder of ECOSYSTEM/all.zip) also against
real feeds."""
import contextlib
import http.server
import json
import os
import pathlib
import random
import shutil
import subprocess
import threading
import time
import zipfile

from support import SEAWALL, check, check_equal_sets, finish, run, scratch

NO_LISTS = ["--epss", "", "--kev", ""]


def record(name, number=1, fixed="2.0.0", modified="2026-01-01T00:00:00Z", **more):
    """An advisory of the npm package `name`."""
    out = {"schema_version": "1.7.0", "id": f"GHSA-test-{name}-{number}", "modified": modified,
           "published": "2026-01-01T00:00:00Z", "aliases": [f"CVE-2026-{number:05}"],
           "summary": f"{name} does what it should not", "affected": [{
               "package": {"ecosystem": "npm", "name": name},
               "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}]}
    out.update(more)
    return out


def zip_of(path, records):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in records:
            archive.writestr(f"{one['id']}.json", json.dumps(one))


def change_list(records):
    lines = sorted(((one["modified"], one["id"]) for one in records), reverse=True)
    return "".join(f"{modified},{name}\n" for modified, name in lines)


def sbom(folder, *purls):
    path = folder / "target.cdx.json"
    components = []
    for purl in purls:
        name, _, version = purl.partition("?")[0].rpartition("/")[2].partition("@")
        components.append({"type": "library", "name": name, "version": version, "purl": purl})
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                                "components": components}))
    return path


def seawall(*words, **options):
    return subprocess.run([SEAWALL, *map(str, words)], capture_output=True, text=True, **options)


def scan(target, database, *words, **options):
    done = seawall("scan", target, "-q", "--no-cache", "--db", database, "-o", "json", *words, **options)
    if done.returncode not in (0, 1, 3):
        check(False, "the scan says something", f"{done.returncode}: {done.stderr}")
        return {"findings": [], "notJudged": [], "packages": [], "exitCode": done.returncode}
    return json.loads(done.stdout)


def found(report):
    return {finding["id"] for finding in report["findings"]}


# ---------------------------------------------------------------------------------------------
# A server that says what it was asked

class Mirror:
    """Serves `folder` with ETag, Range and If-None-Match. `log`: (path, Range, If-None-Match,
    status). A path in `cut` ends after half of its bytes, as often as the number says."""

    def __init__(self, folder):
        self.folder, self.log, self.cut, self.hold, self.forbidden = folder, [], {}, threading.Event(), set()
        self.holding = None
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *words):
                pass

            def do_GET(self):
                mirror.answer(self)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request):
        path = request.path.lstrip("/").replace("%20", " ")
        file = self.folder / path
        wanted, known = request.headers.get("Range"), request.headers.get("If-None-Match")
        body = file.read_bytes() if file.is_file() else b""
        etag = f'"{hash(body) & 0xffffffff:x}-{len(body)}"'
        status, first = 200, 0
        if path in self.forbidden:
            status, body = 403, b"no\n"
        elif not file.is_file():
            status, body = 404, b"not here\n"
        elif known == etag:
            status, body = 304, b""
        elif wanted and request.headers.get("If-Range") == etag:
            first = int(wanted.removeprefix("bytes=").rstrip("-"))
            status = 206
        self.log.append((path, wanted, known, status))
        request.send_response(status)
        request.send_header("ETag", etag)
        if status != 304:
            request.send_header("Content-Length", str(len(body) - first))
        if status == 206:
            request.send_header("Content-Range", f"bytes {first}-{len(body) - 1}/{len(body)}")
        request.end_headers()
        rest = body[first:]
        if self.cut.get(path, 0) > 0 and status == 200:
            self.cut[path] -= 1
            with contextlib.suppress(OSError):
                request.wfile.write(rest[:len(rest) // 2])
                request.wfile.flush()
            if self.holding == path:
                self.hold.wait(60)
            request.close_connection = True
            return
        with contextlib.suppress(OSError):
            request.wfile.write(rest)

    def asked(self):
        out, self.log[:] = list(self.log), []
        return out

    def close(self):
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()


def publish(folder, feed, records):
    shutil.rmtree(folder / feed, ignore_errors=True)
    zip_of(folder / feed / "all.zip", records)
    (folder / feed / "modified_id.csv").write_text(change_list(records))
    for one in records:
        (folder / feed / f"{one['id']}.json").write_text(json.dumps(one))


# ---------------------------------------------------------------------------------------------

def test_no_data(folder):
    target = sbom(folder, "pkg:npm/one@1.0.0", "pkg:npm/two@1.0.0")
    missing = folder / "none"
    report = scan(target, missing)
    check(report["exitCode"] == 3 and report["incomplete"], "without data the scan ends with 3")
    check({p["name"] for p in report["packages"]} == {"one", "two"}, "and lists the packages")
    remedies = [entry["remedy"] for entry in report["notJudged"] if entry["why"] == "no-data"]
    check(any("seawall db update" in r and "npm" in r for r in remedies), "and says what to run", str(remedies))
    table = seawall("scan", target, "-q", "--no-cache", "--db", missing)
    check(table.returncode == 3 and "seawall db update" in table.stdout, "the table says it too")
    status = seawall("db", "status", "--db", missing)
    check(status.returncode == 3 and "seawall db update" in status.stderr, "so does db status")
    shown = seawall("db", "show", "CVE-2026-00001", "--db", missing)
    check(shown.returncode == 2 and shown.stderr, "db show is an error without data", shown.stderr)


def test_import(folder):
    records = [record("one", 1), record("two", 2), record("gone", 3, withdrawn="2026-02-01T00:00:00Z")]
    loose = folder / "feeds/npm"
    loose.mkdir(parents=True)
    for one in records:
        (loose / f"{one['id']}.json").write_text(json.dumps(one))
    archive = folder / "zips/npm/all.zip"
    zip_of(archive, records)
    target = sbom(folder, "pkg:npm/one@1.0.0", "pkg:npm/two@2.0.0", "pkg:npm/gone@1.0.0")
    for what, source in (("a folder of records", folder / "feeds"), ("a folder of zips", folder / "zips"),
                         ("a zip", archive)):
        database = folder / f"db-{what.replace(' ', '-')}"
        done = seawall("db", "import", source, "--db", database, "-q")
        check(done.returncode == 0, f"db import of {what}", done.stderr + done.stdout)
        report = scan(target, database)
        check(found(report) == {"CVE-2026-00001"}, f"{what}: affected found; fixed, withdrawn not",
              str(found(report)))
        check(not report["incomplete"], f"{what}: judged", str(report["notJudged"]))
    database = folder / "db-a-folder-of-zips"
    status = run(SEAWALL, "db", "status", "--db", database)
    line = next((x.split() for x in status.splitlines() if x.startswith("npm")), [])
    check(line[:4] == ["npm", "2", "1", "0"], "db status counts records, withdrawn, skipped", status)
    check("ago from" in status and "zips/npm" in status, "db status tells age and source", status)
    shown = run(SEAWALL, "db", "show", "CVE-2026-00001", "--db", database)
    check("GHSA-test-one-1" in shown and "fixed 2.0.0" in shown, "db show finds by alias", shown)
    check(run(SEAWALL, "db", "show", "GHSA-test-one-1", "--db", database) == shown, "and by its own id")
    unknown = seawall("db", "show", "CVE-1999-0001", "--db", database)
    check(unknown.returncode == 2 and "CVE-1999-0001" in unknown.stderr, "an unknown id is an error",
          unknown.stderr)
    empty = folder / "empty"
    empty.mkdir()
    nothing = seawall("db", "import", empty, "--db", folder / "db-empty")
    check(nothing.returncode == 2 and "holds no advisories" in nothing.stderr, "an empty folder is an error")


def test_bad_records(folder):
    feed = folder / "npm"
    feed.mkdir()
    (feed / "good.json").write_text(json.dumps(record("one", 1)))
    (feed / "bad.json").write_text("{\"id\": ")
    (feed / "odd.json").write_text("[]")
    done = seawall("db", "import", folder, "--db", folder / "db")
    check(done.returncode in (0, 3) and "bad.json" in done.stdout + done.stderr, "a bad record is named",
          done.stdout + done.stderr)
    status = run(SEAWALL, "db", "status", "--db", folder / "db")
    line = next((x.split() for x in status.splitlines() if x.startswith("npm")), [])
    check(line[1:4] == ["1", "0", "2"], "and counted as skipped", status)
    report = scan(sbom(folder, "pkg:npm/one@1.0.0"), folder / "db")
    check(found(report) == {"CVE-2026-00001"}, "the good record is used")
    check(report["incomplete"] and any(e["ecosystem"] == "npm" for e in report["notJudged"]),
          "a scan says that the data has gaps", str(report["notJudged"]))


def test_update(folder):
    site, database = folder / "site", folder / "db"
    many = [record("filler", n) for n in range(100, 400)]
    publish(site, "npm", [record("one", 1), record("two", 2), *many])
    publish(site, "PyPI", [])
    mirror = Mirror(site)
    try:
        update = ["db", "update", "--from", mirror.url, "--db", database, "-q", *NO_LISTS]
        first = seawall(*update, "-e", "npm")
        asked = mirror.asked()
        check(first.returncode == 0, "db update from a mirror", first.stdout + first.stderr)
        check([path for path, *_ in asked] == ["npm/all.zip"], "the first update fetches the whole", str(asked))
        target = sbom(folder, "pkg:npm/one@1.0.0", "pkg:npm/new@1.0.0")
        check(found(scan(target, database)) == {"CVE-2026-00001"}, "its records are used")

        seawall(*update)
        mirror.asked()
        again = seawall(*update)
        asked = mirror.asked()
        check(again.returncode == 0 and "0 records new or changed" in again.stdout, "nothing new is said", again.stdout)
        check([status for *_, status in asked] == [304], "and costs one 304", str(asked))

        publish(site, "npm", [record("one", 1, fixed="0.5.0", modified="2026-03-01T00:00:00Z"),
                              record("new", 9, modified="2026-03-02T00:00:00Z"), *many])
        changed = seawall(*update)
        asked = mirror.asked()
        check(changed.returncode == 0, "an update of what changed", changed.stdout + changed.stderr)
        check_equal_sets([path for path, *_ in asked],
                         ["npm/modified_id.csv", "npm/GHSA-test-one-1.json", "npm/GHSA-test-new-9.json"],
                         "fetches the list and the changed records only")
        check(found(scan(target, database)) == {"CVE-2026-00009"}, "changed, new and removed records count")
        gone = seawall("db", "show", "GHSA-test-two-2", "--db", database)
        check(gone.returncode == 2, "a removed record is gone")
        test_failing_feed(mirror, update, target, database)
    finally:
        mirror.close()


def test_failing_feed(mirror, update, target, database):
    mirror.forbidden |= {"npm/modified_id.csv", "npm/all.zip"}
    failed = seawall(*update)
    check(failed.returncode == 3, "a feed that cannot be fetched: exit code 3", str(failed.returncode))
    check("npm" in failed.stdout + failed.stderr and "403" in failed.stdout + failed.stderr, "named, with why",
          failed.stdout + failed.stderr)
    check(found(scan(target, database)) == {"CVE-2026-00009"}, "its old state stays")
    publish(mirror.folder, "PyPI", [record("other", 7)])
    mixed = seawall(*update, "-e", "PyPI")
    status = run(SEAWALL, "db", "status", "--db", database)
    check(mixed.returncode == 3 and "PyPI" in status and "npm" in status, "the other feeds are updated", status)
    fresh = seawall("db", "update", "--from", mirror.url, "--db", database.parent / "db-none", "-q", "-e", "npm",
                    *NO_LISTS)
    check(fresh.returncode in (2, 3) and "403" in fresh.stdout + fresh.stderr, "nothing at all is an error",
          f"{fresh.returncode} {fresh.stderr}")
    mirror.forbidden.clear()
    check(seawall(*update).returncode == 0, "and all is well when the mirror is")


def test_interrupted(folder):
    site, database = folder / "site", folder / "db"
    rng = random.Random(7)
    noise = [record("one", n, details=rng.randbytes(500).hex()) for n in range(1, 400)]
    publish(site, "npm", noise)
    size = (site / "npm/all.zip").stat().st_size
    mirror = Mirror(site)
    try:
        update = ["db", "update", "--from", mirror.url, "--db", database, "-q", "-e", "npm", *NO_LISTS]
        mirror.cut["npm/all.zip"] = 1
        done = seawall(*update)
        asked = mirror.asked()
        ranges = [wanted for _, wanted, _, status in asked if status == 206]
        check(done.returncode == 0 and ranges == [f"bytes={size // 2}-"], "a download that breaks off goes on",
              f"{asked} {done.stdout} {done.stderr}")

        shutil.rmtree(database)
        mirror.cut["npm/all.zip"], mirror.holding = 1, "npm/all.zip"
        client = subprocess.Popen([SEAWALL, *map(str, update)], stdout=subprocess.DEVNULL)
        part = database / "downloads/npm.zip.part"
        for _ in range(600):
            if part.exists() and part.stat().st_size == size // 2:
                break
            time.sleep(0.05)
        client.kill()
        client.wait()
        mirror.asked()
        done = seawall(*update)
        asked = mirror.asked()
        check(done.returncode == 0 and [a[1] for a in asked] == [f"bytes={size // 2}-"],
              "after kill -9 the next update goes on where it stopped", f"{asked} {done.stderr}")
        check("CVE-2026-00399" in found(scan(sbom(folder, "pkg:npm/one@1.0.0"), database)), "to the last record")
        check(not list((database / "downloads").iterdir()), "and leaves no download behind")
    finally:
        mirror.close()


def test_killed(folder):
    """kill -9 at 20 moments of an import: the old index, or the new one, is there each time."""
    for name, fixed in (("a", "2.0.0"), ("b", "3.0.0")):
        zip_of(folder / name / "npm/all.zip",
               [record(f"package-{n}", n, fixed=fixed) for n in range(1, 12000)])
    database, target = folder / "db", sbom(folder, "pkg:npm/package-7@1.0.0")
    begun = time.monotonic()
    run(SEAWALL, "db", "import", folder / "a", "--db", database, "-q")
    whole = time.monotonic() - begun
    rng, killed = random.Random(20260301), 0
    fixes = set()
    for turn in range(20):
        client = subprocess.Popen([SEAWALL, "db", "import", str(folder / "ba"[turn % 2]), "--db", str(database), "-q"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            client.wait(rng.uniform(0, whole * 1.1))
        killed += client.poll() is None
        client.kill()
        client.wait()
        report = scan(target, database)
        good = found(report) == {"CVE-2026-00007"} and not any(
            entry["why"] in ("no-data", "damaged") for entry in report["notJudged"])
        if good:
            fixes |= set(report["findings"][0]["fixedVersions"])
        else:
            check(False, f"kill -9 number {turn} leaves a usable index", json.dumps(report)[:2000])
    check(killed >= 5, f"{killed} of 20 imports were killed before their end")
    check(fixes <= {"2.0.0", "3.0.0"} and fixes, f"usable after each of them, with one state or the other {fixes}")
    done = seawall("db", "import", folder / "b", "--db", database, "-q")
    check(done.returncode == 0, "the next import succeeds", done.stderr)
    left = [p.name for p in (database / "generations").iterdir()]
    check(len(left) <= 2 and not any("partial" in name for name in left), "and cleans up", str(left))


def test_two_writers(folder):
    for feed, name in (("npm", "one"), ("PyPI", "other")):
        records = [record(name, n) for n in range(1, 3000)]
        for one in records:
            one["affected"][0]["package"]["ecosystem"] = feed
            one["affected"][0]["ranges"][0]["type"] = "ECOSYSTEM"
        zip_of(folder / f"{feed}-only" / feed / "all.zip", records)
    database = folder / "db"
    clients = [subprocess.Popen([SEAWALL, "db", "import", str(folder / f"{feed}-only"), "--db", str(database), "-q"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for feed in ("npm", "PyPI")]
    outputs = [client.communicate() for client in clients]
    status = run(SEAWALL, "db", "status", "--db", database)
    there = {line.split()[0] for line in status.splitlines() if line.startswith(("npm", "PyPI"))}
    for client, (_, errors), feed in zip(clients, outputs, ("npm", "PyPI")):
        if client.returncode == 0:
            check(feed in there, f"two writers at once: {feed} is in", status)
        else:
            check(client.returncode == 2 and "another" in errors,
                  f"two writers at once: the one that brought {feed} was told to wait", errors)
    check(any(client.returncode == 0 for client in clients), "one of two writers at once succeeds")


def test_old_data(folder):
    publish(folder / "site", "npm", [record("one", 1)])
    archive = folder / "site/npm/all.zip"
    old = time.time() - 30 * 86400
    os.utime(archive, (old, old))
    run(SEAWALL, "db", "import", folder / "site", "--db", folder / "db", "-q")
    target = sbom(folder, "pkg:npm/one@3.0.0")
    report = scan(target, folder / "db")
    names = [(e["why"], e["ecosystem"]) for e in report["notJudged"]]
    check(report["exitCode"] == 3 and ("old-data", "npm") in names, "data of 30 days: incomplete, by name", str(names))
    remedy = next((e["remedy"] for e in report["notJudged"] if e["why"] == "old-data"), "")
    check("seawall db update" in remedy, "with what to run")
    check(scan(target, folder / "db", "--max-data-age", "0")["exitCode"] == 0, "--max-data-age 0: any age will do")
    check(scan(target, folder / "db", "--max-data-age", "31")["exitCode"] == 0, "--max-data-age 31: new enough")


def test_read_only(folder):
    publish(folder / "site", "npm", [record("one", 1)])
    database = folder / "db"
    run(SEAWALL, "db", "import", folder / "site", "--db", database, "-q")
    program = folder / "seawall"
    shutil.copy(SEAWALL, program)
    target = sbom(folder, "pkg:npm/one@1.0.0")
    for path in sorted(database.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    database.chmod(0o555)
    folder.chmod(0o755)
    folder.parent.chmod(0o755)
    target.chmod(0o644)
    as_nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    environment = {"HOME": "/nonexistent", "PATH": os.environ["PATH"]}
    done = subprocess.run([program, "scan", target, "-q", "--db", database, "-o", "json"], capture_output=True,
                          text=True, env=environment, **as_nobody)
    check(done.returncode == 0 or done.returncode == 1, "an index that may not be written to can be used",
          f"{done.returncode} {done.stderr}")
    check(done.stdout and found(json.loads(done.stdout)) == {"CVE-2026-00001"}, "with its findings")
    before = sorted(str(p) for p in database.rglob("*"))
    writing = subprocess.run([program, "db", "import", folder / "site", "--db", database, "-q"], capture_output=True,
                             text=True, env=environment, **as_nobody)
    check(writing.returncode == 2 and writing.stderr, "writing to it is an error", writing.stderr)
    check(sorted(str(p) for p in database.rglob("*")) == before, "and leaves it as it is")


def test_damaged(folder):
    publish(folder / "site", "npm", [record("one", 1)])
    database = folder / "db"
    run(SEAWALL, "db", "import", folder / "site", "--db", database, "-q")
    target = sbom(folder, "pkg:npm/one@1.0.0")
    index = next((database / "generations").rglob("*.mdb"))
    whole = index.read_bytes()
    rng = random.Random(11)
    outcomes = set()
    for turn in range(12):
        damaged = bytearray(whole)
        if turn < 4:
            damaged = damaged[:len(damaged) * turn // 4]
        for _ in range(0 if turn < 4 else 20):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        index.write_bytes(damaged)
        done = seawall("scan", target, "-q", "--no-cache", "--db", database, "-o", "json")
        outcomes.add(done.returncode)
        if done.returncode < 0:
            check(False, f"a damaged index is no crash (turn {turn})", f"signal {-done.returncode}")
        if turn < 4:
            check(done.returncode == 2 and "index" in done.stderr, f"an index cut to {turn}/4 is an error",
                  f"{done.returncode} {done.stderr} {done.stdout[:300]}")
    check(all(code >= 0 for code in outcomes), f"damaged indexes are no crash (exit codes {sorted(outcomes)})")
    (database / "current").write_text("../../etc\n")
    done = seawall("scan", target, "-q", "--no-cache", "--db", database)
    check(done.returncode == 2 and done.stderr, "a damaged `current` is an error", done.stderr)


# ---------------------------------------------------------------------------------------------

def advisory_of(data, feed, name):
    with zipfile.ZipFile(data / feed / "all.zip") as archive:
        return json.loads(archive.read(next(n for n in archive.namelist() if n.endswith(f"{name}.json"))))


def fixes(report, package, version):
    return {f["id"]: f for f in report["findings"]
            if f["subject"]["package"] == package and f["subject"]["version"] == version}


def test_real_feeds(folder):
    data = pathlib.Path(os.environ.get("SEAWALL_OSV_DATA", ""))
    if not os.environ.get("SEAWALL_OSV_DATA") or not data.is_dir():
        print("NOT RUN: real feeds ($SEAWALL_OSV_DATA names no folder of ECOSYSTEM/all.zip)")
        return
    done = seawall("db", "import", data, "--db", folder / "db", "-q")
    check(done.returncode in (0, 3), f"real feeds: {done.stdout.strip().splitlines()[:1]}", done.stderr)
    log4j = "org.apache.logging.log4j:log4j-core"
    target = sbom(folder, "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
                  "pkg:maven/org.apache.logging.log4j/log4j-core@2.25.4",
                  "pkg:npm/lodash@4.17.4", "pkg:npm/lodash@4.17.23", "pkg:npm/minimist@0.0.8",
                  "pkg:npm/minimist@1.2.8", "pkg:pypi/ansible@2.9.0",
                  "pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u3?arch=amd64&distro=debian-11",
                  "pkg:deb/debian/perl@5.32.1-4%2Bdeb11u2?arch=amd64&distro=debian-11")
    report = scan(target, folder / "db", "--max-data-age", "0")
    found_log4j = fixes(report, log4j, "2.14.1")
    check({"CVE-2021-44228", "CVE-2021-45046", "CVE-2021-45105", "CVE-2021-44832"} <= set(found_log4j),
          "real feeds: the four of log4j-core 2.14.1", str(sorted(found_log4j)))
    check("GHSA-jfh8-c2jp-5v3q" in found_log4j["CVE-2021-44228"]["aliases"], "real feeds: Log4Shell's alias")
    check(not fixes(report, log4j, "2.25.4"), "real feeds: log4j-core 2.25.4 has none",
          str(list(fixes(report, log4j, "2.25.4"))))
    lodash = fixes(report, "lodash", "4.17.4")
    want = {"CVE-2019-10744": ("GHSA-jf85-cpcp-j695", "4.17.12"), "CVE-2021-23337": ("GHSA-35jh-r3h4-6jhm", "4.17.21"),
            "CVE-2020-8203": ("GHSA-p6mc-m468-83gw", "4.17.19"), "CVE-2018-16487": ("GHSA-4xc9-xhrj-v574", "4.17.11")}
    for name, (ghsa, fixed) in want.items():
        one = lodash.get(name, {"fixedVersions": [], "aliases": [], "advisories": []})
        check(one["fixedVersions"][:1] == [fixed] and ghsa in one["aliases"] and len(one["advisories"]) >= 2,
              f"real feeds: lodash 4.17.4 {name}, joined, fixed in {fixed}", str(one))
    minimist = fixes(report, "minimist", "0.0.8")
    check_equal_sets(minimist, ["CVE-2020-7598", "CVE-2021-44906"], "real feeds: minimist 0.0.8")
    check(all(f["fixedVersions"][0] in ("0.2.1", "0.2.4") for f in minimist.values()), "real feeds: with its own branch's fix")
    check(not fixes(report, "minimist", "1.2.8"), "real feeds: minimist 1.2.8 has none")
    openssl = fixes(report, "openssl", "1.1.1n-0+deb11u3")
    dsa = set(advisory_of(data, "Debian", "DSA-5343-1")["related"])
    check(dsa <= set(openssl), "real feeds: openssl before DSA-5343-1 has its CVEs", str(sorted(openssl)))
    check(all(openssl[cve]["fixedVersions"] == ["1.1.1n-0+deb11u4"] for cve in dsa & set(openssl)),
          "real feeds: with the fix of DSA-5343-1")
    after = sbom(folder, "pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u4?arch=amd64&distro=debian-11")
    late = {a for f in scan(after, folder / "db", "--max-data-age", "0")["findings"] for a in f["advisories"]}
    check("DSA-5343-1" not in late, "real feeds: the fixed version has none of them")
    withdrawn = {"PYSEC-2020-221", "PYSEC-2021-125"}
    with_them = [f["id"] for f in report["findings"] if withdrawn & set(f["advisories"])]
    check(advisory_of(data, "PyPI", "PYSEC-2021-125").get("withdrawn") and not with_them,
          "real feeds: withdrawn records of ansible are not used", str(with_them))


def main():
    tests = [test_no_data, test_import, test_bad_records, test_update, test_interrupted, test_killed,
             test_two_writers, test_old_data, test_read_only, test_damaged, test_real_feeds]
    for test in tests:
        with scratch() as folder:
            test(folder)
    finish()


main()
