"""The chart as Helm renders it, and the ways to look at what came out."""

import functools
import os
import shutil
import subprocess
from pathlib import Path

import yaml

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parents[1]
CHART = ROOT / "deploy/helm/nextflow"
CASES = sorted(path.stem for path in (TESTS / "cases").glob("*.yaml"))
RELEASE, NAMESPACE = "shop", "models"
SERVICES = ("gateway", "tokenizer", "generation", "understanding")
WORKERS = ("generation", "understanding")


class Refused(Exception):
    """Helm rendered nothing; the message is what it said."""


def helm(*arguments: str) -> str:
    """Runs Helm 3: what HELM names, or the one on the path. A missing one fails the tests, it does not skip them."""
    program = os.environ.get("HELM") or shutil.which("helm")
    assert program, "no helm: set HELM, or see deploy/tests/README.md"
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise Refused(done.stderr.strip())
    return done.stdout


@functools.cache
def rendered(case: str, *settings: str) -> tuple[dict, ...]:
    """All objects of a value set, with single values changed as by --set."""
    changes = [word for setting in settings for word in ("--set", setting)]
    text = helm(
        "template", RELEASE, str(CHART), "--namespace", NAMESPACE, "--kube-version", "1.34.0",
        "--values", str(TESTS / "cases" / f"{case}.yaml"), *changes)
    return tuple(document for document in yaml.safe_load_all(text) if document)


def of_kind(objects, *kinds: str) -> list[dict]:
    return [each for each in objects if each["kind"] in kinds]


def component(each: dict) -> str:
    return each["metadata"]["labels"]["app.kubernetes.io/component"]


def workloads(objects) -> dict[str, dict]:
    """Deployments and the StatefulSet by their component."""
    return {component(each): each for each in of_kind(objects, "Deployment", "StatefulSet")}


def pod(workload: dict) -> dict:
    return workload["spec"]["template"]["spec"]


def container(workload: dict) -> dict:
    (only,) = pod(workload)["containers"]
    return only


def environment(workload: dict) -> dict[str, object]:
    """Variables by name; where they come from a secret, its reference."""
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in container(workload).get("env", [])}


def selects(selector: dict, workload: dict) -> bool:
    """Whether a label selector with matchLabels and In-expressions picks the workload's pods."""
    labels = workload["spec"]["template"]["metadata"]["labels"]
    by_label = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    assert all(each["operator"] == "In" for each in selector.get("matchExpressions", []))
    return by_label and all(labels.get(each["key"]) in each["values"] for each in selector.get("matchExpressions", []))
