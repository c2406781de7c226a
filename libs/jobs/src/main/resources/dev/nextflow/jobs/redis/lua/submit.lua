#!lua
-- Accepts a job: stores it, puts it at the end of its lane, writes its first event; or finds the
-- one that the same idempotency key made before. No allow-oom: a full Redis refuses new jobs.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events   KEYS[6] idempotency
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] body hash
-- ARGV[4] ms to remember the key; 0: there is none   ARGV[5] ms to the deadline
-- ARGV[6] weight of the tenant   ARGV[7] most jobs of it that wait or run
-- ARGV[8..] fields and values of the job
-- Returns {'accepted' | 'known', field, value, ...}, {'gone', name} where the key's job is no longer
--   kept, {'key-reused'}, {'superseded'} where the key stands for another job by now, or {'too-many'}
-- include queue
-- include lanes

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
local body_hash, remember_ms, deadline_ms = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local tenant, weight, most_unfinished = tenant_of(job), ARGV[6], tonumber(ARGV[7])

local function answer(code, key)
  local fields = redis.call('HGETALL', key)
  table.insert(fields, 1, code)
  return fields
end

-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', job.key) == 1 then
  return answer('known', job.key)
end

if remember_ms > 0 then
  local name, hash, void = unpack(redis.call('HMGET', KEYS[6], 'name', 'bodyHash', 'void'))
  if void and name == job.name then
    return {'superseded'}
  end
  if name and not void then
    if hash ~= body_hash then
      return {'key-reused'}
    end
    local known = job_named(name).key
    return redis.call('EXISTS', known) == 1 and answer('known', known) or {'gone', name}
  end
end
if redis.call('SCARD', unfinished_of(tenant)) >= most_unfinished then
  return {'too-many'}
end
if remember_ms > 0 then
  redis.call('DEL', KEYS[6])
  redis.call('HSET', KEYS[6], 'name', job.name, 'bodyHash', body_hash)
  redis.call('PEXPIRE', KEYS[6], remember_ms)
end

local expires_ms = now_ms + deadline_ms
redis.call('HSET', job.key, 'createdAtMs', now_ms, 'expiresAtMs', expires_ms,
  'attempt', 0, 'fence', 0, unpack(ARGV, 8))
redis.call('ZADD', deadlines, expires_ms, job.name)
redis.call('ZADD', index_of(tenant), now_ms, id_of(job))
redis.call('HSET', weights, tenant, weight)
enter_lane(job, 'RPUSH')
return answer('accepted', job.key)
