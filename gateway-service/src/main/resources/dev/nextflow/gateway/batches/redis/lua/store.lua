#!lua
-- Stores a batch whole, or finds the one that the same idempotency key made before. No allow-oom: a
-- full Redis refuses new batches.
-- KEYS[1..4] batch, lines, jobs, ends   KEYS[5] open   KEYS[6] unfinished   KEYS[7] idempotency
-- ARGV[1] name   ARGV[2] id   ARGV[3] body hash   ARGV[4] ms to remember the key; 0: there is none
-- ARGV[5] most unfinished batches of the tenant   ARGV[6] weight   ARGV[7] most unfinished jobs
-- ARGV[8..] of each line its text, and its end or ''
-- Returns {'stored'}, {'repeated', id}, {'key-reused'} or {'too-many'}
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return {'stored'}
end
local remember_ms = tonumber(ARGV[4])
if remember_ms > 0 then
  local id, hash = unpack(redis.call('HMGET', KEYS[7], 'id', 'bodyHash'))
  if id then
    return hash == ARGV[3] and {'repeated', id} or {'key-reused'}
  end
end
if redis.call('SCARD', KEYS[6]) >= tonumber(ARGV[5]) then
  return {'too-many'}
end
if remember_ms > 0 then
  redis.call('HSET', KEYS[7], 'id', ARGV[2], 'bodyHash', ARGV[3])
  redis.call('PEXPIRE', KEYS[7], remember_ms)
end
local total = (#ARGV - 7) / 2
redis.call('HSET', KEYS[1], 'total', total, 'createdAtMs', now_ms,
  'weight', ARGV[6], 'mostUnfinished', ARGV[7])
for line = 1, total do
  local text, line_end = ARGV[6 + 2 * line], ARGV[7 + 2 * line]
  redis.call('HSET', KEYS[2], line, text)
  if line_end ~= '' then
    redis.call('HSET', KEYS[4], line, line_end)
  end
end
redis.call('ZADD', KEYS[5], now_ms, ARGV[1])
redis.call('SADD', KEYS[6], ARGV[2])
return {'stored'}
