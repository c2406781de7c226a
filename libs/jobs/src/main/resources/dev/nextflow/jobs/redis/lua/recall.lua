#!lua
-- Finds what an idempotency key made here, for a caller that would make it elsewhere by now: its
-- bundle was replaced between two tries. Where nothing was made here, nothing will be any more.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events   KEYS[6] idempotency
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] ms to remember that nothing was made
-- Returns {'known', field, value, ...}, {'gone', name} where the job is no longer kept, or {'void'}
-- include queue

local name, void = unpack(redis.call('HMGET', KEYS[6], 'name', 'void'))
local key = name and not void and job_named(name).key or KEYS[3]
if redis.call('EXISTS', key) == 1 then
  local fields = redis.call('HGETALL', key)
  table.insert(fields, 1, 'known')
  return fields
end
if name and not void then
  return {'gone', name}
end
redis.call('HSET', KEYS[6], 'name', ARGV[2], 'void', 1)
redis.call('PEXPIRE', KEYS[6], ARGV[3])
return {'void'}
