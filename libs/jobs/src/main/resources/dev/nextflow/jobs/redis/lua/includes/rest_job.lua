-- The only place where a job comes to rest: no worker has to do with it, and its tenant has as long
-- to say how it goes on as a job is kept once it has ended.
local function rest_job(job, state, result)
  local expires_ms = now_ms + tonumber(redis.call('HGET', job.key, 'retentionMs'))
  redis.call('HSET', job.key, 'state', state, 'result', result, 'expiresAtMs', expires_ms)
  redis.call('ZREM', leases, job.name)
  redis.call('SREM', unfinished_of(tenant_of(job)), id_of(job))
  redis.call('ZADD', deadlines, expires_ms, job.name)
  leave_note(job, state, nil)
  tell(job, state, '{}')
end
