#!lua flags=no-writes
-- Counts the jobs that wait and those that run, and what the waiting ones will cost.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix
-- Returns {running, waiting, waiting, waiting, tokens, tokens, tokens}, highest priority first
-- include queue
-- include lanes

local counts = {redis.call('ZCARD', leases)}
for rank, priority in ipairs(priorities) do
  local waiting = 0
  for _, tenant in ipairs(redis.call('LRANGE', KEYS[2 + rank], 0, -1)) do
    waiting = waiting + redis.call('LLEN', lane_of(priority, tenant))
  end
  counts[#counts + 1] = waiting
end
for _, tokens in ipairs(redis.call('HMGET', waiting_tokens, unpack(priorities))) do
  counts[#counts + 1] = tokens or 0
end
return counts
