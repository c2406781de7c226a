#!lua
-- Opens a session. No allow-oom: a full Redis refuses new ones.
-- KEYS[1..2] session, turns   KEYS[3] index   KEYS[4] expiries
-- ARGV[1] id   ARGV[2] most sessions of the tenant   ARGV[3] how many fields   ARGV[4..] fields and
--   values of the session, then numbers and texts of its turns
-- Returns {'opened'} or {'too-many'}
-- include keep

-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'opened'}
end
-- Those that ran out are still counted until somebody looks.
local over = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now_ms, 'LIMIT', 0, 1000)
for _, id in ipairs(over) do
  redis.call('ZREM', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
end
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[2]) then
  return {'too-many'}
end
local last_field = 3 + 2 * tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'createdAtMs', now_ms, unpack(ARGV, 4, last_field))
for i = last_field + 1, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
end
redis.call('ZADD', KEYS[3], now_ms, ARGV[1])
keep_from_now(KEYS[1], KEYS[2], KEYS[4], ARGV[1])
return {'opened'}
