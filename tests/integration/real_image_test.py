#!/usr/bin/env python3
"""Real images, made by real tools: Debian by debootstrap, an application of several hundred npm
packages installed by npm, jars out of Debian's packages, layers by umoci, archives by skopeo, a
registry by Debian's docker-registry on loopback. What Seawall finds must equal what dpkg-query,
npm and Debian's Maven repository say, wherever the image is read from."""
import json
import pathlib
import shutil
import subprocess
import zipfile

from support import (DATA, ROOT, check, check_equal_sets, debian_rootfs, finish, free_port, have, purls,
                     run, sbom_of, scratch, skip, wait_for_port)

JAVA_PACKAGES = ["libspring-core-java", "libjackson2-core-java", "libjackson2-databind-java",
                 "libtomcat9-java", "libtomcat10-java", "liblog4j2-java"]


def node_app():
    """tests/integration/node-app, installed by npm; kept between runs."""
    folder = DATA / "node-app"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ROOT / "tests/integration/node-app", folder / "app")
        run("npm", "ci", "--ignore-scripts", cwd=folder / "app")
        (folder / "complete").touch()
    return folder / "app"


def npm_list(app):
    """(scope, name, version) of every package that npm says is installed."""
    tree = json.loads(run("npm", "ls", "--all", "--json", cwd=app, ok=(0, 1)))
    out = set()

    def walk(node):
        for name, child in node.get("dependencies", {}).items():
            if "version" in child:
                scope, _, plain = name.rpartition("/")
                out.add((scope, plain, child["version"]))
            walk(child)

    walk(tree)
    return out


def debian_jars():
    """{jar file: {(group, artifact, version)}} of the installed Debian packages, by the links of
    /usr/share/maven-repo."""
    out = {}
    for package in JAVA_PACKAGES:
        done = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True)
        for line in done.stdout.splitlines():
            path = pathlib.Path(line)
            if not line.startswith("/usr/share/maven-repo/") or path.suffix != ".jar":
                continue
            version, artifact = path.parent.name, path.parent.parent.name
            group = ".".join(path.parent.parent.parent.relative_to("/usr/share/maven-repo").parts)
            if version != "debian":
                out.setdefault(path.resolve(), set()).add((group, artifact, version))
    return out


def make_layout(folder, rootfs, app, jars):
    layout = folder / "layout"
    image = f"{layout}:shop"
    run("umoci", "init", "--layout", layout)
    run("umoci", "new", "--image", image)
    run("umoci", "insert", "--image", image, rootfs, "/")
    # A layer by unpack, change, repack: a purged package rewrites dpkg's database and leaves
    # whiteouts, as any build step does.
    bundle = folder / "bundle"
    run("umoci", "unpack", "--image", image, bundle)
    run("dpkg", f"--root={bundle}/rootfs", "--purge", "--force-all", "tzdata")
    run("umoci", "repack", "--image", image, bundle)
    run("umoci", "insert", "--image", image, app, "/srv/app")
    java = folder / "java"
    java.mkdir()
    for jar in jars:
        shutil.copy(jar, java / jar.name)
    (java / "removed.jar").write_bytes(next(iter(jars)).read_bytes())
    with zipfile.ZipFile(java / "shop.war", "w") as war:
        for jar in jars:
            war.write(jar, f"WEB-INF/lib/{jar.name}")
    run("umoci", "insert", "--image", image, java, "/opt/java")
    run("umoci", "insert", "--image", image, "--whiteout", "/opt/java/removed.jar")
    return layout


def check_debian(document, rootfs_now):
    want = set()
    text = run("dpkg-query", f"--admindir={rootfs_now}/var/lib/dpkg", "-W",
               "-f", "${db:Status-Status} ${Package} ${Version} ${Architecture}\\n")
    for line in text.splitlines():
        status, name, version, arch = line.split(" ")
        if status == "installed":
            want.add((name, version, arch))
    got = [(name, version, arch) for _, name, version, arch in purls(document, "deb")]
    check(len(got) == len(set(got)), "each dpkg package once")
    check_equal_sets(got, want, "dpkg packages equal dpkg-query")
    check(not any(name == "tzdata" for name, _, _ in got), "a purged package is gone")


