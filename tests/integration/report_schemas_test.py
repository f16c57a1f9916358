#!/usr/bin/env python3
"""Reports against the official schemas: CycloneDX 1.6 and SARIF 2.1.0 from npm, judged by Python's
jsonschema; the JSON report by docs/report.schema.json. Checked are the recorded reports of
tests/cases/report (hostile names, findings) and fresh ones of a project and an image made here."""
import io
import json
import shutil
import subprocess
import sys
import tarfile
import hashlib

from support import DATA, ROOT, SEAWALL, check, finish, have, run, scratch, skip

try:
    import jsonschema
except ImportError:
    skip("Python's jsonschema is not installed (Debian: python3-jsonschema)")
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
CASES = ROOT / "tests/cases/report"
HOSTILE = "</script><b>&\x1b[31m\n@x"


def schemas():
    """The npm packages of tests/integration/schemas, kept in the build folder."""
    folder = DATA / "schemas"
    wanted = folder / "node_modules/@cyclonedx/cyclonedx-library/res/schema"
    if not wanted.is_dir():
        if not have("npm"):
            skip("npm is not installed, so there are no official schemas")
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "tests/integration/schemas" / name, folder)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                               "--legacy-peer-deps"], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            skip("the package registry cannot be reached: " + done.stderr[-300:])
    return folder / "node_modules"


def without_nested_ids(node, top=True):
    """"$id" within 1.2's and 1.3's definitions would change the base of references."""
    if isinstance(node, dict):
        return {k: without_nested_ids(v, False) for k, v in node.items()
                if top or not (k == "$id" and isinstance(v, str))}
    if isinstance(node, list):
        return [without_nested_ids(item, False) for item in node]
    return node


def cyclonedx_validator(modules):
    folder = modules / "@cyclonedx/cyclonedx-library/res/schema"
    store, main = {}, None
    for path in folder.glob("*.schema.json"):
        if "strict" in path.name:
            continue
        schema = without_nested_ids(json.loads(path.read_text()))
        store["http://cyclonedx.org/schema/" + path.name] = schema
        if path.name == "bom-1.6.SNAPSHOT.schema.json":
            main = schema
    resolver = jsonschema.RefResolver(main["$id"], main, store=store)
    return jsonschema.Draft7Validator(main, resolver=resolver,
                                      format_checker=jsonschema.FormatChecker())


def sarif_validator(modules):
    path = modules / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
    return jsonschema.Draft4Validator(json.loads(path.read_text()),
                                      format_checker=jsonschema.FormatChecker())


def json_validator(_):
    schema = json.loads((ROOT / "docs/report.schema.json").read_text())
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def make_project(folder):
    project = folder / "project"
    project.mkdir()
    (project / "requirements.txt").write_text("flask==2.0.1\nrequests>=2\n")
    (project / "package-lock.json").write_text(json.dumps({
        "name": "shop", "version": "1.0.0", "lockfileVersion": 3,
        "packages": {"": {"name": "shop"},
                     "node_modules/lodash": {"version": "4.17.4", "license": "MIT"},
                     "node_modules/" + HOSTILE: {"version": "1 <b>", "license": HOSTILE}}}))
    return project


def add(tar, name, text):
    data = text.encode() if isinstance(text, str) else text
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def make_image(folder):
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        add(tar, "etc/os-release", 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian <12>"\n')
        add(tar, "var/lib/dpkg/status",
            "Package: libssl3\nStatus: install ok installed\nArchitecture: amd64\n"
            "Source: openssl\nVersion: 3.0.11-1~deb12u1\n\n")
        add(tar, "app/broken.jar", b"PK\x03\x04 this is no archive")
    data = layer.getvalue()
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "config": {"Labels": {"a": HOSTILE}},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(data).hexdigest()]},
        "history": [{"created_by": "RUN " + HOSTILE}]})
    path = folder / "image.tar"
    with tarfile.open(path, "w") as tar:
        add(tar, "config.json", config)
        add(tar, "layer.tar", data)
        add(tar, "manifest.json", json.dumps([{"Config": "config.json", "RepoTags": ["shop/web:1"],
                                               "Layers": ["layer.tar"]}]))
    return path


def complaints(validator, text):
    document = json.loads(text)
    return [f"  /{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}"
            for e in list(validator.iter_errors(document))[:10]]


def main():
    modules = schemas()
    validators = {"cyclonedx": cyclonedx_validator(modules), "sarif": sarif_validator(modules),
                  "json": json_validator(modules)}
    for name, validator in validators.items():
        check(complaints(validator, "{}") != [], f"the {name} schema refuses an empty object")
        for case in ("hostile", "clean"):
            faults = complaints(validator, (CASES / f"{case}.{name}").read_text())
            check(not faults, f"recorded {case}.{name} follows its schema", "\n".join(faults))
    with scratch() as folder:
        for target in (make_project(folder), make_image(folder)):
            outputs = [word for name in validators
                       for word in ("-o", f"{name}={folder / ('out.' + name)}")]
            run(SEAWALL, "scan", target, "--db", folder / "none", "--no-cache", "--quiet", *outputs,
                ok=(0, 1, 3))
            for name, validator in validators.items():
                faults = complaints(validator, (folder / f"out.{name}").read_text())
                check(not faults, f"{name} of {target.name} follows its schema", "\n".join(faults))
            again = run(SEAWALL, "scan", f"sbom:{folder / 'out.cyclonedx'}", "--db",
                        folder / "none", "--quiet", "-o", "json", ok=(0, 1, 3))
            keys = ("type", "namespace", "name", "version", "architecture", "sourceName",
                    "sourceVersion", "licenses", "path", "purl")
            facts = [[[p[k] for k in keys] for p in document["packages"]] for document in
                     (json.loads((folder / "out.json").read_text()), json.loads(again))]
            check(facts[0] == facts[1], f"the SBOM of {target.name} scans as itself",
                  f"{facts[0]}\n{facts[1]}")
            check(facts[0] != [], f"{target.name} has packages")
    finish()


if __name__ == "__main__":
    sys.exit(main())
