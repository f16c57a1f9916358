#!/usr/bin/env python3
"""Registries on loopback that lie, stall, never end, or reach for credentials that are not theirs."""
import base64
import contextlib
import gzip
import hashlib
import http.server
import json
import os
import re
import subprocess
import threading

from hostile import Judge, base_entries, entry, inflated_digest, tar_of
from support import SEAWALL, check, finish, scratch

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
SECRET = base64.b64encode(b"ann:top-secret").decode()


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Registry:
    """One image, team/app:1. `rules`: [(pattern of the path, function(request) -> True when it has
    answered)], asked first. `log`: (path, Authorization)."""

    def __init__(self, *rules, host="127.0.0.1"):
        self.rules, self.log, self.over = list(rules), [], threading.Event()
        layer = gzip.compress(tar_of(*base_entries(), entry("noise", os.urandom(200_000))), mtime=0)
        config = json.dumps({"architecture": "amd64", "os": "linux", "config": {},
                             "rootfs": {"type": "layers", "diff_ids": [inflated_digest(layer)]}}).encode()
        self.manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest_of(config),
                       "size": len(config)},
            "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": digest_of(layer),
                        "size": len(layer)}]}).encode()
        self.blobs = {digest_of(layer): layer, digest_of(config): config}
        self.layer, self.layer_digest = layer, digest_of(layer)
        registry = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *words):
                pass

            def do_GET(self):
                registry.log.append((self.path, self.headers.get("Authorization")))
                with contextlib.suppress(OSError):
                    registry.answer(self)

            do_POST = do_HEAD = do_GET

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"{host}:{self.server.server_port}"
        self.name = f"{self.host}/team/app:1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request):
        for pattern, rule in self.rules:
            if re.search(pattern, request.path) and rule(request):
                return
        if request.path == "/v2/":
            send(request, 200, b"{}")
        elif "/manifests/" in request.path:
            send(request, 200, self.manifest, {"Content-Type": MANIFEST})
        elif request.path.rpartition("/")[2] in self.blobs:
            send(request, 200, self.blobs[request.path.rpartition("/")[2]])
        else:
            send(request, 404, b'{"errors":[{"code":"NAME_UNKNOWN"}]}')

    def secrets(self):
        """Whether anybody sent what is in the configuration."""
        return [path for path, sent in self.log if sent and (SECRET in sent or "top-secret" in sent)] + \
               [path for path, _ in self.log if "top-secret" in path]


def send(request, status, body=b"", headers=None):
    request.send_response(status)
    for name, value in (headers or {}).items():
        request.send_header(name, value)
    if "Content-Length" not in (headers or {}):
        request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
    return True


def always(status, body=b"", headers=None):
    return lambda request: send(request, status, body, headers)


def credentials(folder, *hosts):
    path = folder / f"config-{len(list(folder.iterdir()))}.json"
    path.write_text(json.dumps({"auths": {host: {"auth": SECRET} for host in hosts}}))
    return ["--docker-config", path]


# ---------------------------------------------------------------------------------------------

def test_good(judge, folder):
    with Registry() as registry:
        judge.harmless("an honest registry", registry.name)
    with Registry() as registry:
        registry.rules = [("", lambda r: False if r.headers.get("Authorization") else
                           send(r, 401, b"", {"WWW-Authenticate": 'Basic realm="x"'}))]
        judge.harmless("a registry that wants a password", registry.name, *credentials(folder, registry.host))
        check(registry.secrets(), "it got the password")
        judge.refused("the same without one", registry.name, "401.*docker login")