def check_npm(document, app):
    want = npm_list(app)
    check(len(want) > 300, f"the application has more than 300 packages ({len(want)})")
    got = {(scope, name, version) for scope, name, version, _ in purls(document, "npm")}
    check_equal_sets(got, want, "npm packages equal npm ls")


def check_jars(document, jars):
    got = {}
    for component in document["components"]:
        purl = component.get("purl", "")
        if not purl.startswith("pkg:maven/"):
            continue
        path = next((p["value"] for p in component.get("properties", []) if p["name"].endswith(":path")), "")
        group, artifact, version = purls({"components": [component]}, "maven")[0][:3]
        got.setdefault(path, set()).add((group, artifact, version))
    for jar, want in sorted(jars.items()):
        for place in (f"opt/java/{jar.name}", f"opt/java/shop.war!WEB-INF/lib/{jar.name}"):
            have_here = got.get(place, set())
            check(bool(have_here & want), f"{place} is {'/'.join(map(':'.join, sorted(want)))}",
                  f"  found: {have_here}")
    check("opt/java/removed.jar" not in got, "a jar under a whiteout is gone")


def identity(document):
    return sorted(c.get("purl", "") + " " + ",".join(sorted(
        p["value"] for p in c.get("properties", []) if p["name"].endswith(":path")))
        for c in document["components"] if c.get("type") == "library")


def registry_config(folder, port):
    config = folder / "registry.yml"
    config.write_text(f"""version: 0.1
storage:
  filesystem:
    rootdirectory: {folder}/registry
http:
  addr: 127.0.0.1:{port}
log:
  level: error
""")
    return config


def main():
    for program in ("skopeo", "umoci", "docker-registry", "npm"):
        if not have(program):
            skip(f"{program} is not installed")
    rootfs = debian_rootfs()
    if rootfs is None:
        skip("needs root, debootstrap and a Debian archive in apt's configuration")
    app, jars = node_app(), debian_jars()
    check(len(jars) >= 8, f"Debian's packages hold real jars ({len(jars)})")
    with scratch() as folder:
        layout = make_layout(folder, rootfs, app, jars)
        document = sbom_of(layout)
        unpacked = folder / "unpacked"
        run("umoci", "unpack", "--image", f"{layout}:shop", unpacked)
        check_debian(document, unpacked / "rootfs")
        check_npm(document, app)
        check_jars(document, jars)

        want = identity(document)
        archive = folder / "shop.tar"
        run("skopeo", "copy", "-q", f"oci:{layout}:shop", f"docker-archive:{archive}:shop:1")
        check_equal_sets(identity(sbom_of(archive)), want, "docker archive tells the same")
        run("skopeo", "copy", "-q", f"oci:{layout}:shop", f"oci-archive:{folder}/oci.tar:shop")
        check_equal_sets(identity(sbom_of(folder / "oci.tar")), want, "OCI archive tells the same")
        run("gzip", "-1", "-k", archive)
        check_equal_sets(identity(sbom_of(f"{archive}.gz")), want, "compressed docker archive tells the same")
        check_equal_sets(identity(sbom_of(unpacked / "rootfs")), want, "root filesystem tells the same")
        port = free_port()
        server = subprocess.Popen(["docker-registry", "serve", str(registry_config(folder, port))],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for_port(port, server)
            name = f"127.0.0.1:{port}/team/shop:1"
            run("skopeo", "copy", "-q", "--dest-tls-verify=false", f"oci:{layout}:shop", f"docker://{name}")
            check_equal_sets(identity(sbom_of(name)), want, "registry tells the same")
        finally:
            server.terminate()
            server.wait()
        one = json.dumps(sbom_of(layout, "--threads", "1")["components"])
        four = json.dumps(sbom_of(layout, "--threads", "4")["components"])
        check(one == four, "any number of threads tells the same, byte for byte")
    finish()


main()
