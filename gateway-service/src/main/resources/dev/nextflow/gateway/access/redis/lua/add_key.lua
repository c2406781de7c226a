#!lua
-- Keeps a new key of a tenant that has an account.
-- KEYS[1] tenant   KEYS[2] key   KEYS[3] keys of the tenant, by when they will be forgotten
-- ARGV[1] id   ARGV[2] ms since the epoch at which it expires; 0: never
-- ARGV[3] ms to keep it after that   ARGV[4..] fields and values
-- Returns {field, value, ...}, or {} where the tenant has no account

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end

local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local expires_ms, kept_ms = tonumber(ARGV[2]), tonumber(ARGV[3])

redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now_ms)
redis.call('HSET', KEYS[2], 'createdAtMs', now_ms, 'expiresAtMs', ARGV[2], unpack(ARGV, 4))
if expires_ms > 0 then
  redis.call('PEXPIREAT', KEYS[2], expires_ms + kept_ms)
  redis.call('ZADD', KEYS[3], expires_ms + kept_ms, ARGV[1])
else
  redis.call('ZADD', KEYS[3], '+inf', ARGV[1])
end
return redis.call('HGETALL', KEYS[2])
