#!lua
-- Takes up a job at rest: to the end of its lane, with its checkpoint, new attempts and a new
-- deadline. No allow-oom: a full Redis takes up no more work.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] hash of the token   ARGV[4] body hash
-- ARGV[5] the state to leave   ARGV[6] ms to the deadline
-- ARGV[7] most jobs of the tenant that wait or run   ARGV[8..] fields and values to change
-- Returns {'accepted' | 'repeated' | 'not-resting', field, value, ...}, {'token-reused'},
--   {'too-many'} or {'unknown'}
-- include queue
-- include lanes

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}

local function answer(code)
  local fields = redis.call('HGETALL', job.key)
  table.insert(fields, 1, code)
  return fields
end

local token = 'resumed:' .. ARGV[3]
local state, used_with = unpack(redis.call('HMGET', job.key, 'state', token))
if not state then
  return {'unknown'}
end
if used_with then
  return used_with == ARGV[4] and answer('repeated') or {'token-reused'}
end
if state ~= ARGV[5] then
  return answer('not-resting')
end
if redis.call('SCARD', unfinished_of(tenant_of(job))) >= tonumber(ARGV[7]) then
  return {'too-many'}
end
local expires_ms = now_ms + tonumber(ARGV[6])
redis.call('HDEL', job.key, 'result')
redis.call('HSET', job.key, token, ARGV[4], 'attempt', 0, 'expiresAtMs', expires_ms,
  unpack(ARGV, 8))
redis.call('ZADD', deadlines, expires_ms, job.name)
enter_lane(job, 'RPUSH')
return answer('accepted')
