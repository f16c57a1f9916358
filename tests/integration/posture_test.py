#!/usr/bin/env python3
"""Manifests: what a scan finds in the bookshop and where, options for checks, baselines, policies,
Pod Security Standards, and fixes that keep all but what they fix."""
import json
import re
import shutil
import subprocess

from support import ROOT, SEAWALL, check, check_equal_sets, finish, have, run, scratch

BOOKSHOP = ROOT / "examples/bookshop"
COMMON = ["-q", "--no-vulnerabilities", "-o", "json"]


def scan(target, *words, ok=(0, 1)):
    return json.loads(run(SEAWALL, "scan", target, *COMMON, *words, ok=ok))


def found(report):
    return {(f["id"], f["subject"]["name"], f["subject"]["container"]) for f in report["findings"]
            if not f["suppression"]}


def lines(report):
    return {f["id"]: f"{f['subject']['path']}:{f['subject']['line']}" for f in report["findings"]}


def test_bookshop():
    report = scan(BOOKSHOP, ok=(1,))
    places = lines(report)
    text = {p.name: p.read_text().splitlines() for p in (BOOKSHOP / "deploy").glob("*.yaml")}

    def line_of(file, words):
        return next(n for n, line in enumerate(text[file], 1) if words in line)

    for name, file, words in (("host-path-volume", "catalog.yaml", "volumes:"),
                              ("latest-tag", "web.yaml", "image: "),
                              ("cluster-admin-binding", "rbac.yaml", "name: cluster-admin"),
                              ("ingress-without-tls", "ingress.yaml", "spec:")):
        got = places.get(name, "nothing")
        near = {f"deploy/{file}:{line_of(file, words) + n}" for n in range(-12, 2)}
        check(got in near, f"{name} is found in {file}", f"{got} {near}")
    check(("secret-in-environment-value", "web", "web") in found(report), "a password in the environment is found")
    check(all(f["remedy"] and f["subject"]["path"] for f in report["findings"]), "every finding has a remedy and a place")
    check(all(f["stage"] and f["layer"] for f in report["findings"]), "every finding has a stage and a layer")
    score = [c for c in report["checks"] if c["passed"] + c["failed"] - c["waived"] + c["notJudged"] > 0]
    share = [(c["weight"], c["passed"] / (c["passed"] + c["failed"] - c["waived"] + c["notJudged"])) for c in score]
    again = int(100 * sum(w * s for w, s in share) / sum(w for w, s in share) + 1e-9)
    check(report["score"]["score"] == again, "the score can be recomputed", f"{report['score']['score']} {again}")
    table = run(SEAWALL, "scan", BOOKSHOP, "-q", "--no-vulnerabilities", ok=(1,))
    for words in ("Container may gain privileges", "-> ", "deploy/web.yaml:", "Deployment bookshop/web, container web",
                  "Score: ", "by weight", "Frameworks", "seawall fix", "FAIL: "):
        check(words in table, f"the table tells {words!r}")
    check(len(table.splitlines()) < 400, "the table is short", str(len(table.splitlines())))


def test_options(out):
    pod = out / "pod.yaml"
    pod.write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
                   "  - {name: a, image: 'nginx:1.25', securityContext: {privileged: true}}\n")
    all_ids = {i for i, _, _ in found(scan(pod))}
    check("privileged-container" in all_ids, "a single file is judged")
    check("privileged-container" not in {i for i, _, _ in found(scan(pod, "--disable", "privileged-*"))}, "--disable")
    check("pss-baseline-privileged" in {i for i, _, _ in found(scan(pod, "--enable", "pss-baseline-privileged"))}, "--enable")
    restricted = {i for i, _, _ in found(scan(pod, "--pss", "restricted@1.29"))}
    check("pss-restricted-run-as-non-root" in restricted and "pss-baseline-privileged" in restricted, "--pss")
    labelled = out / "labelled.yaml"
    labelled.write_text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n"
                        "    pod-security.kubernetes.io/enforce: baseline\n---\n" + pod.read_text())
    got = {i for i, _, _ in found(scan(labelled))}
    check("pss-baseline-privileged" in got and "pss-restricted-run-as-non-root" not in got, "labels of namespaces hold")
    pss = scan(pod, "--framework", "pss")
    named = [f for f in pss["frameworks"] if f["named"]]
    check(len(named) == 1 and {c["id"]: c["result"] for c in named[0]["controls"]} ==
          {"baseline": "failed", "restricted": "failed"}, "--framework gives a result for each control", str(named))
    check(not scan(pod, "--no-checks", ok=(0,))["findings"], "--no-checks")
    for words in (["--enable", "nope"], ["--framework", "nope"], ["--param", "nope.x=1"], ["--pss", "nope"],
                  ["--kubernetes-version", "2"], ["--checks", out / "none"], ["--policy", out / "none"],
                  ["--baseline", out / "none"]):
        done = subprocess.run([SEAWALL, "scan", str(pod), *COMMON, *map(str, words)], capture_output=True, text=True)
        check(done.returncode == 2 and done.stderr, f"{words[0]} {words[1]} is refused", done.stderr)