def test_lies(judge, folder):
    del folder
    with Registry() as registry:
        registry.blobs[registry.layer_digest] = registry.layer[:-9] + b"x" + registry.layer[-8:]
        judge.refused("another layer under a digest", registry.name, "digest mismatch|length mismatch|crc")
    with Registry() as registry:
        evil = b'{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'
        registry.rules = [("/blobs/", lambda r: registry.layer_digest not in r.path and send(r, 200, evil))]
        judge.refused("another config under a digest", registry.name, "digest|size|bytes")
    with Registry() as registry:
        registry.rules = [("/manifests/", always(200, registry.manifest, {
            "Content-Type": MANIFEST, "Docker-Content-Digest": "sha256:" + "0" * 64}))]
        judge.refused("a manifest that is not its digest", registry.name, "digest")
        judge.refused("a manifest asked for by digest", f"{registry.host}/team/app@sha256:{'1' * 64}", "digest")
    for what, body, kind in (("JSON 10,000 deep", b"[" * 10_000 + b"]" * 10_000, MANIFEST),
                             ("a web page", b"<!DOCTYPE html><p>Log in", "text/html"), ("nothing", b"", MANIFEST),
                             ("schema 1", b'{"schemaVersion":1,"fsLayers":[]}', "application/vnd.docker.distribution.manifest.v1+json")):
        with Registry(("/manifests/", always(200, body, {"Content-Type": kind}))) as registry:
            judge.refused(f"{what} as a manifest", registry.name, "manifest|json|schema|type|nest|depth")
    with Registry() as registry:
        registry.rules = [("/blobs/", lambda r: registry.layer_digest in r.path and send(
            r, 200, registry.layer + b"x" * 5000, {"Content-Length": str(len(registry.layer) + 5000)}))]
        judge.honest("a layer longer than its manifest says", registry.name, "bytes|size|digest")


