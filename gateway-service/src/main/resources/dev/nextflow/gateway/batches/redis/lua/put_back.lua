#!lua flags=allow-oom
-- Lets others look at a batch that has not ended, in a while.
-- KEYS[1] open
-- ARGV[1] name   ARGV[2] ms until then
-- Returns 'done'
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('ZADD', KEYS[1], 'XX', now_ms + tonumber(ARGV[2]), ARGV[1])
return 'done'
