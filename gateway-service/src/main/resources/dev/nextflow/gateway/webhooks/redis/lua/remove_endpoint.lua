#!lua flags=allow-oom
-- Forgets an endpoint, its deliveries and its log. What is being sent at the moment arrives, and
-- leaves no trace.
-- KEYS[1] turns   KEYS[2] the tenant's endpoints
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3] id
-- Returns 'done' or 'unknown'
-- include shared

local endpoint = endpoint_named(ARGV[2] .. ':' .. ARGV[3])
if redis.call('DEL', endpoint.key) == 0 then
  return 'unknown'
end
for _, entry in ipairs(redis.call('ZRANGE', endpoint.log, 0, -1)) do
  forget(endpoint, entry)
end
redis.call('DEL', endpoint.due, endpoint.leased, endpoint.log)
redis.call('ZREM', turns, endpoint.name)
redis.call('ZREM', KEYS[2], ARGV[3])
return 'done'
