"""A pod is given the time that its service needs to stop cleanly, and no more than 30 s as it comes."""

import re

import pytest

from chart import CASES, ROOT, WORKERS, container, environment, pod, rendered, workloads


def seconds(text: str) -> int:
    return int(re.fullmatch(r"(\d+)s", text)[1])


def stop_grace() -> int:
    """What JobWorker gives a handler to heed a stop, after the drain."""
    source = (ROOT / "libs/jobs/src/main/java/dev/nextflow/jobs/JobWorker.java").read_text()
    return int(re.search(r"STOP_GRACE = Duration\.ofSeconds\((\d+)\)", source)[1])


@pytest.mark.parametrize("settings", [(), ("generation.drainSeconds=90", "understanding.drainSeconds=0")])
@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_has_time_to_drain_to_hand_back_and_to_close(name, settings):
    workload = workloads(rendered("small", *settings))[name]
    variables = environment(workload)
    needed = seconds(variables["NEXTFLOW_DRAIN"]) + stop_grace() + seconds(variables["SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE"])
    assert pod(workload)["terminationGracePeriodSeconds"] > needed
    if not settings:
        assert pod(workload)["terminationGracePeriodSeconds"] <= 30


LINGER = {"gateway": "NEXTFLOW_GATEWAY_DEPARTURE_LINGER", "tokenizer": "NEXTFLOW_LINGER"}


@pytest.mark.parametrize("settings", [(), ("{}.lingerSeconds=40", "{}.shutdownSeconds=1")])
@pytest.mark.parametrize("name", LINGER)
def test_who_is_called_answers_on_until_nobody_is_sent_there_any_more_and_then_to_the_end(name, settings):
    workload = workloads(rendered("small", *(each.format(name) for each in settings)))[name]
    variables = environment(workload)
    linger, phase = seconds(variables[LINGER[name]]), seconds(variables["SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE"])
    assert 0 < linger < phase
    assert "lifecycle" not in container(workload)
    # Lingering is a phase of the stop, and the server's graceful stop is the next.
    assert linger + phase < pod(workload)["terminationGracePeriodSeconds"]
    if not settings:
        assert pod(workload)["terminationGracePeriodSeconds"] <= 30


@pytest.mark.parametrize(("shutdown", "last_answers"), [(20, 12), (3, 0)])
def test_who_stays_on_the_line_is_sent_away_before_the_connection_breaks(shutdown, last_answers):
    variables = environment(workloads(rendered("small", f"gateway.shutdownSeconds={shutdown}"))["gateway"])
    assert seconds(variables["NEXTFLOW_GATEWAY_DEPARTURE_LASTANSWERS"]) == last_answers


@pytest.mark.parametrize("case", CASES)
def test_a_rollout_takes_no_pod_away_before_its_successor_is_ready_unless_it_must(case):
    for name, workload in workloads(rendered(case)).items():
        if name != "redis":
            rolling = workload["spec"]["strategy"]["rollingUpdate"]
            assert (rolling["maxSurge"], rolling["maxUnavailable"]) in [(1, 0), (0, 1)]
    assert workloads(rendered("whole-gpus"))["generation"]["spec"]["strategy"]["rollingUpdate"]["maxSurge"] == 0


def test_the_processes_drain_as_the_chart_believes():
    for name in WORKERS:
        source = next((ROOT / f"{name}-service/src/main/java").rglob("Duty.java")).read_text()
        assert "@EventListener(ContextClosedEvent.class)" in source and "worker.stop(drain)" in source
