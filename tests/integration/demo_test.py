#!/usr/bin/env python3
"""examples/bookshop: the demo runs, and its scan says exactly what it must: which findings, of which
package, with which fix, from which layer; what is suppressed; and what is rightly not there."""
import json
import os
import re
import subprocess

from support import ROOT, SEAWALL, check, check_equal_sets, finish, run, scratch

BOOKSHOP = ROOT / "examples/bookshop"
LOG4J = "org.apache.logging.log4j:log4j-core"

# (id, package) -> (installed, fixed in, severity, layer by its number)
FINDINGS = {
    ("CVE-2021-44228", LOG4J): ("2.14.1", ["2.15.0"], "critical", 3),
    ("CVE-2021-45046", LOG4J): ("2.14.1", ["2.16.0"], "critical", 3),
    ("CVE-2021-45105", LOG4J): ("2.14.1", ["2.17.0"], "medium", 3),
    ("CVE-2022-22965", "org.springframework:spring-beans"): ("5.3.17", ["5.3.18"], "critical", 3),
    ("CVE-2022-42889", "org.apache.commons:commons-text"): ("1.9", ["1.10.0"], "critical", 3),
    ("CVE-2019-10744", "lodash"): ("4.17.4", ["4.17.12"], "critical", 4),
    ("CVE-2020-8203", "lodash"): ("4.17.4", ["4.17.19"], "high", 4),
    ("CVE-2021-23337", "lodash"): ("4.17.4", ["4.17.21"], "high", 4),
    ("CVE-2020-7598", "minimist"): ("0.0.8", ["0.2.1"], "medium", 4),
    ("CVE-2021-44906", "minimist"): ("0.0.8", ["0.2.4"], "critical", 4),
    ("CVE-2024-6119", "openssl"): ("3.0.11-1~deb12u2", ["3.0.14-1~deb12u2"], "high", 1),
    ("CVE-2024-6119", "libssl3"): ("3.0.11-1~deb12u2", ["3.0.14-1~deb12u2"], "high", 1),
    ("CVE-2005-2541", "tar"): ("1.34+dfsg-1.2+deb12u1", [], "low", 0),
    ("waiver-expired", "GHSA-35jh-r3h4-6jhm"): ("", [], "medium", None),
}
for name, layer in (("perl-base", 0), ("perl", 1), ("libperl5.36", 1), ("perl-modules-5.36", 1)):
    FINDINGS["CVE-2023-47038", name] = ("5.36.0-7", ["5.36.0-7+deb12u1"], "high", layer)
    FINDINGS["CVE-2024-56406", name] = ("5.36.0-7", ["5.36.0-7+deb12u2"], "unknown", layer)
SUPPRESSED = {
    ("CVE-2022-24999", "qs"): ("6.7.0", ["6.7.3"], "high", 4),
    ("CVE-2023-43804", "urllib3"): ("1.26.12", ["1.26.17"], "medium", 1),
}


def facts(finding, layers):
    subject = finding["subject"]
    return (subject["version"], finding["fixedVersions"], finding["severity"],
            layers.get(subject["layerDigest"]))


def check_findings(report):
    layers = {layer["digest"] or layer["diffId"]: layer["index"] for layer in report["image"]["layers"]}
    shown, suppressed = {}, {}
    for finding in report["findings"]:
        key = (finding["id"], finding["subject"]["package"])
        group = suppressed if finding["suppression"] else shown
        check(key not in group, f"{key} is there once")
        group[key] = facts(finding, layers)
    check_equal_sets(map(str, shown.items()), map(str, FINDINGS.items()), "findings")
    check_equal_sets(map(str, suppressed.items()), map(str, SUPPRESSED.items()), "suppressed findings")


def by_id(report, name, package):
    return next(f for f in report["findings"]
                if f["id"] == name and f["subject"]["package"] == package)


