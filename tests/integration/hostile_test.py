#!/usr/bin/env python3
"""Hostile images, archives, project files and names: for each of them Seawall refuses with a message
or says what it could not judge, within bounds of memory, and never crashes or calls it clean."""
import gzip
import io
import json
import os
import random
import re
import struct

import tarfile
import zipfile

from hostile import (DEBIAN, STATUS, Judge, base_entries, bounded, entry, Layout, layout, link,
                     long_gzip, rootfs, tar_of)
from support import SEAWALL, check, finish, run, scratch

MIB = 1 << 20
LODASH = b'{"name":"lodash","version":"4.17.4"}'
HARMLESS = b'{"name":"harmless","version":"1.0.0"}'


def base():
    return gzip.compress(tar_of(*base_entries()), mtime=0)


def npm(name="harmless"):
    return entry(f"srv/node_modules/{name}/package.json", json.dumps({"name": name, "version": "1.0.0"}).encode())


# ---------------------------------------------------------------------------------------------
# Layers

def test_streams(judge, folder):
    judge.harmless("a harmless image", layout(folder, "good", base()))
    noise = random.Random(1).randbytes(300_000)
    whole = gzip.compress(tar_of(npm(), entry("noise", noise), entry("srv/node_modules/lodash/package.json", LODASH)),
                          mtime=0)
    judge.honest("a truncated layer", layout(folder, "cut", base(), whole[:len(whole) // 2]), "layer|truncat")
    bent = bytearray(whole)
    bent[len(bent) // 2] ^= 0x40
    judge.honest("a corrupt layer", layout(folder, "bent", base(), bytes(bent)), "layer|corrupt|crc|mismatch")
    plain = tar_of(npm(), entry("noise", noise), end=False)
    judge.honest("a tar cut within a file", layout(folder, "cut-tar", base(), plain[:200_000]), "layer|truncat|ends")
    claimed = "sha256:" + "ab" * 32
    judge.refused("another blob under a digest", layout(folder, "other", (base(), claimed)), "digest|mismatch")
    judge.refused("a docker archive with another layer under a diff id",
                  write(folder / "diff.tar", docker_archive(tar_of(*base_entries()), claimed)), "mismatch|digest")
    site = Layout(folder / "changed")
    site.write([base()])
    manifest = json.loads((site.folder / "index.json").read_text())["manifests"][0]["digest"]
    path = site.folder / "blobs" / manifest.replace(":", "/")
    path.write_bytes(path.read_bytes().replace(b'"schemaVersion": 2', b'"schemaVersion": 3'))
    judge.refused("a changed manifest", site.folder, "digest|mismatch|size")
    layers = layout(folder, "vulnerable-and-cut", base(), gzip.compress(tar_of(
        entry("srv/node_modules/lodash/package.json", LODASH)), mtime=0), whole[:len(whole) // 2])
    answer = judge.scan(layers)
    check(answer.code == 1 and answer.report["incomplete"], "findings and a cut layer: 1, and incomplete", str(answer))


def header(name, size):
    """A tar header that claims a file of `size` bytes."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def test_bombs(judge, folder):
    zeros, letters = b"\0" * (64 * MIB), b"a" * (64 * MIB)
    for name, path, piece in (("bomb-zeros", "var/zeros", zeros), ("bomb-letters", "var/letters", letters)):
        blob = long_gzip(header(path, 64 * 64 * MIB), piece, 64)
        answer = judge.honest(f"a gzip bomb of 4 GiB ({path})",
                              layout(folder, name, base(), blob, diff_ids=["sha256:" + "0" * 64] * 2),
                              "expan|bomb|mismatch|larger|limit", (2, 3))
        check(answer.peak_mb < 500, f"{path}: bounded memory", f"{answer.peak_mb} MB")
    big = long_gzip(header("var/lib/dpkg/status", 320 * MIB), b"Package: a\nVersion: 1\nX: " + b"x" * (64 * MIB - 25), 5)
    judge.honest("a package database of 320 MiB", layout(folder, "big-status", base(), big), "status: not read: 335544320 bytes")
    lists = gzip.compress(gzip.compress(gzip.compress(b"\0" * (64 * MIB))))
    judge.honest("gzip within gzip", layout(folder, "matryoshka", base(), lists), "layer")


def test_tar_lies(judge, folder):
    plain = tar_of(npm())
    good = bytearray(plain)
    cases = {}
    huge = bytearray(header("srv/node_modules/huge/package.json", 0))
    huge[124:136] = b"\x80" + b"\0" * 3 + b"\x7f" + b"\xff" * 7
    cases["a file of 8 EiB"] = with_checksum(huge) + b"x" * 512
    negative = bytearray(header("srv/node_modules/negative/package.json", 0))
    negative[124:136] = b"\xff" * 12
    cases["a file of -1 bytes"] = with_checksum(negative) + b"x" * 512
    wrong = bytearray(good)
    wrong[0] ^= 1
    cases["a header with a wrong checksum"] = bytes(wrong)
    for kind, what in ((b"L", "a GNU name"), (b"x", "a PAX header"), (b"g", "a global PAX header")):
        long = bytearray(header("././@LongLink", 2 << 30))
        long[156:157] = kind
        cases[f"{what} of 2 GiB"] = with_checksum(long) + b"a" * 4096
    pax = b"30 size=99999999999999999999\n\n"
    record = bytearray(header("PaxHeader", len(pax)))
    record[156:157] = b"x"
    cases["a PAX size beyond all numbers"] = with_checksum(record) + pax.ljust(512, b"\0") + bytes(good)
    cases["garbage instead of a tar"] = random.Random(5).randbytes(10_240)
    for number, (what, data) in enumerate(cases.items()):
        answer = judge.honest(what, layout(folder, f"lie-{number}", base(), gzip.compress(data, mtime=0)), "layer|tar|pax")
        check(answer.peak_mb < 500, f"{what}: bounded memory", f"{answer.peak_mb} MB")


def with_checksum(block):
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def test_paths(judge, folder):
    names = ["../../../srv/node_modules/up/package.json", "/srv/node_modules/absolute/package.json",
             "srv/../../srv/node_modules/middle/package.json", "./srv//node_modules/./dots/package.json"]
    image = layout(folder, "paths", base(), gzip.compress(tar_of(
        *[entry(name, json.dumps({"name": f"p{i}", "version": "1.0.0"}).encode()) for i, name in enumerate(names)],
        link("srv/out", "../../../../../etc"), entry("srv/out/node_modules/through/package.json", HARMLESS)), mtime=0))
    answer = judge.scan(image)
    listed = {p["path"] for p in answer.report["packages"]} if answer.report else set()
    told = answer.words()
    check(answer.code in (0, 3), "paths that climb out: no crash", str(answer))
    check(not any(".." in path or path.startswith("/") for path in listed), "no path leads out of the image", str(listed))
    names_listed = {p["name"] for p in answer.report["packages"]} if answer.report else set()
    for i, name in enumerate(names):
        check(f"p{i}" in names_listed or name in told or answer.report["incomplete"], f"{name} is read within, or told",
              str(answer))


def test_links(judge, folder):
    hard = tarfile.LNKTYPE
    status = "var/lib/dpkg/status"
    loops = layout(folder, "loops", base(), gzip.compress(tar_of(
        link("srv/node_modules/a/package.json", "../b/package.json"), link("srv/node_modules/b/package.json", "../a/package.json"),
        link("loop", "loop"), link("dir1/x", "../dir2/x"), link("dir2/x", "../dir1/x"),
        entry("dir1/x/node_modules/c/package.json", HARMLESS),
        link("srv/node_modules/self/package.json", "srv/node_modules/self/package.json", hard),
        link("srv/node_modules/ring1/package.json", "srv/node_modules/ring2/package.json", hard),
        link("srv/node_modules/ring2/package.json", "srv/node_modules/ring1/package.json", hard),
        link("srv/node_modules/none/package.json", "srv/never/package.json", hard)), mtime=0))
    answer = judge.scan(loops)
    check(answer.code == 3, "links in circles, hard links to nothing: incomplete", str(answer))
    check("hard link" in answer.words(), "and it says of which", answer.words())
    hidden = layout(folder, "hidden-status", gzip.compress(tar_of(
        entry("etc/os-release", DEBIAN), link(status, "status2"), link("var/lib/dpkg/status2", "status")), mtime=0))
    judge.honest("a package database that is a link to itself", hidden, "no package database")
    chain = [link(f"c{i}", f"c{i + 1}") for i in range(2000)] + [link("srv/node_modules/far/package.json", "/c0")]
    answer = judge.scan(layout(folder, "chain", base(), gzip.compress(tar_of(*chain), mtime=0)))
    check(answer.code in (0, 3), "a chain of 2000 links: no crash", str(answer))


def test_many_files(judge, folder):
    out = io.BytesIO()
    block = bytearray(header("x", 0))
    for i in range(300_000):
        name = b"srv/%03d/%06d" % (i % 1000, i)
        block[0:100] = name.ljust(100, b"\0")
        out.write(with_checksum(block))
    out.write(tar_of(npm()))
    image = layout(folder, "many", base(), gzip.compress(out.getvalue(), 1))
    answer = judge.harmless("a layer of 300,000 files", image)
    names = {p["name"] for p in answer.report["packages"]}
    check(names == {"base-files", "harmless"}, "with the package behind them", str(names))
    check(answer.peak_mb < 400, "in bounded memory", f"{answer.peak_mb} MB")


# ---------------------------------------------------------------------------------------------
# Manifests

def test_manifests(judge, folder):
    judge.refused("an empty file as an image", write(folder / "empty.tar", b""), "empty.tar")
    judge.refused("noise as an image", write(folder / "noise.tar", random.Random(2).randbytes(50_000)), "noise.tar")
    deep = b'{"layers":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    for name, text in (("deep", deep), ("no", b"no"), ("empty", b""), ("list", b"[]"), ("number", b'{"layers":7}'),
                       ("absent", b'{"schemaVersion":2}')):
        site = Layout(folder / f"manifest-{name}")
        site.index({"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": site.blob(text), "size": len(text)})
        judge.refused(f"a manifest that is {name}", site.folder, "manifest|json|config|layer|depth|nest")
    judge.refused("an index without end", layout_of_indexes(folder, 60), "index|nest|depth|manifest")
    layers = [gzip.compress(tar_of(npm(f"n{i}")), mtime=0) for i in range(2)] * 600
    judge.honest("an image of 1200 layers", layout(folder, "layers", *layers), "layers", (2, 3))
    site = Layout(folder / "escape")
    site.index({"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "sha256:../../../../../../etc/passwd",
                "size": 10})
    judge.refused("a digest that is a path", site.folder, "digest")
    archive = tar_of(entry("manifest.json", json.dumps([{"Config": "c.json", "RepoTags": ["a:1"], "Layers": ["l.tar"]}]).encode()),
                     entry("c.json", b"{}"), link("l.tar", "/etc/passwd"))
    judge.honest("a docker archive whose layer is a link out of it", write(folder / "linked.tar", archive), "l.tar|layer|link|config")
    missing = tar_of(entry("manifest.json", json.dumps([{"Config": "c.json", "Layers": ["gone.tar"]}]).encode()),
                     entry("c.json", json.dumps({"rootfs": {"type": "layers", "diff_ids": ["sha256:" + "1" * 64]}}).encode()))
    judge.honest("a docker archive without its layer", write(folder / "missing.tar", missing), "layer 1.*missing")
    endless = bounded("scan", "docker-archive:/dev/zero", "-q", "--db", judge.database)
    check(endless.code == 2 and endless.err, "/dev/zero as an archive: refused", str(endless))


def docker_archive(layer, diff_id):
    config = {"rootfs": {"type": "layers", "diff_ids": [diff_id]}}
    return tar_of(entry("manifest.json", json.dumps([{"Config": "c.json", "Layers": ["l.tar"]}]).encode()),
                  entry("c.json", json.dumps(config).encode()), entry("l.tar", layer))


def layout_of_indexes(folder, depth):
    site = Layout(folder / "indexes")
    inner = {"mediaType": "application/vnd.oci.image.index.v1+json", "digest": "sha256:" + "0" * 64, "size": 3}
    for _ in range(depth):
        text = json.dumps({"schemaVersion": 2, "manifests": [inner]}).encode()
        inner = {"mediaType": "application/vnd.oci.image.index.v1+json", "digest": site.blob(text), "size": len(text)}
    return site.index(inner)


def write(path, data):
    path.write_bytes(data)
    return path


# ---------------------------------------------------------------------------------------------
# Files of package managers

def test_documents(judge, folder):
    deep = b'{"name":"deep","version":"1.0.0","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    judge.honest("a package.json 10,000 deep", rootfs(folder, "deep-package", {"srv/node_modules/deep/package.json": deep}),
                 "package.json")
    project = folder / "deep-lock"
    project.mkdir()
    write(project / "package-lock.json", b'{"lockfileVersion":1,"dependencies":' +
          b'{"a":{"version":"1.0.0","dependencies":' * 5_000 + b"{}" + b"}}" * 5_000 + b"}")
    judge.honest("a package-lock.json 10,000 deep", project, "package-lock.json")
    laughs = folder / "laughs"
    laughs.mkdir()
    lines = ["lockfileVersion: '6.0'", "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    write(laughs / "pnpm-lock.yaml", "\n".join([*lines, "packages: *a11"]).encode())
    answer = judge.honest("a billion laughs in pnpm-lock.yaml", laughs, "pnpm-lock.yaml")
    check(answer.peak_mb < 500, "a billion laughs: bounded memory", f"{answer.peak_mb} MB")
    xml = folder / "xml"
    xml.mkdir()
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    write(xml / "pom.xml", f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY e0 "lol">{entities}]><project><groupId>g</groupId>'
          f"<artifactId>a</artifactId><version>1</version><dependencies><dependency><groupId>&e11;</groupId>"
          f"<artifactId>&e11;</artifactId><version>&e11;</version></dependency></dependencies></project>".encode())
    answer = judge.scan(xml)
    check(answer.code in (0, 2, 3) and "lollol" not in answer.out, "entities in pom.xml are not expanded", str(answer))
    nested = folder / "nested-xml"
    nested.mkdir()
    write(nested / "pom.xml", b"<project>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</project>")
    judge.honest("a pom.xml 100,000 deep", nested, "pom.xml")
    bom = write(folder / "deep.cdx.json", b'{"bomFormat":"CycloneDX","specVersion":"1.5","components":' +
                b'[{"type":"library","name":"a","components":' * 5_000 + b"[]" + b"}]" * 5_000 + b"}")
    judge.honest("an SBOM 10,000 deep", bom, "deep.cdx.json|nest|depth")


def test_dpkg_lies(judge, folder):
    cases = {
        "a package without a name": b"Status: install ok installed\nVersion: 1\n",
        "a package without a version": b"Package: a\nStatus: install ok installed\n",
        "bytes that are no text": random.Random(3).randbytes(20_000),
        "a line without a field": b"Package: a\nStatus: install ok installed\nVersion: 1\nnonsense\n",
        "an empty version": b"Package: a\nStatus: install ok installed\nVersion: \n",
    }
    for number, (what, text) in enumerate(cases.items()):
        judge.honest(f"dpkg: {what}", rootfs(folder, f"dpkg-{number}", {"var/lib/dpkg/status": STATUS + b"\n" + text}),
                     "status")
    fields = b"Package: big\nStatus: install ok installed\nVersion: 1\nDescription: " + b"x" * (100 * MIB) + b"\n"
    answer = judge.scan(rootfs(folder, "dpkg-long", {"var/lib/dpkg/status": fields}))
    check(answer.code in (0, 3) and answer.peak_mb < 700, "dpkg: a field of 100 MiB", str(answer)[:300])
    gone = rootfs(folder, "dpkg-none", {})
    (gone / "var/lib/dpkg/status").unlink()
    judge.honest("Debian without a package database", gone, "no package database")
    (gone / "etc/os-release").write_bytes(b"\xff\xfe\0" * 1000)
    answer = judge.scan(gone)
    check(answer.code in (0, 2, 3), "an os-release of noise: no crash", str(answer))


def test_project_files(judge, folder):
    """Files that are no files: a pipe nobody writes to, devices, links out."""
    project = folder / "odd"
    project.mkdir()
    os.mkfifo(project / "package-lock.json")
    (project / "Cargo.lock").symlink_to("/dev/zero")
    (project / "yarn.lock").symlink_to("yarn.lock")
    (project / "go.mod").mkdir()
    (project / "loop").symlink_to(".")
    answer = judge.scan(project)
    check(answer.code in (2, 3), "a project of pipes, devices and loops: told", str(answer))
    for name in ("package-lock.json", "Cargo.lock"):
        check(name in answer.words(), f"and {name} is named", answer.words())


# ---------------------------------------------------------------------------------------------
# Archives

def jar(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def same_file_many_times(inner, count):
    """A zip whose directory gives one compressed file `count` names (overlapping entries)."""
    one = jar({"lib/x0000.jar": inner})
    end = one.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", one[end + 16:end + 20])[0]
    record = one[start:end]
    directory = b"".join(record.replace(b"x0000", b"x%04d" % i) for i in range(count))
    return one[:start] + directory + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, count, count, len(directory), start, 0)


def test_jars(judge, folder):
    def jar_image(name, data):
        return layout(folder, name, base(), gzip.compress(tar_of(entry("opt/app.jar", data)), 1))

    properties = "META-INF/maven/g/a/pom.properties"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(properties, "w") as file:
            for _ in range(600):
                file.write(b"\0" * MIB)
    answer = judge.honest("a zip bomb as a jar", jar_image("bomb", bomb.getvalue()), "app.jar")
    check(answer.peak_mb < 700, "a zip bomb: bounded memory", f"{answer.peak_mb} MB")
    nested = jar({properties: "groupId=g\nartifactId=innermost\nversion=1\n"})
    for i in range(50):
        nested = jar({f"lib/n{i}.jar": nested})
    judge.honest("50 jars, each in the next", jar_image("nested", nested), "nest|deep")
    quine = jar({properties: "groupId=g\nartifactId=a\nversion=1\n"})
    for _ in range(6):
        quine = same_file_many_times(quine, 300)
    answer = judge.honest("a jar of 300^6 jars", jar_image("quine", quine), "app.jar")
    check(answer.peak_mb < 700, "300^6 jars: bounded memory", f"{answer.peak_mb} MB")
    plain = bytearray(jar({properties: "groupId=g\nartifactId=a\nversion=1\n"}))
    directory = plain.rindex(b"PK\x01\x02")
    plain[directory + 24:directory + 28] = struct.pack("<I", 0xfffffff0)
    judge.honest("a jar that claims a file of 4 GB", jar_image("claims", bytes(plain)), "app.jar")
    for name, data in (("a jar of noise", random.Random(4).randbytes(5000)), ("an empty jar", b""),
                       ("half a jar", jar({properties: "groupId=g\nartifactId=a\nversion=1\n" * 50})[:80])):
        judge.honest(name, jar_image(name.replace(" ", "-"), data), "app.jar")
    climbing = jar({"../../../../tmp/evil.jar": jar({properties: "groupId=g\nartifactId=in\nversion=1\n"})})
    answer = judge.scan(jar_image("climbing", climbing))
    check(answer.code in (0, 3), "a jar with paths that climb out: no crash", str(answer))


# ---------------------------------------------------------------------------------------------
# Names

EVIL = "\x1b[31m<script>alert(1)</script>\u202e&\"'`|\r\n::error::x\x07\u0085\x9b"


def test_names(judge, folder):
    path = "srv/\x1b[2J<script>alert(2)</script>|`x`/node_modules/lodash/package.json"
    advisory = {"schema_version": "1.7.0", "id": "GHSA-evil-0000-0001", "modified": "2026-01-01T00:00:00Z",
                "summary": EVIL, "details": EVIL, "aliases": ["CVE-2026-0001"],
                "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                "references": [{"type": "WEB", "url": "javascript:alert(3)//" + EVIL},
                               {"type": "WEB", "url": "https://good.example/\"><script>alert(4)</script>"}],
                "affected": [{"package": {"ecosystem": "npm", "name": "lodash"}, "ranges": [{"type": "SEMVER", "events": [
                    {"introduced": "0"}, {"fixed": "9.0.0"}]}]}]}
    feed = folder / "feed/npm"
    feed.mkdir(parents=True)
    (feed / "x.json").write_text(json.dumps(advisory))
    debian = folder / "feed/Debian"
    debian.mkdir()
    (debian / "x.json").write_text(json.dumps({
        "id": "DSA-1-1", "modified": "2026-01-01T00:00:00Z", "summary": EVIL, "affected": [{
            "package": {"ecosystem": "Debian:12", "name": "evil<script>"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9"}]}]}]}))
    database = folder / "db"
    run(SEAWALL, "db", "import", folder / "feed", "--db", database, "-q")
    status = (b"Package: evil<script>\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\x1b[31m\n\n"
              b"Package: a\x1b[31m<img src=x onerror=alert(5)>\nStatus: install ok installed\nVersion: <b>9x</b>\n")
    release = DEBIAN.replace(b"Debian GNU/Linux 12", b"<script>alert(6)</script>\x1b[31m")
    image = layout(folder, "names", gzip.compress(tar_of(
        entry("etc/os-release", release), entry("var/lib/dpkg/status", STATUS + b"\n" + status),
        entry(path, LODASH), entry("srv/node_modules/b/package.json", b'{"name":"<script>alert(7)</script>","version":"\\u001b[31m1"}'),
        entry("srv/\x1b]0;t\x07/node_modules/c/package.json", b'{"name":')), mtime=0),
        history=[{"created_by": EVIL, "comment": EVIL, "created": EVIL}], annotations={"org.opencontainers.image.ref.name": EVIL})
    waivers = folder / "waivers.yaml"
    waivers.write_text(json.dumps({"waivers": [{"id": "CVE-2000-1", "reason": EVIL, "owner": EVIL, "expires": "2024-01-01"}]}))
    said = bounded("scan", image, "--db", database, "-o", "no-such-format").err
    formats = re.search(r"there are ([^)]*)\)", said).group(1).split(", ")
    check({"table", "json", "html", "sarif", "cyclonedx"} <= set(formats), f"formats: {', '.join(formats)}")
    for name in formats:
        out = folder / f"report.{name}"
        answer = bounded("scan", image, "-q", "--no-cache", "--db", database, "--max-data-age", "0", "--waivers", waivers,
                         "--packages", "-o", f"{name}={out}")
        check(answer.code == 1, f"names, {name}: findings", str(answer))
        check("\x1b" not in answer.err, f"names, {name}: no control characters on the terminal")
        check_report(name, out.read_bytes())
    done = bounded("scan", image, "-q", "--no-cache", "--db", database, "-o", "table", "--packages")
    check("\x1b" not in done.out and "\x9b" not in done.out, "names on standard output: no control characters")
    shown = bounded("db", "show", "CVE-2026-0001", "--db", database)
    check(shown.code == 0 and "\x1b" not in shown.out and "\x9b" not in shown.out, "db show: no control characters")
    for verb, words in (("scan", [EVIL]), ("sbom", [EVIL]), (EVIL, []), ("db", ["show", EVIL]), ("scan", ["--" + EVIL])):
        answer = bounded(verb, *words)
        check(answer.code == 2 and "\x1b" not in answer.err and "\x9b" not in answer.err, f"{verb[:4]!r} of a hostile word: plain message",
              repr(answer.err))


def check_report(name, data):
    text = data.decode()  # UTF-8, or this fails
    controls = set(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text.replace("\r\n", "\n")))
    if name in ("json", "sarif", "cyclonedx", "spdx"):
        json.loads(text)
        controls &= {chr(i) for i in range(0x20)}
    check(not controls, f"names, {name}: no control characters", repr(controls))
    if name in ("html", "markdown", "junit"):
        outside_code = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text) if name == "markdown" else text
        tags = re.findall(r"<(?:script>alert|img src=x|b>9x)", outside_code)
        check(not tags, f"names, {name}: no markup from outside", str(tags))
    if name == "html":
        check(not re.search(r"href=[\"']?\s*javascript:", text, re.I), "names, html: no script in a link")
    if name == "junit":
        import xml.dom.minidom
        xml.dom.minidom.parseString(data)
    if name == "markdown":
        rows = [line for line in text.splitlines() if line.startswith("|")]
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in rows if "lodash" in row}
        check(len(widths) <= 2, "names, markdown: rows stay whole", str(widths))


def main():
    tests = [test_streams, test_bombs, test_tar_lies, test_paths, test_links, test_many_files, test_manifests, test_documents,
             test_dpkg_lies, test_project_files, test_jars, test_names]
    with scratch() as folder:
        judge = Judge(folder)
        for test in tests:
            with scratch() as own:
                test(judge, own)
    finish()


main()
