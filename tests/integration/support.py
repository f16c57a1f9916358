"""What integration tests share: running programs, a scratch folder, free ports, skipping aloud."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SEAWALL = os.environ.get("SEAWALL", str(ROOT / "build/release/seawall"))
CONFORMANCE = os.environ.get("SEAWALL_CONFORMANCE", str(ROOT / "build/release/seawall-conformance"))
DATA = pathlib.Path(os.environ.get("SEAWALL_TEST_DATA", str(ROOT / "build/test-data")))
SKIPPED = 77

failures = []
passed = 0


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def check(ok, what, detail=""):
    global passed
    if ok:
        passed += 1
        print(f"ok    {what}")
    else:
        failures.append(what)
        print(f"FAIL  {what}\n{detail}" if detail else f"FAIL  {what}")


def check_equal_sets(got, want, what):
    got, want = set(got), set(want)
    lines = [f"  missing: {x}" for x in sorted(want - got)[:20]]
    lines += [f"  extra:   {x}" for x in sorted(got - want)[:20]]
    check(got == want, f"{what} ({len(want)})", "\n".join(lines))


def finish():
    print(f"{passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)


def run(*words, ok=(0,), **options):
    """Runs a program and returns what it printed; any other exit code ends the test."""
    done = subprocess.run([str(w) for w in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, **options)
    if done.returncode not in ok:
        print(f"{words[0]} {words[1:]} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        sys.exit(1)
    return done.stdout


def have(program):
    return shutil.which(program) is not None


@contextlib.contextmanager
def scratch():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="seawall-test-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for_port(port, process, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            print(f"the server ended with {process.returncode}")
            sys.exit(1)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    print("the server did not come up")
    sys.exit(1)


def sbom_of(target, *options):
    """The components that Seawall finds, as the CycloneDX document."""
    text = run(SEAWALL, "sbom", target, "-q", "--no-cache", *options, ok=(0, 3))
    return json.loads(text)


def purls(document, kind):
    """(namespace, name, version, arch) of the components whose purl has that type."""
    out = []
    for component in document["components"]:
        purl = component.get("purl", "")
        if not purl.startswith(f"pkg:{kind}/"):
            continue
        rest, _, query = purl[len(f"pkg:{kind}/"):].partition("?")
        path, _, version = rest.rpartition("@")
        namespace, _, name = path.rpartition("/")
        qualifiers = urllib.parse.parse_qs(query)
        unquote = urllib.parse.unquote
        out.append((unquote(namespace), unquote(name), unquote(version),
                    qualifiers.get("arch", [""])[0]))
    return out


def apt_mirror():
    """(URI, codename) of this machine's own Debian archive, from apt's configuration."""
    lines = run("apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME) $(LABEL)",
                "Created-By: Packages").splitlines()
    release = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text().splitlines()
                   if "=" in line)
    codename = release.get("VERSION_CODENAME", "").strip('"')
    for line in lines:
        uri, name = line.split(" ")[:2]
        if name == codename:
            return uri.rstrip("/"), codename
    return None


def debian_rootfs():
    """A minbase root filesystem made by debootstrap, kept between runs; None where it cannot be."""
    if os.geteuid() != 0 or not have("debootstrap"):
        return None
    mirror = apt_mirror()
    if not mirror:
        return None
    uri, codename = mirror
    folder = DATA / f"debootstrap-{codename}"
    if (folder / "complete").exists():
        return folder / "rootfs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run("debootstrap", "--variant=minbase", codename, folder / "rootfs", uri)
    (folder / "complete").touch()
    return folder / "rootfs"