def check_details(report):
    log4shell = by_id(report, "CVE-2021-44228", LOG4J)
    check(log4shell["advisories"] == ["GHSA-jfh8-c2jp-5v3q"], "log4j: the advisory is named")
    check(log4shell["aliases"] == ["GHSA-jfh8-c2jp-5v3q"], "log4j: the alias is named")
    check(log4shell["exploited"] == {"added": "2021-12-10", "due": "2021-12-24", "ransomware": True},
          "log4j: known to be exploited", str(log4shell["exploited"]))
    check(log4shell["scores"][0]["base"] == 10, "log4j: scored")
    check(report["findings"][0]["id"] == "CVE-2021-44228", "the most urgent finding is first")
    check(log4shell["subject"]["path"] == "opt/catalog/lib/log4j-core-2.14.1.jar", "log4j: the file")
    check("COPY catalog/target/" in log4shell["subject"]["layerCommand"], "log4j: the command")
    spring = by_id(report, "CVE-2022-22965", "org.springframework:spring-beans")
    check(spring["subject"]["path"] == "opt/catalog/catalog.war!WEB-INF/lib/spring-beans-5.3.17.jar",
          "spring: inside the war", spring["subject"]["path"])
    shaded = by_id(report, "CVE-2022-42889", "org.apache.commons:commons-text")
    check(shaded["subject"]["path"].startswith("opt/catalog/lib/bookshop-search-1.2.0.jar"),
          "commons-text: shaded into another jar")
    openssl = by_id(report, "CVE-2024-6119", "openssl")
    check(sorted(openssl["advisories"]) == ["DEBIAN-CVE-2024-6119", "DSA-5764-1"],
          "openssl: two advisories are one finding", str(openssl["advisories"]))
    urllib3 = by_id(report, "CVE-2023-43804", "urllib3")
    check(urllib3["suppression"]["by"] == "owner" and "python3-urllib3" in urllib3["suppression"]["reason"],
          "urllib3: suppressed, since Debian's package owns it", str(urllib3["suppression"]))
    check(sorted(urllib3["advisories"]) == ["GHSA-v845-jxx5-vc9f", "PYSEC-2023-192"],
          "urllib3: two databases are one finding", str(urllib3["advisories"]))
    qs = by_id(report, "CVE-2022-24999", "qs")
    check(qs["suppression"]["by"] == "waiver" and "SHOP-211" in qs["suppression"]["reason"], "qs: waived")
    check([(w["id"], w["findings"], w["expired"]) for w in report["waivers"]] ==
          [("CVE-2022-24999", 1, False), ("GHSA-35jh-r3h4-6jhm", 1, True)],
          "both waivers are listed, the expired one with what it would match",
          str(report["waivers"]))


def check_verdict(report):
    over = sum(1 for _, _, severity, _ in FINDINGS.values() if severity in ("critical", "high"))
    check(report["exitCode"] == 1 and report["verdict"] == "fail", "the verdict is: fail")
    check(report["gate"]["over"] == over, f"{over} findings count for the gate")
    check(not report["diagnostics"], "everything could be read", str(report["diagnostics"]))
    check({feed["ecosystem"] for feed in report["feeds"]} == {"Debian", "Maven", "PyPI", "npm"}, "feeds")
    check(report["distro"]["id"] == "debian" and report["distro"]["versionId"] == "12", "Debian 12")
    check(report["actions"][0]["package"] == LOG4J and report["actions"][0]["to"] == "2.17.0",
          "the first thing to do is log4j 2.17.0", str(report["actions"][0]))


