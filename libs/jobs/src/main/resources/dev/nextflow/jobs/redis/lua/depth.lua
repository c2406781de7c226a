#!lua flags=no-writes
-- Counts the jobs that wait and those that run, what the waiting ones will cost, and how long they wait.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix
-- Returns {running, waiting, waiting, waiting, tokens, tokens, tokens, ms, ms, ms}, highest priority first,
--   ms: that the oldest waits
-- include queue
-- include lanes

-- Of the first job of a lane. 0 for one that a version before this one has put into it.
local function waits_ms(priority, tenant)
  local first = job_named(tenant .. ':' .. redis.call('LINDEX', lane_of(priority, tenant), 0))
  return now_ms - (tonumber(redis.call('HGET', first.key, 'waitsSinceMs')) or now_ms)
end

local oldest_ms = {}
local counts = {redis.call('ZCARD', leases)}
for rank, priority in ipairs(priorities) do
  local waiting, oldest = 0, 0
  for _, tenant in ipairs(redis.call('LRANGE', KEYS[2 + rank], 0, -1)) do
    waiting = waiting + redis.call('LLEN', lane_of(priority, tenant))
    oldest = math.max(oldest, waits_ms(priority, tenant))
  end
  counts[#counts + 1] = waiting
  oldest_ms[rank] = oldest
end
for _, tokens in ipairs(redis.call('HMGET', waiting_tokens, unpack(priorities))) do
  counts[#counts + 1] = tokens or 0
end
for _, ms in ipairs(oldest_ms) do
  counts[#counts + 1] = ms
end
return counts
