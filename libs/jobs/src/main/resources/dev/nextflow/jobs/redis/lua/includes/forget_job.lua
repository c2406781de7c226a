-- Leaves nothing of a job but what it has cost, and the key that it was submitted with.
local function forget_job(job)
  redis.call('DEL', job.key, job.checkpoint, job.events)
  redis.call('ZREM', prefix .. 'retained', job.name)
  redis.call('ZREM', index_of(tenant_of(job)), id_of(job))
  signal('event ' .. job.name)
end
