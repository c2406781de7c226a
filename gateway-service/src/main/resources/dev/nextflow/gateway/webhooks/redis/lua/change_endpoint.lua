#!lua flags=allow-oom
-- Changes fields of an endpoint; enables or disables it.
-- KEYS[1] turns   KEYS[2] the tenant's endpoints
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3] id   ARGV[4] 'enable', 'disable' or ''
-- ARGV[5] its new URL, or ''   ARGV[6..] fields and values
-- Returns 'done', 'unknown' or 'url-taken'
-- include shared

local endpoint = endpoint_named(ARGV[2] .. ':' .. ARGV[3])
if redis.call('EXISTS', endpoint.key) == 0 then
  return 'unknown'
end
if ARGV[5] ~= '' then
  for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    local other = endpoint_named(ARGV[2] .. ':' .. id)
    if id ~= ARGV[3] and redis.call('HGET', other.key, 'url') == ARGV[5] then
      return 'url-taken'
    end
  end
  redis.call('HSET', endpoint.key, 'url', ARGV[5])
end
if #ARGV > 5 then
  redis.call('HSET', endpoint.key, unpack(ARGV, 6))
end
if ARGV[4] == 'enable' then
  redis.call('HDEL', endpoint.key, 'disabledReason', 'disabledAtMs', 'failingSinceMs', 'givenUp')
  line_up(endpoint)
elseif ARGV[4] == 'disable' and not is_disabled(endpoint) then
  disable(endpoint, 'requested')
end
return 'done'
