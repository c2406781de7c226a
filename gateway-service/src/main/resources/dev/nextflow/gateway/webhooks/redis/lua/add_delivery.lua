#!lua flags=allow-oom
-- Stores a delivery that is due now, once, and forgets the oldest where there are too many.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] endpoint's name   ARGV[3] delivery's id
-- ARGV[4] ms that a delivery is kept   ARGV[5] most deliveries that are kept of an endpoint
-- ARGV[6..] fields and values
-- Returns 'added'; 'repeated' where it is there; 'unknown' or 'disabled' where the endpoint is not
-- include shared

local endpoint = endpoint_named(ARGV[2])
local id, keep_ms, most = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local delivery = delivery_key(endpoint, id)
if redis.call('EXISTS', endpoint.key) == 0 then
  return 'unknown'
end
if redis.call('EXISTS', delivery) == 1 then
  return 'repeated'
end
if is_disabled(endpoint) then
  return 'disabled'
end
redis.call('HSET', delivery, 'id', id, 'state', 'waiting', 'createdAtMs', now_ms,
  'nextAtMs', now_ms, 'fence', 0, 'attempts', 0, 'tries', 0, unpack(ARGV, 6))
redis.call('PEXPIRE', delivery, keep_ms)
redis.call('ZADD', endpoint.due, now_ms, id)
redis.call('ZADD', endpoint.log, 0, string.format('%013d:%s', now_ms, id))
line_up(endpoint)

-- A few at a time: each call adds one, so the log can't outgrow this.
local too_old = string.format('(%013d', now_ms - keep_ms)
for _, entry in ipairs(redis.call('ZRANGEBYLEX', endpoint.log, '-', too_old, 'LIMIT', 0, 20)) do
  forget(endpoint, entry)
end
local over = redis.call('ZCARD', endpoint.log) - most
if over > 0 then
  for _, entry in ipairs(redis.call('ZRANGE', endpoint.log, 0, over - 1)) do
    forget(endpoint, entry)
  end
end
return 'added'
