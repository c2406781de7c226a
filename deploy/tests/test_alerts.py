"""Alerts: Prometheus's own tool runs their tests; each leads to a page."""

import os
import re
import shutil
import subprocess

import pytest
import yaml

from chart import ROOT, TESTS, of_kind, rendered
from metrics import RULES, alerts, expressions

RUNBOOKS = ROOT / "docs/operations/runbooks.md"


def promtool(*arguments: str) -> str:
    """What PROMTOOL names, or the one on the path. A missing one fails the tests, it does not skip them."""
    program = os.environ.get("PROMTOOL") or shutil.which("promtool")
    assert program, "no promtool: set PROMTOOL, or see deploy/tests/README.md"
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def headings() -> set[str]:
    """Of the runbooks, as they are linked to."""
    found = re.findall(r"^## (.*)$", RUNBOOKS.read_text(), re.M)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_rules_do_what_their_tests_say():
    assert "SUCCESS" in promtool("test", "rules", str(TESTS / "nextflow.rules.test.yaml"))


def test_every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not():
    tests = yaml.safe_load((TESTS / "nextflow.rules.test.yaml").read_text())["tests"]
    checks = [check for test in tests for check in test["alert_rule_test"]]
    names = {rule["alert"] for rule in alerts()}
    assert {check["alertname"] for check in checks if check["exp_alerts"]} == names
    assert {check["alertname"] for check in checks if not check["exp_alerts"]} == names


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: rule["alert"])
def test_an_alert_says_how_bad_it_is_what_it_is_and_what_to_do(rule):
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    page, _, heading = rule["annotations"]["runbook_url"].partition("#")
    assert page == "docs/operations/runbooks.md"
    assert heading in headings()


def test_every_runbook_names_an_alert_that_there_is():
    text = RUNBOOKS.read_text()
    assert set(re.findall(r"`(Nextflow\w+)`", text)) == {rule["alert"] for rule in alerts()}


def test_the_chart_brings_the_rules_with_links_to_where_the_runbooks_are():
    (brought,) = of_kind(rendered("scaled"), "PrometheusRule")
    text = RULES.read_text().replace("docs/operations/runbooks.md", "https://wiki.example.com/nextflow")
    assert brought["spec"] == yaml.safe_load(text)


def test_prometheus_can_read_every_expression(tmp_path):
    rules = [
        {"record": f"test:expression:{number}", "expr": expression.replace("$namespace", "n")}
        for number, (_, expression) in enumerate(expressions())]
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"groups": [{"name": "all", "rules": rules}]}))
    assert f"{len(rules)} rules found" in promtool("check", "rules", str(tmp_path / "rules.yaml"))