def check_packages(report):
    names = {(p["type"], p["name"]) for p in report["packages"]}
    for gone in (("deb", "make"), ("npm", "npm")):
        check(gone not in names, f"{gone[1]} is gone from the image")
    versions = {p["version"] for p in report["packages"] if p["name"] == "snakeyaml"}
    check(versions == {"2.0"}, "only the snakeyaml that is left is listed", str(versions))
    lock = json.loads((BOOKSHOP / "web/package-lock.json").read_text())["packages"]
    want = {(path.rpartition("node_modules/")[2], package["version"])
            for path, package in lock.items() if path and not package.get("dev")}
    got = {("/".join(filter(None, (p["namespace"], p["name"]))), p["version"])
           for p in report["packages"] if p["type"] == "npm"}
    check_equal_sets(got, want, "node modules equal the lock file's")
    debian = [p for p in report["packages"] if p["type"] == "deb"]
    stanzas = (BOOKSHOP / "image/1-debian/var/lib/dpkg/status").read_text().count("Package: ")
    stanzas += (BOOKSHOP / "image/2-apt/var/lib/dpkg/status.changes").read_text().count("Package: ")
    check(len(debian) == stanzas - 1, f"{stanzas - 1} Debian packages, make is purged")
    base = sum(1 for p in debian if p["layer"] == 0)
    check(base == 88, "88 Debian packages are of the base layer", str(base))


def check_page(text):
    check(text.startswith("<!DOCTYPE html>"), "the page is HTML")
    for word in ("CVE-2021-44228", "CVE-2022-22965", LOG4J, "2.17.0", "spring-beans", "SHOP-211",
                 "python3-urllib3", "waiver-expired", "5.36.0-7+deb12u2", "Debian GNU/Linux 12"):
        check(word in text, f"the page tells {word}")
    for word in ("CVE-2022-1471", "CVE-2021-41720", "CVE-2023-5363"):
        check(word not in text, f"the page does not tell {word}")
    outside = re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=[\"']?http", text)
    check(not outside, "the page loads nothing from elsewhere", str(outside[:3]))


def check_same_twice(out):
    environment = dict(os.environ, SOURCE_DATE_EPOCH="1772442000")
    texts = []
    for threads in ("1", "1", "4"):
        done = subprocess.run(
            [SEAWALL, "scan", str(out / "bookshop/bookshop.tar"), "-q", "--no-cache", "--threads", threads,
             "--db", str(out / "bookshop/db"), "-o", "json"], capture_output=True, env=environment)
        texts.append(done.stdout)
    check(texts[0] == texts[1] and texts[0], "two runs give the same report, byte for byte")
    check(texts[0] == texts[2], "and so do four threads")


def check_project(out):
    """web/ as a project: the lock file has the same flaws, and the development packages besides."""
    text = run(SEAWALL, "scan", BOOKSHOP / "web", "-q", "--db", out / "bookshop/db", "--max-data-age", "0",
               "-o", "json", ok=(1,))
    report = json.loads(text)
    got = {(f["id"], f["subject"]["package"]) for f in report["findings"] if not f["suppression"]}
    want = {key for key, facts in FINDINGS.items() if facts[3] == 4} | {("CVE-2022-24999", "qs")}
    check_equal_sets(got, want, "the project web/ has the findings of its node modules")


def main():
    with scratch() as out:
        environment = dict(os.environ, SEAWALL=SEAWALL, BOOKSHOP_OUT=str(out))
        done = subprocess.run([str(BOOKSHOP / "demo")], capture_output=True, text=True, env=environment)
        check(done.returncode == 0, "the demo succeeds", done.stdout[-2000:] + done.stderr[-2000:])
        check("What to do now" in done.stdout and "CVE-2021-44228" in done.stdout, "the table is shown")
        check(str(out / "bookshop.html") in done.stdout, "it says where the page is")
        report = json.loads((out / "bookshop/report.json").read_text())
        check_findings(report)
        check_details(report)
        check_verdict(report)
        check_packages(report)
        check_page((out / "bookshop.html").read_text())
        first = (out / "bookshop/bookshop.tar").read_bytes()
        run(BOOKSHOP / "make_image", out / "again.tar")
        check((out / "again.tar").read_bytes() == first, "the image is the same each time")
        check_same_twice(out)
        check_project(out)
    finish()


main()
