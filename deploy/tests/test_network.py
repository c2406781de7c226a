"""Who may reach whom."""

import ipaddress

import pytest

from chart import CASES, SERVICES, WORKERS, of_kind, rendered, selects, workloads

CLOSED = [case for case in CASES if of_kind(rendered(case), "NetworkPolicy")]
closed = pytest.mark.parametrize("case", CLOSED)
untraced = pytest.mark.parametrize("case", [case for case in CLOSED if case != "traced"])
internal = pytest.mark.parametrize("case", [case for case in CLOSED if "redis" in workloads(rendered(case))])
internal_untraced = pytest.mark.parametrize(
    "case", [case for case in CLOSED if case != "traced" and "redis" in workloads(rendered(case))])


def policy(objects, name):
    (only,) = [each for each in of_kind(objects, "NetworkPolicy")
               if selects(each["spec"]["podSelector"], workloads(objects)[name])]
    return only["spec"]


def parts(objects, rules, direction):
    """Names of the release's own parts that the rules let through."""
    own = workloads(objects)
    return {
        name for rule in rules for peer in rule.get(direction, []) if "podSelector" in peer and "namespaceSelector" not in peer
        for name, workload in own.items() if selects(peer["podSelector"], workload)}


def other_peers(rules, direction):
    return [peer for rule in rules for peer in rule.get(direction, []) if "namespaceSelector" in peer or "ipBlock" in peer]


@closed
def test_every_pod_has_exactly_one_policy_for_both_directions(case):
    objects = rendered(case)
    for name in workloads(objects):
        assert policy(objects, name)["policyTypes"] == ["Ingress", "Egress"]
    assert len(of_kind(objects, "NetworkPolicy")) == len(workloads(objects))


@internal_untraced
@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_reaches_redis_and_names_and_nothing_else(case, name):
    objects = rendered(case)
    out = policy(objects, name)["egress"]
    assert parts(objects, out, "to") == {"redis"}
    assert {port["port"] for rule in out for port in rule["ports"]} == {53, 6379}
    assert other_peers(out, "to") == [
        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
         "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}]
    assert parts(objects, policy(objects, name)["ingress"], "from") == set()


@pytest.mark.parametrize("case", ["redis-standalone", "redis-sentinel", "redis-cluster"])
@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_reaches_the_redis_that_is_there_and_nothing_else(case, name):
    objects = rendered(case)
    dns, redis = policy(objects, name)["egress"]
    assert {port["port"] for port in dns["ports"]} == {53}
    expected = {"ipBlock": {"cidr": "10.1.2.3/32"}} if case == "redis-standalone" else {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "redis"}}}
    assert redis == {"to": [expected]}


@pytest.mark.parametrize("name", SERVICES)
def test_spans_can_be_sent_where_they_are_wanted(name):
    objects = rendered("traced")
    collector = {
        "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}],
        "ports": [{"protocol": "TCP", "port": 4318}]}
    names = policy(rendered("small"), "gateway")["egress"][0]
    assert collector in policy(objects, name)["egress"] and names in policy(objects, name)["egress"]
    assert len(policy(objects, name)["egress"]) == max(2, len(policy(rendered("small"), name)["egress"]) + 1)


@pytest.mark.parametrize(
    ("endpoint", "port"), [("https://spans.example.com/v1/traces", 443), ("http://spans.example.com/v1/traces", 80)])
def test_an_endpoint_without_a_port_is_at_the_port_of_its_scheme(endpoint, port):
    assert {"protocol": "TCP", "port": port} in policy(
        rendered("traced", f"traces.endpoint={endpoint}"), "tokenizer")["egress"][1]["ports"]


@untraced
def test_the_tokenizer_calls_nobody_and_only_the_gateway_calls_it(case):
    objects = rendered(case)
    assert policy(objects, "tokenizer")["egress"] == []
    assert parts(objects, policy(objects, "tokenizer")["ingress"], "from") == {"gateway"}


@internal
def test_redis_is_called_by_those_who_need_it_and_calls_nobody(case):
    objects = rendered(case)
    assert policy(objects, "redis")["egress"] == []
    (rule,) = policy(objects, "redis")["ingress"]
    assert parts(objects, [rule], "from") == {"gateway", "generation", "understanding"}
    assert rule["ports"] == [{"protocol": "TCP", "port": "redis"}]


@internal
def test_the_gateway_reaches_redis_the_tokenizer_and_the_public_internet(case):
    objects = rendered(case)
    out = policy(objects, "gateway")["egress"]
    assert parts(objects, out, "to") == {"redis", "tokenizer"}
    public = [rule for rule in out if any("ipBlock" in peer for peer in rule["to"])]
    assert len(public) == (0 if case == "gateway-api" else 1)
    for rule in public:
        assert {port["port"] for port in rule["ports"]} == {443}


@pytest.mark.parametrize("inside", ["10.96.0.1", "172.20.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "fd00::1", "fe80::1"])
def test_the_public_internet_has_no_address_of_the_cluster_or_of_a_cloud(inside):
    objects = rendered("small")
    address = ipaddress.ip_address(inside)
    for rule in policy(objects, "gateway")["egress"]:
        for peer in rule["to"]:
            block = peer.get("ipBlock")
            if block and address in ipaddress.ip_network(block["cidr"]):
                assert any(address in ipaddress.ip_network(gap) for gap in block["except"])


def test_only_callers_that_were_named_reach_the_public_door():
    door = policy(rendered("ingress"), "gateway")["ingress"][0]
    assert door["from"] == [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}]
    assert door["ports"] == [{"protocol": "TCP", "port": "http"}]


def test_redis_lets_others_in_only_where_they_are_named():
    named = {"podSelector": {"matchLabels": {"app.kubernetes.io/instance": "old"}}}
    assert named not in policy(rendered("small"), "redis")["ingress"][0]["from"]
    changed = rendered("small", "networkPolicy.redisCallers[0].podSelector.matchLabels.app\\.kubernetes\\.io/instance=old")
    assert policy(changed, "redis")["ingress"][0]["from"][1:] == [named]
