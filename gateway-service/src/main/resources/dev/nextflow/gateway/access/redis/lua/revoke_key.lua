#!lua flags=allow-oom
-- Revokes a key; once more changes nothing. A full Redis must not keep a key in force.
-- KEYS[1] key
-- ARGV[1] prefix   ARGV[2] id   ARGV[3] ms to keep it from now, to be seen in lists
-- Returns {field, value, ...}, or {} where there is no such key

local tenant, revoked = unpack(redis.call('HMGET', KEYS[1], 'tenant', 'revokedAtMs'))
if not tenant then
  return {}
end

if not revoked then
  local time = redis.call('TIME')
  local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
  local forgotten_ms = now_ms + tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], 'revokedAtMs', now_ms)
  redis.call('PEXPIREAT', KEYS[1], forgotten_ms)
  -- Made from the prefix, hence of the same hash tag.
  redis.call('ZADD', ARGV[1] .. 'keys:' .. tenant, forgotten_ms, ARGV[2])
end
return redis.call('HGETALL', KEYS[1])
