#!lua
-- Opens an account, unless there is one of this name.
-- KEYS[1] tenants   KEYS[2] tenant
-- ARGV[1] name   ARGV[2..] fields and values that differ from the defaults
-- Returns {field, value, ...}, or {} where the name is taken

if redis.call('EXISTS', KEYS[2]) == 1 then
  return {}
end

local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], 'name', ARGV[1], 'createdAtMs', now_ms, unpack(ARGV, 2))
redis.call('SADD', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[2])
