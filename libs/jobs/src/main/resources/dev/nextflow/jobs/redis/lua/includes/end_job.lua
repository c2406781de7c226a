-- The only place where a job ends: state, terminal event and retention together, once.
-- detail: {problem = code} or {result = json} or {}.
local function end_job(job, state, detail)
  redis.call('HSET', job.key, 'state', state, 'finishedAtMs', now_ms)
  redis.call('HDEL', job.key, 'result') -- of a draft, where it has rested
  for field, value in pairs(detail) do
    redis.call('HSET', job.key, field, value)
  end
  redis.call('ZREM', leases, job.name)
  redis.call('ZREM', deadlines, job.name)
  redis.call('SREM', unfinished_of(tenant_of(job)), id_of(job))
  leave_note(job, state, detail.problem)
  tell(job, 'finished', cjson.encode({state = state, problem = detail.problem}))
  local retention_ms = redis.call('HGET', job.key, 'retentionMs')
  redis.call('PEXPIRE', job.key, retention_ms)
  redis.call('PEXPIRE', job.checkpoint, retention_ms)
  redis.call('PEXPIRE', job.events, retention_ms)
  redis.call('ZADD', prefix .. 'retained', now_ms + retention_ms, job.name)
end
