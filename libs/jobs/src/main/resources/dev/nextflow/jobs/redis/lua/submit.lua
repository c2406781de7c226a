#!lua
-- Accepts a job: stores it, puts it at the end of its lane, writes its first event; or finds the
-- one that the same idempotency key made before. No allow-oom: a full Redis refuses new jobs.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events   KEYS[6] idempotency
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] body hash
-- ARGV[4] ms to remember the key; 0: there is none   ARGV[5] ms to the deadline
-- ARGV[6..] fields and values of the job
-- Returns {'accepted' | 'repeated', field, value, ...} or {'key-reused'}
-- include queue
-- include lanes

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
local body_hash, remember_ms, deadline_ms = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])

local function answer(code, key)
  local fields = redis.call('HGETALL', key)
  table.insert(fields, 1, code)
  return fields
end

-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', job.key) == 1 then
  return answer('accepted', job.key)
end

if remember_ms > 0 then
  local name, hash = unpack(redis.call('HMGET', KEYS[6], 'name', 'bodyHash'))
  if name and hash ~= body_hash then
    return {'key-reused'}
  end
  if name and redis.call('EXISTS', job_named(name).key) == 1 then
    return answer('repeated', job_named(name).key)
  end
  redis.call('HSET', KEYS[6], 'name', job.name, 'bodyHash', body_hash)
  redis.call('PEXPIRE', KEYS[6], remember_ms)
  redis.call('HSET', job.key, 'idempotency', KEYS[6])
end

local expires_ms = now_ms + deadline_ms
redis.call('HSET', job.key, 'createdAtMs', now_ms, 'expiresAtMs', expires_ms,
  'attempt', 0, 'fence', 0, unpack(ARGV, 6))
redis.call('ZADD', deadlines, expires_ms, job.name)
enter_lane(job, 'RPUSH')
return answer('accepted', job.key)
