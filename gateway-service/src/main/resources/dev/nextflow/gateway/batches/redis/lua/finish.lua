#!lua flags=allow-oom
-- Ends a batch, once.
-- KEYS[1..4] batch, lines, jobs, ends   KEYS[5] open   KEYS[6] unfinished
-- ARGV[1] name   ARGV[2] id   ARGV[3] ms to keep it
-- Returns 'ended'
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('ZREM', KEYS[5], ARGV[1])
redis.call('SREM', KEYS[6], ARGV[2])
if redis.call('HSETNX', KEYS[1], 'finishedAtMs', now_ms) == 1 then
  for i = 1, 4 do
    redis.call('PEXPIRE', KEYS[i], ARGV[3])
  end
end
return 'ended'