def test_baseline(out):
    shutil.copytree(BOOKSHOP / "deploy", out / "base")
    first = scan(out / "base", "--write-baseline", out / "base.txt", ok=(1,))
    (out / "report.json").write_text(json.dumps(first))
    for file in ("base.txt", "report.json"):
        same = scan(out / "base", "--baseline", out / file, ok=(0,))
        check(same["gate"]["over"] == 0 and same["baseline"]["known"] == len(first["findings"]), f"{file}: nothing is new")
    web = out / "base/web.yaml"
    web.write_text(web.read_text().replace("          image: registry.example/bookshop/shop:latest",
                                           "          image: registry.example/bookshop/shop:latest\n"
                                           "          securityContext: {privileged: true}"))
    new = scan(out / "base", "--baseline", out / "base.txt", ok=(1,))
    check({f["id"] for f in new["findings"] if f["overGate"]} == {"privileged-container"}, "only what is new counts",
          str([f["id"] for f in new["findings"] if f["overGate"]]))


def test_policy(out):
    policy = out / "policy.yaml"
    policy.write_text("""apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: two-replicas}
spec:
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  validations:
  - expression: object.spec.replicas >= 2
    messageExpression: "'only ' + string(object.spec.replicas)"
""")
    report = scan(BOOKSHOP / "deploy", "--policy", policy, "--no-checks", ok=(1,))
    check([(f["id"], f["kind"], f["subject"]["name"]) for f in report["findings"]] == [("two-replicas", "policy", "catalog")],
          "--policy", str(report["findings"]))
    check("only 1" in report["findings"][0]["reason"], "the policy's own message is given")


def changed_lines(diff):
    return [line for line in diff.splitlines() if re.match(r"[-+](?![-+])", line)]


def test_fix(out):
    for name, options in (("safe", []), ("unsafe", ["--unsafe"])):
        folder = out / f"fix-{name}"
        shutil.copytree(BOOKSHOP, folder)
        before = scan(folder, ok=(1,))
        kinds = ("safe", "unsafe") if options else ("safe",)
        fixable = sum(f["autofix"] in kinds for f in before["findings"])
        check(fixable > 3, f"{name}: {fixable} findings can be fixed")
        diff = run(SEAWALL, "fix", folder, *options)
        run(SEAWALL, "fix", folder, *options, "-o", out / f"out-{name}", "-q")
        if have("patch"):
            copy = out / f"patched-{name}"
            shutil.copytree(folder, copy)
            subprocess.run(["patch", "-s", "-p1", "-d", str(copy)], input=diff, text=True, check=True)
        run(SEAWALL, "fix", folder, *options, "--write", "-q")
        for file in (out / f"out-{name}").rglob("*.yaml"):
            path = file.relative_to(out / f"out-{name}")
            same = {file.read_text(), (folder / path).read_text()}
            if have("patch"):
                same.add((copy / path).read_text())
            check(len(same) == 1, f"{name}: {path} is the same by --write, --output and the diff")
        after = scan(folder)
        check(not any(f["autofix"] in kinds for f in after["findings"]), f"{name}: a second scan finds nothing to fix")
        check(len(after["findings"]) <= len(before["findings"]) - fixable, f"{name}: nothing new is wrong")
        for file in (BOOKSHOP / "deploy").glob("*.yaml"):
            comments = [line for line in file.read_text().splitlines() if "#" in line]
            kept = (folder / "deploy" / file.name).read_text()
            check(all(line in kept for line in comments), f"{name}: comments of {file.name} stay")
        check(not run(SEAWALL, "fix", folder, *options), f"{name}: a second fix changes nothing")
    aliased = out / "aliased.yaml"
    aliased.write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nx: &s {allowPrivilegeEscalation: true}\nspec:\n"
                       "  containers:\n  - name: a\n    image: a\n    securityContext: *s\n")
    done = subprocess.run([SEAWALL, "fix", str(aliased), "--write"], capture_output=True, text=True)
    check(done.returncode == 3 and "alias" in done.stderr, "an alias is refused, and the reason told", done.stderr)
    check("&s {allowPrivilegeEscalation: true}" in aliased.read_text(), "and left alone")


def main():
    test_bookshop()
    with scratch() as out:
        test_options(out)
        test_baseline(out)
        test_policy(out)
        test_fix(out)
    finish()


main()
