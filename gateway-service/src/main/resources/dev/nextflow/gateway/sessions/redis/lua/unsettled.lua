#!lua flags=allow-oom
-- Hands out sessions with an open place that nobody looks at, for a while.
-- KEYS[1] unsettled
-- ARGV[1] most sessions   ARGV[2] ms until others may look
-- Returns {name, ...}
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local names = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now_ms, 'LIMIT', 0, ARGV[1])
for _, name in ipairs(names) do
  redis.call('ZADD', KEYS[1], now_ms + tonumber(ARGV[2]), name)
end
return names
