#!lua flags=allow-oom
-- Adds an enabled endpoint.
-- KEYS[1] turns   KEYS[2] the tenant's endpoints
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3] id   ARGV[4] most endpoints of a tenant   ARGV[5] URL
-- ARGV[6..] fields and values
-- Returns 'done', 'url-taken' or 'too-many'
-- include shared

local endpoint = endpoint_named(ARGV[2] .. ':' .. ARGV[3])
-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', endpoint.key) == 1 then
  return 'done'
end
local ids = redis.call('ZRANGE', KEYS[2], 0, -1)
for _, id in ipairs(ids) do
  if redis.call('HGET', endpoint_named(ARGV[2] .. ':' .. id).key, 'url') == ARGV[5] then
    return 'url-taken'
  end
end
if #ids >= tonumber(ARGV[4]) then
  return 'too-many'
end
redis.call('HSET', endpoint.key, 'id', ARGV[3], 'tenant', ARGV[2], 'url', ARGV[5],
  'createdAtMs', now_ms, unpack(ARGV, 6))
redis.call('ZADD', KEYS[2], now_ms, ARGV[3])
return 'done'
