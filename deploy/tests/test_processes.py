"""What the chart says to the pods is said to real processes: they get ready, draw, tell their metrics and stop."""

import json
import re

import pytest

from metrics import described, series
from processes import ADMIN_KEY, Host, call, until


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    host = Host(tmp_path_factory.mktemp("pods"))
    yield host
    host.close()


@pytest.fixture(scope="module")
def pods(host):
    """All pieces, ready as their probes find."""
    host.redis()
    pods = {name: host.service(name) for name in ("tokenizer", "generation", "understanding", "gateway")}
    for pod in pods.values():
        until(f"{pod.name} started", lambda: pod.probe("startupProbe"))
        until(f"{pod.name} ready", lambda: pod.probe("readinessProbe"))
        assert pod.probe("livenessProbe")
    return pods


@pytest.fixture(scope="module")
def drawn(pods):
    """A picture, by way of a tenant and a key of its own."""
    door = pods["gateway"]

    def ask(path, body=None, key=ADMIN_KEY):
        status, answer = call(door.url("http", path), body, key)
        assert status < 300, answer
        return answer

    assert call(door.url("http", "/v1/jobs"))[0] == 401
    ask("/v1/admin/tenants", {"name": "acme"})
    key = json.loads(ask("/v1/admin/keys", {"tenant": "acme", "name": "first"}))["key"]
    job = json.loads(ask("/v1/generations", {"prompt": "a red house", "seed": 1}, key))["id"]
    until("the picture is drawn", lambda: json.loads(ask(f"/v1/jobs/{job}", key=key))["state"] == "succeeded")
    return ask(f"/v1/jobs/{job}/images/0", key=key)


def test_pods_as_the_chart_makes_them_draw_a_picture(drawn):
    assert drawn.startswith(b"\x89PNG")


def test_pods_tell_every_metric_that_the_page_describes(pods, drawn):
    port = {"gateway": "operators"}
    told = {name: call(pod.url(port.get(name, "http"), "/actuator/prometheus"))[1].decode() for name, pod in pods.items()}
    there = set(re.findall(r"^(\w+)(?:\{| )", "\n".join(told.values()), re.M))
    # Nobody has a webhook here, and Prometheus itself says what is up.
    without = {name for name in series() if name.startswith(described()["nextflow.gateway.webhooks.attempts"])}
    without |= {name for name in series() if name.startswith(described()["nextflow.gateway.webhooks.lag"])}
    without |= {described()["nextflow.gateway.webhooks.deliveries"], "up"}
    assert series() - without - there == set()
    for name in ("gateway", "generation"):
        assert re.search(r'^nextflow_jobs_waiting_tokens\{.*queue="gen-', told[name], re.M)
        assert re.search(r'^nextflow_jobs_leases\{queue="gen-', told[name], re.M)
        assert re.search(r'^nextflow_jobs_oldest_seconds\{priority="low",queue="gen-', told[name], re.M)
    assert re.search(r'^nextflow_generation_scale_seconds_count\{scale="1",schedule="\d+x\d+"\} 1', told["generation"], re.M)
    # What it has drawn is what it is charged: the codes of the picture.
    assert float(re.search(r'^nextflow_jobs_tokens_total\{queue="gen-[^}]*\} (\S+)', told["generation"], re.M)[1]) > 1
    # A text's cache is there from the start, with room for all slots.
    assert float(re.search(r"^nextflow_engine_cache_bytes (\S+)", told["understanding"], re.M)[1]) > 0


def test_a_line_of_the_log_is_an_object(pods):
    for pod in pods.values():
        last = pod.log.read_text().rpartition("\n")[0].splitlines()[-1]
        assert json.loads(last)["@timestamp"]


def test_pods_stop_when_they_are_told_to(pods, drawn):
    for name in ("generation", "understanding", "gateway", "tokenizer"):
        assert pods[name].stop() == 128 + 15
