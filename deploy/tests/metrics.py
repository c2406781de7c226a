"""Metrics: what the code has, what the page describes, what alerts, dashboards and scaling ask for."""

import functools
import json
import re

import yaml

from chart import CHART, ROOT, of_kind, rendered

PAGE = ROOT / "docs/operations/metrics.md"
RULES = CHART / "alerts/nextflow.rules.yaml"
DASHBOARDS = sorted((CHART / "dashboards").glob("*.json"))
ROW = re.compile(r"^\| `(nextflow\.[a-z.]+)` \| `(nextflow_[a-z_]+)` \|.*$", re.M)
FRAMEWORK_ROW = re.compile(r"^\| `([a-z][a-z_]+)` \| .*$", re.M)
# A meter is made by these calls, or its name is handed to one of ours that ends in them.
METER = re.compile(r'"(nextflow\.[a-z]+\.[a-z.]+)"')


@functools.cache
def in_the_code() -> frozenset[str]:
    """Names of the meters; those of a pool of threads by their prefix alone."""
    names = set()
    for path in ROOT.glob("**/src/main/java/**/*.java"):
        source = path.read_text()
        if "io.micrometer" not in source:
            continue
        for match in METER.finditer(source):
            before = source[: match.start()].rstrip()
            if re.search(r"(timer|counter|gauge|builder|summary|set)\((\w+,\s*)?$", before):
                names.add(match[1])
        if "ExecutorServiceMetrics.monitor" in source:
            names.add(re.search(r'ExecutorServiceMetrics\.monitor\([^)]*"(nextflow\.\w+)"', source)[1] + ".executor")
    return frozenset(names)


def described() -> dict[str, str]:
    """Prometheus's name of each meter on the page."""
    return dict(ROW.findall(PAGE.read_text()))


def series() -> set[str]:
    """All that Prometheus can be asked for, according to the page."""
    page = PAGE.read_text()
    timers = {name for name in [*described().values(), *FRAMEWORK_ROW.findall(page)]
              if re.search(rf"`{name}`.*\((timer|summary)\)", page)}
    plain = ({*described().values()} | {*FRAMEWORK_ROW.findall(page)}) - timers
    with_buckets = set(re.findall(r"`(\w+_seconds)`", page.split("A timer has three series")[1].split("\n\n")[0]))
    return plain | {name + end for name in timers for end in ("_count", "_sum", "_max")} | {name + "_bucket" for name in with_buckets}


def asked(expression: str) -> set[str]:
    """Names of the series in an expression."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expression)
    bare = re.sub(r"\b(by|on|without|ignoring)\s*\([^)]*\)", "", bare)
    bare = re.sub(r"\{[^}]*\}", "{}", bare)
    return set(re.findall(r"\b(?:[a-z]+_[a-z_]+|up)\b(?!\s*\()", bare)) - {"histogram_quantile"}


def alerts() -> list[dict]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def expressions() -> list[tuple[str, str]]:
    """Every expression that somebody evaluates, with the place where it stands."""
    found = [(rule["alert"], rule["expr"]) for rule in alerts()]
    for path in DASHBOARDS:
        for panel in json.loads(path.read_text())["panels"]:
            found += [(f"{path.stem}: {panel['title']}", target["expr"]) for target in panel.get("targets", [])]
    for scaler in of_kind(rendered("scaled"), "ScaledObject"):
        found += [(scaler["metadata"]["name"], trigger["metadata"]["query"]) for trigger in scaler["spec"]["triggers"]]
    return found
