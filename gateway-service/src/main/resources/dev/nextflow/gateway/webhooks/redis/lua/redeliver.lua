#!lua flags=allow-oom
-- Makes a delivery due now, with its whole schedule before it. One that is being sent is left alone.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] endpoint's name   ARGV[3] delivery's id   ARGV[4] ms that it is kept
-- Returns its fields and values, or {} where there is none
-- include shared

local endpoint = endpoint_named(ARGV[2])
local delivery = delivery_key(endpoint, ARGV[3])
local state = redis.call('HGET', delivery, 'state')
if not state then
  return {}
end
if state ~= 'sending' then
  redis.call('HSET', delivery, 'state', 'waiting', 'nextAtMs', now_ms, 'tries', 0,
    'sinceMs', now_ms)
  redis.call('PEXPIRE', delivery, ARGV[4])
  redis.call('ZADD', endpoint.due, now_ms, ARGV[3])
  line_up(endpoint)
end
return redis.call('HGETALL', delivery)