def test_without_end(judge, folder):
    del folder

    def endless(request):
        request.send_response(200)
        request.send_header("Content-Type", MANIFEST)
        request.end_headers()
        while not registry.over.is_set():
            request.wfile.write(b" " * 65536)

    for what, pattern in (("a manifest", "/manifests/"), ("a config or layer", "/blobs/")):
        with Registry((pattern, endless)) as registry:
            answer = judge.honest(f"{what} without end", registry.name, "larger|more than|limit|bytes|long|size")
            check(answer.peak_mb < 400, f"{what} without end: bounded memory", f"{answer.peak_mb} MB")

    with Registry(("/v2/$", endless)) as registry:
        judge.harmless("a first answer without end, which nobody needs", registry.name)

    def headers(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not registry.over.is_set():
            request.wfile.write(b"X-Header: " + b"x" * 8000 + b"\r\n")

    with Registry(("/manifests/", headers)) as registry:
        judge.refused("headers without end", registry.name, "header")
    with Registry(("/manifests/", always(200, b" " * (20 << 20)))) as registry:
        judge.refused("a manifest of 20 MiB", registry.name, "larger|limit|bytes")
    with Registry(("/manifests/", lambda r: send(r, 302, b"", {"Location": r.path + "x"}))) as registry:
        judge.refused("redirects without end", registry.name, "redirect")
        check(len(registry.log) < 60, "and gives up soon", str(len(registry.log)))
    with Registry(("/manifests/", always(429, b"", {"Retry-After": "86400"}))) as registry:
        judge.refused("come back tomorrow", registry.name, "429|limits how often")
    with Registry(("/manifests/", lambda r: r.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n") or True)) as registry:
        judge.refused("a server that is no web server", registry.name, "http|answer|protocol")
    with Registry() as registry:
        pass
    judge.refused("nobody there", registry.name, "connect|refused|reach")


def test_credentials(judge, folder):
    """They go to whom they are for, and never along."""
    with Registry() as other, Registry() as registry:
        registry.rules = [
            ("", lambda r: None if r.headers.get("Authorization") else
             send(r, 401, b"", {"WWW-Authenticate": 'Basic realm="x"'})),
            ("/blobs/", lambda r: send(r, 307, b"", {"Location": f"http://{other.host}{r.path}"}))]
        other.blobs, other.manifest = registry.blobs, registry.manifest
        judge.harmless("blobs that lie elsewhere", registry.name, *credentials(folder, registry.host))
        check(registry.secrets() and other.log, "the registry got its password, the other place was asked")
        check(not [a for _, a in other.log if a], "a redirect to another host carries no Authorization", str(other.log))
    with Registry() as other, Registry() as registry:
        other.rules = [("", always(401, b"", {"WWW-Authenticate": 'Basic realm="x"'}))]
        registry.rules = [
            ("", lambda r: None if r.headers.get("Authorization") else
             send(r, 401, b"", {"WWW-Authenticate": 'Basic realm="x"'})),
            ("/blobs/", lambda r: send(r, 307, b"", {"Location": f"http://{other.host}{r.path}"}))]
        judge.honest("a place behind a redirect that asks for a password", registry.name, "401",
                     (2, 3), *credentials(folder, registry.host, other.host))
        check(not other.secrets(), "does not get one", str(other.log))
    for grants in (False, True):
        with Registry() as other, Registry() as registry:
            other.rules = [("/token", always(200, b'{"token":"abc"}') if grants else always(401))]
            registry.rules = [("", lambda r: None if r.headers.get("Authorization") == "Bearer let-in" else send(
                r, 401, b"", {"WWW-Authenticate": f'Bearer realm="http://{other.host}/token",service="x",scope="everything"'}))]
            judge.refused("a token realm on another host" + (" that gives useless tokens" if grants else ""), registry.name,
                          "not sent to", *credentials(folder, registry.host))
            check(not other.secrets() and any("/token" in path for path, _ in other.log), "is asked, without the password",
                  str(other.log))
    with Registry() as registry:
        realm = f'Bearer realm="http://{registry.host}/token",service="x"'
        registry.rules = [
            ("/token", lambda r: send(r, 200, b'{"token":"let-in"}') if SECRET in (r.headers.get("Authorization") or "") else
             send(r, 401)),
            ("", lambda r: None if r.headers.get("Authorization") == "Bearer let-in" else
             send(r, 401, b"", {"WWW-Authenticate": realm}))]
        judge.harmless("a token realm of its own", registry.name, *credentials(folder, registry.host))
    for what, token in (("with line breaks", "a\\r\\nX-Evil: 1"), ("of 2 MiB", "a" * (2 << 20))):
        with Registry() as registry:
            registry.rules = [
                ("/token", always(200, f'{{"token":"{token}"}}'.encode())),
                ("", lambda r: send(r, 401, b"", {"WWW-Authenticate": f'Bearer realm="http://{registry.host}/token"'}))]
            judge.refused(f"a token {what}", registry.name, "token|larger|bytes|limit")
    with Registry() as registry:
        registry.rules = [("", always(401, b"", {"WWW-Authenticate": 'Bearer realm="file:///etc/passwd"'}))]
        judge.refused("a token realm that is a file", registry.name, "realm|url|scheme|file")


def start_stalls(judge):
    """Runs that take as long as Seawall waits for a silent server; they go on beside the others."""
    def stall(request):
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"{")
        request.wfile.flush()
        registries[0].over.wait(600)
        return True

    registries = [Registry(("/manifests/", stall)), Registry()]

    # One byte a second is a stall too.
    def drip(request):
        if registries[1].layer_digest not in request.path:
            return False
        request.send_response(200)
        request.send_header("Content-Length", str(len(registries[1].layer)))
        request.end_headers()
        for byte in registries[1].layer:
            request.wfile.write(bytes([byte]))
            request.wfile.flush()
            if registries[1].over.wait(1):
                break
        return True

    registries[1].rules = [("/blobs/", drip)]
    runs = [subprocess.Popen([SEAWALL, "scan", registry.name, "-q", "--no-cache", "--db", judge.database, "-o", "json"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for registry in registries]
    return registries, runs


def finish_stalls(registries, runs):
    for what, run in zip(("a manifest that stalls", "a layer that drips"), runs):
        try:
            out, err = run.communicate(timeout=900)
        except subprocess.TimeoutExpired:
            run.kill()
            out, err = run.communicate()
            err += "\nkilled: it did not end"
        said = err + "".join(d["message"] for d in json.loads(out)["diagnostics"]) if out.startswith("{") else err
        check(run.returncode in (2, 3) and "stalled" in said, f"{what}: given up, and told", f"{run.returncode} {err} {out[:300]}")
    for registry in registries:
        registry.__exit__()


def main():
    with scratch() as folder:
        judge = Judge(folder)
        stalls = start_stalls(judge)
        for test in (test_good, test_lies, test_without_end, test_credentials):
            with scratch() as own:
                test(judge, own)
        finish_stalls(*stalls)
    finish()


main()
