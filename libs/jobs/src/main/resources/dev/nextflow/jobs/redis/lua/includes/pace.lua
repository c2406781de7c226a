-- How fast this queue's workers are, learnt from the work that they really ended: the newest end
-- counts for a fifth. What an earlier attempt had drawn does not count.
local pace = prefix .. 'pace'
local newest_counts = 0.2

local function smooth(field, value)
  local old = tonumber(redis.call('HGET', pace, field))
  local new = old and old + newest_counts * (value - old) or value
  redis.call('HSET', pace, field, string.format('%.6f', new))
end

local function learn_pace(job)
  local leased_ms, before, done =
    unpack(redis.call('HMGET', job.key, 'leasedAtMs', 'tokensAtLease', 'tokensDone'))
  local tokens = tonumber(done) - (tonumber(before) or 0)
  if leased_ms and tokens > 0 then
    smooth('msPerToken', (now_ms - leased_ms) / tokens)
    smooth('tokensPerJob', tokens)
    redis.call('HINCRBY', pace, 'ends', 1)
  end
end
