"""What the chart does not install, and the one value that overrules it."""

import pytest

from chart import Refused, rendered

FORGETFUL = [
    ("small", "redis.internal.appendonly=no", "appendonly is not yes"),
    ("small", "redis.internal.appendfsync=everysec", "appendfsync is not always"),
    ("small", "redis.internal.maxmemoryPolicy=allkeys-lru", "maxmemoryPolicy is not noeviction"),
    ("small", "redis.internal.maxmemoryPolicy=volatile-ttl", "maxmemoryPolicy is not noeviction"),
    ("small", "redis.internal.persistence.enabled=false", "persistence.enabled is false"),
    ("redis-standalone", "redis.external.durability.appendonly=no", "does not say appendonly yes"),
    ("redis-standalone", "redis.external.durability.appendfsync=everysec", "appendfsync always"),
    ("redis-sentinel", "redis.external.durability.maxmemoryPolicy=", "does not say noeviction"),
    ("redis-cluster", "redis.external.durability.persistentVolume=false", "does not say that your Redis keeps"),
]


@pytest.mark.parametrize(("case", "setting", "reason"), FORGETFUL)
def test_a_redis_that_may_forget_is_refused_with_the_reason(case, setting, reason):
    with pytest.raises(Refused, match=reason) as refused:
        rendered(case, setting)
    assert "redis.jobsMayBeLost" in str(refused.value)


@pytest.mark.parametrize(("case", "setting", "reason"), FORGETFUL)
def test_it_is_installed_where_lost_jobs_were_agreed_to(case, setting, reason):
    assert rendered(case, setting, "redis.jobsMayBeLost=true")


@pytest.mark.parametrize(
    ("case", "setting", "reason"),
    [
        ("small", "redis.auth.existingSecret=", "redis.auth.existingSecret is empty"),
        ("small", "redis.auth.gateway.username=nextflow", "redis.auth.gateway.username is nextflow"),
        ("small", "bundle.inServiceImages=true", "exactly one of"),
        ("redis-standalone", "redis.external.nodes=null", "where is Redis"),
        ("redis-standalone", "redis.external.nodes[1]=other:6379", "standalone takes one"),
        ("redis-sentinel", "redis.external.sentinelMaster=", "which master"),
        ("redis-cluster", "redis.external.database=1", "must be 0"),
        ("redis-cluster", "redis.external.peers=null", "nobody would reach Redis"),
        ("whole-gpus", "generation.gpu.count=0", "generation.gpu.count is 0"),
        ("small", "understanding.gpu.count=1", "the GPU would idle"),
        ("traced", "networkPolicy.collectors=null", "no span would reach"),
        ("gateway-api", "httpRoute.parentRefs=null", "parentRefs is empty"),
        ("ingress", "ingress.hosts=null", "ingress.hosts is empty"),
    ],
)
def test_what_cannot_work_is_refused(case, setting, reason):
    with pytest.raises(Refused, match=reason):
        rendered(case, setting)
