"""The compose file has the same pieces, and they are as careful."""

import re

import pytest
import yaml

from chart import SERVICES, WORKERS, container, environment, rendered, workloads
from compose import FOLDER, read, service

ALL = sorted(read()["services"])
every_container = pytest.mark.parametrize("name", ALL)


def test_it_has_every_piece_of_the_chart():
    assert set(workloads(rendered("small"))) <= set(ALL)


@every_container
def test_a_container_is_nobody_and_may_do_nothing(name):
    each = service(name)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", each["user"])
    assert each["read_only"] is True and each["cap_drop"] == ["ALL"]
    assert each["security_opt"] == ["no-new-privileges:true"]
    assert each["deploy"]["resources"]["limits"]["memory"]
    assert not each.get("privileged")


@every_container
def test_an_image_has_a_tag_that_stays(name):
    tag = re.sub(r"\$\{NEXTFLOW_VERSION:-(.*?)}", r"\1", service(name)["image"]).rpartition(":")[2]
    assert re.match(r"v?\d", tag)


def test_nothing_is_published_beyond_this_machine():
    for each in read()["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in each.get("ports", []))


@pytest.mark.parametrize("name", ["redis", "tokenizer", *WORKERS, "prometheus"])
def test_who_needs_no_way_out_has_none(name):
    assert service(name)["networks"] == ["inside"]
    assert read()["networks"]["inside"] == {"internal": True}


def test_redis_forgets_nothing():
    words = service("redis")["command"]
    said = dict(zip(words, words[1:]))
    assert said["--appendonly"] == "yes" and said["--appendfsync"] == "always"
    assert said["--maxmemory-policy"] == "noeviction"
    assert said["--dir"] == "/data" and service("redis")["volumes"][0] == "redis:/data"
    assert "redis" in read()["volumes"]


def test_every_service_is_somebody_of_its_own_to_redis():
    said = service("redis")["environment"]
    for name in ("gateway", *WORKERS):
        password = f"${{REDIS_PASSWORD_{name.upper()}:?set it in .env}}"
        assert service(name)["environment"]["SPRING_DATA_REDIS_URL"] == f"redis://{name}:{password}@redis:6379/0"
        assert said[f"REDIS_PASSWORD_{name.upper()}"] == password
    assert service("redis")["entrypoint"] == ["sh", "/etc/redis/start.sh"]
    assert "../helm/nextflow/redis:/etc/redis:ro" in service("redis")["volumes"]


@pytest.mark.parametrize("name", SERVICES)
def test_it_runs_the_version_of_the_chart(name):
    ours = re.sub(r"\$\{NEXTFLOW_VERSION:-(.*?)}", r"\1", service(name)["image"])
    assert ours.removesuffix("-cuda") == container(workloads(rendered("small"))[name])["image"]


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_stops_as_in_a_cluster(name):
    in_cluster = environment(workloads(rendered("small"))[name])
    for variable in ("NEXTFLOW_DRAIN", "SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE"):
        assert service(name)["environment"][variable] == in_cluster[variable]
    assert service(name)["stop_grace_period"] == "30s"


@pytest.mark.parametrize("name", WORKERS)
def test_without_a_gpu_none_is_asked_for(name):
    assert service(name)["deploy"]["resources"]["reservations"]["devices"]
    without = read("cpu.yaml")["services"][name]
    assert "reservations" not in without["deploy"]["resources"]
    assert without["environment"]["NEXTFLOW_ENGINE_PROVIDER"] == "cpu"
    assert without["image"] == service(name)["image"].removesuffix("-cuda")


def test_every_variable_that_must_be_set_is_in_the_example():
    text = (FOLDER / "compose.yaml").read_text()
    demanded = set(re.findall(r"\$\{(\w+):\?", text))
    example = dict(line.split("=", 1) for line in (FOLDER / ".env.example").read_text().splitlines() if line and line[0] != "#")
    assert demanded and demanded <= set(example)


def test_what_is_mounted_is_there():
    for each in read()["services"].values():
        for volume in each.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (FOLDER / source).exists(), source
            elif not source.startswith("$"):
                assert source in read()["volumes"]


def test_prometheus_asks_every_service_at_its_port():
    scrape = yaml.safe_load((FOLDER / "prometheus.yaml").read_text())["scrape_configs"][0]
    targets = {each["labels"]["component"]: each["targets"] for each in scrape["static_configs"]}
    for name in SERVICES:
        of_service = container(workloads(rendered("small"))[name])
        ports = {port["name"]: port["containerPort"] for port in of_service["ports"]}
        assert targets[name] == [f"{name}:{ports[of_service['readinessProbe']['httpGet']['port']]}"]
