"""Helm takes the chart, and an API server would take what comes out."""

import json
import re

import jsonschema
import kubernetes_validate
import pytest
import yaml

from chart import CASES, CHART, NAMESPACE, ROOT, TESTS, Refused, helm, rendered

CUSTOM = yaml.safe_load((TESTS / "custom_resources.yaml").read_text())
BUILT_IN_VERSIONS = ("1.31", "1.37")  # The oldest with image volumes, and the newest that is known.
COMMON = {
    "type": "object",
    "required": ["apiVersion", "kind", "metadata", "spec"],
    "additionalProperties": False,
    "properties": {"apiVersion": {}, "kind": {}, "metadata": {"type": "object", "required": ["name"]}, "spec": {}},
}


def check(each: dict, version: str) -> None:
    known = CUSTOM.get(f"{each['apiVersion']}/{each['kind']}")
    if known is None:
        kubernetes_validate.validate(each, version, strict=True)
    else:
        jsonschema.validate(each, COMMON)
        jsonschema.validate(each["spec"], known)


@pytest.mark.parametrize("case", CASES)
def test_helm_has_nothing_to_say_against_it(case):
    said = helm("lint", str(CHART), "--strict", "--values", str(TESTS / "cases" / f"{case}.yaml"))
    assert "0 chart(s) failed" in said


@pytest.mark.parametrize("version", BUILT_IN_VERSIONS)
@pytest.mark.parametrize("case", CASES)
def test_every_object_has_the_form_that_its_kind_has(case, version):
    for each in rendered(case):
        check(each, version)


@pytest.mark.parametrize("case", CASES)
def test_every_object_has_a_name_of_its_own_in_the_namespace_of_the_release(case):
    objects = rendered(case)
    names = [(each["kind"], each["metadata"]["name"]) for each in objects]
    assert len(names) == len(set(names))
    assert {each["metadata"]["namespace"] for each in objects} == {NAMESPACE}


@pytest.mark.parametrize("kind", ["Deployment", "ScaledObject", "ServiceMonitor", "PrometheusRule"])
def test_the_check_of_forms_notices_a_misspelt_field(kind):
    each = next(json.loads(json.dumps(each)) for each in rendered("scaled") if each["kind"] == kind)
    each["spec"]["replikas"] = 2
    with pytest.raises((kubernetes_validate.ValidationError, jsonschema.ValidationError)):
        check(each, BUILT_IN_VERSIONS[-1])


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("generation.replica=2", "replica"),
        ("gateway.settings.gateway.job-deadlin=5m", "job-deadlin"),
        ("gateway.settings.gateway.access.mode=open", "mode"),
        ("redis.internal.maxmemoryPolicy=never", "maxmemoryPolicy"),
        ("image.tag=latest", "tag"),
        ("generation.drainSeconds=soon", "drainSeconds"),
    ],
)
def test_a_value_that_there_is_not_is_refused_by_its_name(setting, named):
    with pytest.raises(Refused, match=named):
        rendered("small", setting)


def test_the_values_as_they_are_lack_only_what_nobody_can_guess():
    with pytest.raises(Refused, match="redis.auth.existingSecret is empty"):
        helm("template", str(CHART), "--kube-version", "1.34.0")
    with pytest.raises(Refused, match="exactly one of bundle.image.reference, bundle.claim.name"):
        helm("template", str(CHART), "--kube-version", "1.34.0", "--set", "redis.auth.existingSecret=redis")


VALUES_IN_THE_DOCUMENT = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/operations/kubernetes.md").read_text(), re.S)


@pytest.mark.parametrize("values", VALUES_IN_THE_DOCUMENT)
def test_values_that_the_document_shows_are_taken(values, tmp_path):
    (tmp_path / "shown.yaml").write_text(values)
    base = [] if {"bundle", "redis"} <= yaml.safe_load(values).keys() else ["--values", str(TESTS / "cases/small.yaml")]
    assert helm("template", str(CHART), "--kube-version", "1.34.0", *base, "--values", str(tmp_path / "shown.yaml"))


def test_the_document_shows_values():
    assert len(VALUES_IN_THE_DOCUMENT) == 3


def test_a_cluster_that_is_too_old_is_refused():
    with pytest.raises(Refused, match="kubeVersion"):
        helm("template", str(CHART), "--kube-version", "1.29.0", "--values", str(TESTS / "cases/small.yaml"))
