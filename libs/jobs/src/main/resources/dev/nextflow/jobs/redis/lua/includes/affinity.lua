-- A worker that had a job of an affinity may still hold what the next one of it needs, such as a cache. So that
-- one is left to it for a moment; then any worker takes it. Nothing depends on it: who holds what is only guessed.
local most_passed_over = 32 -- tenants of a ring whose job is left to another worker

local function holder_of(tenant, affinity)
  return prefix .. 'holder:' .. tenant .. ':' .. affinity
end

-- From when on this worker may take the job.
local function free_from(job, worker, head_start_ms)
  local affinity, queued_ms = unpack(redis.call('HMGET', job.key, 'affinity', 'queuedAtMs'))
  local holder = affinity and redis.call('GET', holder_of(tenant_of(job), affinity))
  if not holder or holder == worker then
    return 0
  end
  return queued_ms + head_start_ms
end

local function remember_holder(job, worker, remember_ms)
  local affinity = redis.call('HGET', job.key, 'affinity')
  if affinity then
    redis.call('SET', holder_of(tenant_of(job), affinity), worker, 'PX', remember_ms)
  end
  return affinity or ''
end
