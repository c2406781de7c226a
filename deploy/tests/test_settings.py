"""The chart and the compose file set only what the services read."""

import json
import re

import pytest
import yaml

from chart import CASES, CHART, ROOT, SERVICES, component, container, environment, of_kind, rendered, workloads
from compose import service as composed
from settings import flat, known, known_variable, of_the_platform

EVERY_SERVICE = pytest.mark.parametrize("name", SERVICES)


def room(name: str) -> str:
    return f"{name}-service"


def read_by_the_code(name: str) -> bool:
    """A variable of ours that is no property of Spring's."""
    return name == "ORT_DISABLE_TELEMETRY" and name in (ROOT / "libs/engine/src/main/java/dev/nextflow/engine/runtime/Telemetry.java").read_text()


def unknown_variables(name: str, variables: dict) -> set[str]:
    used_by_others = {word for value in variables.values() if isinstance(value, str) for word in re.findall(r"\$\((\w+)\)", value)}
    return {each for each in variables
            if each not in used_by_others and not read_by_the_code(each) and not known_variable(room(name), each)}


@EVERY_SERVICE
@pytest.mark.parametrize("case", CASES)
def test_every_variable_is_read_by_its_service(case, name):
    assert unknown_variables(name, environment(workloads(rendered(case))[name])) == set()


@EVERY_SERVICE
def test_every_variable_of_the_compose_file_is_read_by_its_service(name):
    assert unknown_variables(name, composed(name)["environment"]) == set()


@EVERY_SERVICE
@pytest.mark.parametrize("case", CASES)
def test_every_property_is_read_by_its_service(case, name):
    (settings,) = [each for each in of_kind(rendered(case), "ConfigMap") if component(each) == name]
    properties = flat(yaml.safe_load(settings["data"]["application.yaml"]))
    assert properties
    assert {each for each in properties if not known(room(name), each)} == set()


def test_every_setting_that_values_may_have_is_read_by_the_gateway():
    schema = json.loads((CHART / "values.schema.json").read_text())

    def names(node, prefix):
        if "properties" not in node:
            return {prefix}
        return set().union(*(names(child, f"{prefix}.{key}") for key, child in node["properties"].items()))

    offered = names(schema["properties"]["gateway"]["properties"]["settings"], "nextflow")
    offered |= names(schema["properties"]["jobs"], "nextflow.jobs")
    assert offered - of_the_platform("gateway-service") == set()
    # What is left out, and why: the chart sets it, it is a secret, it is for laptops and tests.
    assert of_the_platform("gateway-service") - offered == {
        "nextflow.gateway.tokenizer-url", "nextflow.gateway.departure.linger", "nextflow.gateway.departure.last-answers",
        "nextflow.gateway.access.admin-key", "nextflow.webhooks.secret-key",
        "nextflow.gateway.access.mode", "nextflow.outbound.lax", "nextflow.webhooks.lax",
        # The services' own, as their users in Redis may.
        "nextflow.signals.queues"}


@EVERY_SERVICE
def test_spans_are_made_only_where_somebody_wants_them(name):
    traced = environment(workloads(rendered("traced"))[name])
    assert traced["MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT"] == "http://collector.monitoring:4318/v1/traces"
    assert traced["MANAGEMENT_TRACING_SAMPLING_PROBABILITY"] == "0.25"
    assert not {each for each in environment(workloads(rendered("small"))[name]) if "TRACING" in each}


@EVERY_SERVICE
def test_log_lines_are_objects_unless_plain_text_is_wanted(name):
    assert environment(workloads(rendered("small"))[name])["LOGGING_STRUCTURED_FORMAT_CONSOLE"] == "ecs"
    assert composed(name)["environment"]["LOGGING_STRUCTURED_FORMAT_CONSOLE"] == "ecs"
    assert "LOGGING_STRUCTURED_FORMAT_CONSOLE" not in environment(workloads(rendered("traced"))[name])


def test_settings_of_the_queue_are_those_of_all_who_use_it():
    for each in of_kind(rendered("scaled", "jobs.lease=20s"), "ConfigMap"):
        if "application.yaml" in each["data"]:
            properties = flat(yaml.safe_load(each["data"]["application.yaml"]))
            assert properties.get("nextflow.jobs.lease") == (None if component(each) == "tokenizer" else "20s")


@pytest.mark.parametrize("invented", ["NEXTFLOW_BUNDEL", "SPRING_DATA_REDIS_URI", "SERVER_PROT"])
def test_an_invented_variable_is_noticed(invented):
    assert unknown_variables("generation", {invented: "x"}) == {invented}


def test_a_service_without_redis_has_no_redis_settings():
    assert not known_variable("tokenizer-service", "SPRING_DATA_REDIS_URL")
    assert known_variable("gateway-service", "SPRING_DATA_REDIS_URL")


