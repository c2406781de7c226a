#!lua flags=allow-oom
-- Reads a tenant's endpoints, oldest first, or one of them. An old secret whose grace is over is not
-- shown: nobody signs with it any more.
-- KEYS[1] turns   KEYS[2] the tenant's endpoints
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3] id; '': all
-- Returns {{field, value, ...}, ...}
-- include shared

local ids = ARGV[3] ~= '' and {ARGV[3]} or redis.call('ZRANGE', KEYS[2], 0, -1)
local found = {}
for _, id in ipairs(ids) do
  local key = endpoint_named(ARGV[2] .. ':' .. id).key
  local old_until = tonumber(redis.call('HGET', key, 'oldUntilMs') or 0)
  if old_until > 0 and old_until <= now_ms then
    redis.call('HDEL', key, 'old', 'oldUntilMs')
  end
  local fields = redis.call('HGETALL', key)
  if #fields > 0 then
    found[#found + 1] = fields
  end
end
return found
