"""What the tests of hostile input share: running Seawall within bounds of memory and time, images out
of Python's hands, and what counts as an honest answer."""
import gzip
import hashlib
import io
import json
import re
import resource
import subprocess
import tarfile

from support import ROOT, SEAWALL, check, run

GUARD_SECONDS = 300  # only a guard against hanging, for slow machines too
DATA_BYTES = 1 << 30  # RLIMIT_DATA of each run
DEBIAN = b'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'
STATUS = b"Package: base-files\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12.4+deb12u5\n"


class Answer:
    def __init__(self, code, out, err, peak_mb):
        self.code, self.out, self.err, self.peak_mb = code, out, err, peak_mb
        try:
            self.report = json.loads(out)
        except ValueError:
            self.report = None

    def __str__(self):
        verdict = self.report["verdict"] if self.report else self.out[:1500]
        return f"exit code {self.code}, {self.peak_mb} MB, {verdict}\n{self.words()[:2500]}"

    def words(self):
        """Everything it says about what is wrong."""
        said = [self.err]
        if self.report:
            said += [f"{d['path']}: {d['message']}" for d in self.report.get("diagnostics", [])]
            said += [entry["message"] for entry in self.report.get("notJudged", [])]
        return "\n".join(said)


def bounded(*words, environment=None, data_bytes=DATA_BYTES):
    """Runs Seawall; no more memory than data_bytes, no core files, and GUARD_SECONDS at most."""
    def bound():
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (GUARD_SECONDS, GUARD_SECONDS))

    child = subprocess.Popen([SEAWALL, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, preexec_fn=bound, env=environment)
    try:
        out, err = child.communicate(timeout=GUARD_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
        err += b"\nkilled: it did not end"
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return Answer(child.returncode, out.decode(errors="replace"), err.decode(errors="replace"), peak)


class Judge:
    """Scans with advisory data for every ecosystem that the tests use, so that exit code 3 can only
    come from the input."""

    def __init__(self, folder):
        self.folder = folder
        self.database = folder / "advisories"
        run(SEAWALL, "db", "import", ROOT / "examples/bookshop/advisories", "--db", self.database, "-q")

    def scan(self, target, *words, **options):
        return bounded("scan", target, "-q", "--no-cache", "--db", self.database, "--max-data-age", "0",
                       "-o", "json", *words, **options)

    def harmless(self, what, target, *words, **options):
        answer = self.scan(target, *words, **options)
        check(answer.code == 0, f"{what}: clean", str(answer))
        return answer

    def refused(self, what, target, says, *words, **options):
        """Exit code 2, and a message."""
        answer = self.scan(target, *words, **options)
        good = answer.code == 2 and re.search(says, answer.err, re.I)
        check(good, f"{what}: refused", f"wanted /{says}/\n{answer}")
        return answer

    def honest(self, what, target, says, codes=(2, 3), *words, **options):
        """Refused, or a report that is incomplete and says why."""
        answer = self.scan(target, *words, **options)
        good = answer.code in codes and re.search(says, answer.words(), re.I)
        if good and answer.report:
            good = answer.report["incomplete"]
        how = "refused" if answer.code == 2 else "incomplete"
        check(good, f"{what}: {how}", f"wanted /{says}/\n{answer}")
        return answer


# ---------------------------------------------------------------------------------------------
# Images

def entry(name, data=b"", **more):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in more.items():
        setattr(info, key, value)
    return info, data


def link(name, target, kind=tarfile.SYMTYPE):
    return entry(name, type=kind, linkname=target)


def tar_of(*entries, end=True):
    out = io.BytesIO()
    tar = tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT)
    for info, data in entries:
        tar.addfile(info, io.BytesIO(data))
    if end:
        tar.close()
    return out.getvalue()


def base_entries():
    return [entry("etc/os-release", DEBIAN), entry("var/lib/dpkg/status", STATUS)]


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def inflated_digest(blob):
    """Of a gzip blob, also of one whose end is missing or damaged, and without holding it."""
    digest = hashlib.sha256()
    try:
        with gzip.open(io.BytesIO(blob)) as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    except (EOFError, OSError, ValueError):
        pass
    return "sha256:" + digest.hexdigest()


class Layout:
    """An OCI layout of blobs that need not be what they say."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "blobs/sha256").mkdir(parents=True)
        (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')

    def blob(self, data, digest=None):
        digest = digest or sha256(data)
        (self.folder / "blobs" / digest.replace(":", "/")).write_bytes(data)
        return digest

    def write(self, layers, diff_ids=None, history=None, config=None, annotations=None):
        """`layers`: bytes as they are, or (bytes, digest to claim). gzip is seen by its first bytes."""
        described = []
        computed = []
        for layer in layers:
            data, digest = layer if isinstance(layer, tuple) else (layer, None)
            zipped = data[:2] == b"\x1f\x8b"
            digest = self.blob(data, digest)
            media = "application/vnd.oci.image.layer.v1.tar" + ("+gzip" if zipped else "")
            described.append({"mediaType": media, "digest": digest, "size": len(data)})
            computed.append(inflated_digest(data) if zipped and diff_ids is None else sha256(data))
        text = json.dumps(config or {
            "architecture": "amd64", "os": "linux", "config": {},
            "rootfs": {"type": "layers", "diff_ids": diff_ids or computed},
            "history": history or [{"created_by": "test"} for _ in layers]}).encode()
        manifest = json.dumps({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": self.blob(text),
                       "size": len(text)},
            "layers": described}).encode()
        self.index({"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": self.blob(manifest),
                    "size": len(manifest), **({"annotations": annotations} if annotations else {})})
        return self.folder

    def index(self, *manifests):
        (self.folder / "index.json").write_text(json.dumps({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json",
            "manifests": list(manifests)}))
        return self.folder


def layout(folder, name, *layers, **more):
    return Layout(folder / name).write(list(layers), **more)


def rootfs(folder, name, files):
    """A root filesystem: {path: bytes}, with Debian's os-release."""
    top = folder / name
    for path, data in {"etc/os-release": DEBIAN, "var/lib/dpkg/status": STATUS, **files}.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def long_gzip(head, piece, times, tail=b""):
    """A gzip stream of head, `times` times `piece`, and tail: many members, made in no time."""
    return (gzip.compress(head, mtime=0) + gzip.compress(piece, mtime=0) * times +
            gzip.compress(tail + b"\0" * 1024, mtime=0))
