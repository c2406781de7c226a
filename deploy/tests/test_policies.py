"""What every pod must be, whatever the values."""

import pytest

from chart import CASES, SERVICES, container, of_kind, pod, rendered, selects, workloads

every_workload = pytest.mark.parametrize(
    ("case", "name"), [(case, name) for case in CASES for name in workloads(rendered(case))])


@every_workload
def test_a_pod_is_nobody_and_may_do_nothing(case, name):
    workload = workloads(rendered(case))[name]
    of_pod, of_container = pod(workload)["securityContext"], container(workload)["securityContext"]
    assert of_pod["runAsNonRoot"] is True and of_pod["runAsUser"] > 0
    assert of_pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert of_container["allowPrivilegeEscalation"] is False
    assert of_container["capabilities"] == {"drop": ["ALL"]}
    assert pod(workload)["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod(workload).keys()


@every_workload
def test_a_pod_writes_to_its_own_folders_only(case, name):
    workload = workloads(rendered(case))[name]
    assert container(workload)["securityContext"]["readOnlyRootFilesystem"] is True
    writable = {mount["mountPath"] for mount in container(workload)["volumeMounts"] if not mount.get("readOnly")}
    assert writable == ({"/data", "/tmp"} if name == "redis" else {"/tmp"})
    assert not any("hostPath" in volume for volume in pod(workload).get("volumes", []))


@every_workload
def test_every_mount_has_its_volume_and_every_volume_is_mounted(case, name):
    workload = workloads(rendered(case))[name]
    claimed = {each["metadata"]["name"] for each in workload["spec"].get("volumeClaimTemplates", [])}
    volumes = {volume["name"] for volume in pod(workload).get("volumes", [])} | claimed
    assert {mount["name"] for mount in container(workload)["volumeMounts"]} == volumes


@every_workload
def test_an_image_has_a_tag_that_stays(case, name):
    image = container(workloads(rendered(case))[name])["image"]
    _, colon, tag = image.rpartition(":")
    assert colon and tag and "/" not in tag and tag != "latest"


@every_workload
def test_memory_is_bounded_and_cpu_is_asked_for(case, name):
    resources = container(workloads(rendered(case))[name])["resources"]
    assert resources["limits"]["memory"]
    assert resources["requests"]["memory"] and resources["requests"]["cpu"]


@every_workload
def test_a_pod_is_asked_whether_it_started_is_ready_and_lives(case, name):
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container(workloads(rendered(case))[name])[probe]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", SERVICES)
def test_readiness_is_what_the_service_calls_ready(case, name):
    of_service = container(workloads(rendered(case))[name])
    ports = {port["name"]: port["containerPort"] for port in of_service["ports"]}
    ready, lives = of_service["readinessProbe"]["httpGet"], of_service["livenessProbe"]["httpGet"]
    assert ready["path"] == "/actuator/health/readiness"
    assert lives["path"] == of_service["startupProbe"]["httpGet"]["path"] == "/actuator/health/liveness"
    assert ports[ready["port"]] == {"gateway": 8090, "tokenizer": 8081, "generation": 8082, "understanding": 8083}[name]


@pytest.mark.parametrize("case", CASES)
def test_every_service_has_one_disruption_budget_that_meets_its_pods_alone(case):
    objects = rendered(case)
    for name in SERVICES:
        (budget,) = [
            each for each in of_kind(objects, "PodDisruptionBudget")
            if selects(each["spec"]["selector"], workloads(objects)[name])]
        met = [other for other, workload in workloads(objects).items() if selects(budget["spec"]["selector"], workload)]
        assert met == [name]


@pytest.mark.parametrize("case", CASES)
def test_a_service_is_spread_by_its_own_pods(case):
    objects = rendered(case)
    for name in SERVICES:
        constraints = pod(workloads(objects)[name])["topologySpreadConstraints"]
        assert constraints
        for constraint in constraints:
            assert [other for other, workload in workloads(objects).items()
                    if selects(constraint["labelSelector"], workload)] == [name]


@pytest.mark.parametrize("case", CASES)
def test_every_service_and_scaler_points_at_something(case):
    objects = rendered(case)
    for each in of_kind(objects, "Service"):
        targets = [workload for workload in workloads(objects).values() if selects({"matchLabels": each["spec"]["selector"]}, workload)]
        assert len(targets) == 1, each["metadata"]["name"]
        names = {port["name"] for port in container(targets[0])["ports"]}
        assert {port["targetPort"] for port in each["spec"]["ports"]} <= names
    names = {workload["metadata"]["name"] for workload in workloads(objects).values()}
    for each in of_kind(objects, "HorizontalPodAutoscaler", "ScaledObject"):
        assert each["spec"]["scaleTargetRef"]["name"] in names


def test_the_operators_port_is_in_no_service_that_an_ingress_could_name():
    for each in of_kind(rendered("scaled"), "Service"):
        if any(port["targetPort"] == "operators" for port in each["spec"]["ports"]):
            assert each["spec"]["clusterIP"] == "None" and each["metadata"]["name"].endswith("-metrics")