@pytest.mark.parametrize(
    ("case", "url"),
    [
        ("small", "redis://{name}:$(REDIS_PASSWORD)@shop-nextflow-redis:6379/0"),
        ("forgetful", "redis://shop-nextflow-redis:6379/0"),
        ("redis-standalone", "rediss://nextflow:$(REDIS_PASSWORD)@redis.example.com:6380/3"),
        # Nodes and master come from other variables; of this one, credentials, TLS and database count.
        ("redis-sentinel", "redis://{name}:$(REDIS_PASSWORD)@sentinel-0.redis:26379/0"),
        ("redis-cluster", "rediss://{name}:$(REDIS_PASSWORD)@redis-0.redis:6379/0"),
    ],
)
@pytest.mark.parametrize("name", ["gateway", "generation", "understanding"])
def test_a_service_is_told_where_redis_is(case, url, name):
    variables = environment(workloads(rendered(case))[name])
    assert variables["SPRING_DATA_REDIS_URL"] == url.replace("{name}", name)
    assert ("SPRING_DATA_REDIS_SENTINEL_MASTER" in variables) == (case == "redis-sentinel")
    assert ("SPRING_DATA_REDIS_CLUSTER_NODES" in variables) == (case == "redis-cluster")
    if case == "redis-cluster":
        assert variables["SPRING_DATA_REDIS_CLUSTER_NODES"] == "redis-0.redis:6379,redis-1.redis:6379,redis-2.redis:6379"
        assert variables["SPRING_DATA_REDIS_LETTUCE_CLUSTER_REFRESH_ADAPTIVE"] == "true"
    # A variable is filled in only where it was named before.
    if "REDIS_PASSWORD" in variables:
        order = list(variables)
        assert order.index("REDIS_PASSWORD") < order.index("SPRING_DATA_REDIS_URL")


@pytest.mark.parametrize("case", CASES)
def test_no_secret_is_written_into_an_object(case):
    for workload in workloads(rendered(case)).values():
        for name, value in environment(workload).items():
            if "KEY" in name or "PASSWORD" in name or "AUTH" in name:
                assert "secretKeyRef" in value
    assert not of_kind(rendered(case), "Secret")


@pytest.mark.parametrize("case", CASES)
def test_redis_writes_before_it_answers_and_throws_nothing_away(case):
    objects = rendered(case)
    for each in of_kind(objects, "ConfigMap"):
        if component(each) == "redis" and case != "forgetful":
            lines = each["data"]["redis.conf"].splitlines()
            assert {"appendonly yes", "appendfsync always", "maxmemory-policy noeviction"} <= set(lines)
            (claim,) = workloads(objects)["redis"]["spec"]["volumeClaimTemplates"]
            assert claim["metadata"]["name"] == "data"


def test_the_internal_redis_is_started_with_the_users_of_the_file():
    objects = rendered("small")
    (settings,) = [each for each in of_kind(objects, "ConfigMap") if component(each) == "redis"]
    for name in ("users.acl", "users.sh", "start.sh"):
        assert settings["data"][name].strip() == (CHART / "redis" / name).read_text().strip()
    assert "aclfile /tmp/users.acl" in settings["data"]["redis.conf"].splitlines()
    redis = workloads(objects)["redis"]
    assert container(redis)["command"] == ["sh", "/etc/redis/start.sh", "/etc/redis/redis.conf"]
    users = {"gateway", "generation", "understanding", "probe"}
    keys = {name: value["secretKeyRef"]["key"] for name, value in environment(redis).items()}
    assert keys == {f"REDIS_PASSWORD_{user.upper()}": user for user in users}
    for probe in ("startupProbe", "readinessProbe"):
        assert "--user probe" in container(redis)[probe]["exec"]["command"][-1]


def test_a_redis_without_passwords_has_no_users():
    objects = rendered("forgetful")
    (settings,) = [each for each in of_kind(objects, "ConfigMap") if component(each) == "redis"]
    assert set(settings["data"]) == {"redis.conf"} and "aclfile" not in settings["data"]["redis.conf"]
    assert container(workloads(objects)["redis"])["command"] == ["redis-server", "/etc/redis/redis.conf"]


def test_a_service_gets_no_password_but_its_own():
    for name, workload in workloads(rendered("small")).items():
        keys = {value["secretKeyRef"]["key"] for value in environment(workload).values() if isinstance(value, dict)}
        others = {"gateway", "generation", "understanding", "probe"} - {name}
        assert name == "redis" or not keys & others


def test_a_gpu_is_asked_for_by_the_name_that_was_given():
    of = workloads(rendered("gpu-slices"))
    asked = {name: of[name]["spec"]["template"]["spec"]["containers"][0] for name in SERVICES}
    assert asked["generation"]["resources"]["limits"]["nvidia.com/mig-1g.10gb"] == 1
    assert asked["understanding"]["resources"]["limits"]["nvidia.com/gpu.shared"] == 1
    assert asked["generation"]["image"].endswith("-cuda") and not asked["gateway"]["image"].endswith("-cuda")
    assert environment(of["generation"])["NEXTFLOW_ENGINE_PROVIDER"] == "cuda"
