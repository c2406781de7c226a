"""Workers follow the tokens that wait; the gateway and the tokenizer their CPU."""

import re

import pytest

from chart import CASES, ROOT, WORKERS, component, of_kind, rendered, workloads


def scalers(case):
    return {component(each): each["spec"] for each in of_kind(rendered(case), "ScaledObject")}


def triggers(spec):
    return {each["name"]: each["metadata"] for each in spec["triggers"]}


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_is_scaled_by_tokens_that_wait_down_to_none(name):
    spec = scalers("scaled")[name]
    waiting = triggers(spec)["waiting-tokens"]
    assert "nextflow_jobs_waiting_tokens" in waiting["query"]
    assert waiting["threshold"] == {"generation": "50000", "understanding": "20000"}[name]
    assert waiting["activationThreshold"] == "0"
    assert (spec["minReplicaCount"], spec["cooldownPeriod"]) == ({"generation": 1, "understanding": 0}[name], 600)
    assert all(each["type"] == "prometheus" for each in spec["triggers"])


@pytest.mark.parametrize("name", WORKERS)
def test_no_more_workers_are_taken_than_have_nothing_to_do(name):
    spec = scalers("scaled")[name]
    running = triggers(spec)["running-jobs"]
    assert "nextflow_jobs_leases" in running["query"]
    assert running["threshold"] == {"generation": "1", "understanding": "16"}[name]
    assert spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 600


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_counts_the_queues_that_it_takes_jobs_from(name):
    named = (ROOT / "libs/jobs/src/main/java/dev/nextflow/jobs/QueueNames.java").read_text()
    kinds = dict(re.findall(r'String (\w+)\([^)]*\) {\s*return name\("(\w+)"', named))
    sources = [path.read_text() for path in (ROOT / f"{name}-service/src/main/java").rglob("*.java")]
    taken = {kinds[each] for source in sources for each in re.findall(r"QueueNames\.(\w+)\(", source)}
    assert taken
    for trigger in triggers(scalers("scaled")[name]).values():
        counted = re.search(r'queue=~"\(?([a-z|]+)\)?-\.\*"', trigger["query"])[1]
        assert set(counted.split("|")) == taken
        assert 'namespace="models"' in trigger["query"]


@pytest.mark.parametrize("case", CASES)
def test_replicas_are_set_by_one_hand_only(case):
    objects = rendered(case)
    scaled = {each["spec"]["scaleTargetRef"]["name"] for each in of_kind(objects, "ScaledObject", "HorizontalPodAutoscaler")}
    for workload in workloads(objects).values():
        assert ("replicas" in workload["spec"]) != (workload["metadata"]["name"] in scaled)
    assert len(scaled) == (4 if case == "scaled" else 0)


def test_the_gateway_follows_its_cpu():
    (scaler,) = [each["spec"] for each in of_kind(rendered("scaled"), "HorizontalPodAutoscaler") if component(each) == "gateway"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (3, 10)
    assert scaler["metrics"][0]["resource"] == {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}


def test_no_worker_follows_its_cpu():
    assert {component(each) for each in of_kind(rendered("scaled"), "HorizontalPodAutoscaler")} == {"gateway", "tokenizer"}


def test_replicas_of_none_are_none():
    assert workloads(rendered("small", "understanding.replicas=0"))["understanding"]["spec"]["replicas"] == 0
