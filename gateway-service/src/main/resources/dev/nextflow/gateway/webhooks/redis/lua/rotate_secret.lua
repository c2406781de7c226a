#!lua flags=allow-oom
-- Gives an endpoint a new secret; the one that was current signs too for a while.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] endpoint's name   ARGV[3] new secret, sealed   ARGV[4] ms of grace
-- Returns 'done' or 'unknown'
-- include shared

local endpoint = endpoint_named(ARGV[2])
local current = redis.call('HGET', endpoint.key, 'secret')
if not current then
  return 'unknown'
end
-- The same call sent twice because its first answer was lost.
if current == ARGV[3] then
  return 'done'
end
local grace_ms = tonumber(ARGV[4])
redis.call('HSET', endpoint.key, 'secret', ARGV[3])
if grace_ms > 0 then
  redis.call('HSET', endpoint.key, 'old', current, 'oldUntilMs', now_ms + grace_ms)
else
  redis.call('HDEL', endpoint.key, 'old', 'oldUntilMs')
end
return 'done'
