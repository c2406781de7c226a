#!lua
-- Takes an amount out of a window, or nothing where it does not fit. The window is counted in whole
-- seconds; one leaves it when all of it is old enough. So in any stretch of the window's length no
-- more than the limit is taken. No allow-oom: a full Redis lets no new work in.
-- KEYS[1] window, hash of second -> amount   KEYS[2] charge
-- ARGV[1] limit   ARGV[2] amount   ARGV[3] seconds of the window
-- ARGV[4] ms to remember the charge; 0: it has no name
-- Returns {'taken' | 'refused', or what is remembered of the charge: 'open' | 'settled',
--   left, seconds until the refused fits or else until more is left, the second it is}

local limit, amount, window_s = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local remember_ms = tonumber(ARGV[4])
local now_s = tonumber(redis.call('TIME')[1])

local used, taken, seconds = 0, {}, {}
local flat = redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do
  local second, of_second = tonumber(flat[i]), tonumber(flat[i + 1])
  if second < now_s - window_s or second > now_s then
    redis.call('HDEL', KEYS[1], flat[i])
  end
  if second > now_s then
    -- The clock was set back: for all that is known, it was taken a moment ago.
    redis.call('HINCRBY', KEYS[1], now_s, of_second)
    second = now_s
  end
  if second >= now_s - window_s then
    used = used + of_second
    taken[second] = (taken[second] or 0) + of_second
  end
end

-- Seconds until so much is left; the whole window where nothing is used.
local function until_left(room)
  local left, wait_s = limit - used, window_s
  for second in pairs(taken) do
    seconds[#seconds + 1] = second
  end
  table.sort(seconds)
  for _, second in ipairs(seconds) do
    left = left + taken[second]
    wait_s = second + window_s + 1 - now_s
    if left >= room then
      break
    end
  end
  return wait_s
end

local function answer(code, room)
  return {code, math.max(0, limit - used), until_left(room), now_s}
end

local remembered = remember_ms > 0 and redis.call('GET', KEYS[2])
if remembered then
  return answer(remembered, limit - used + 1)
end
if used + amount > limit then
  return answer('refused', amount)
end

redis.call('HINCRBY', KEYS[1], now_s, amount)
redis.call('EXPIRE', KEYS[1], window_s + 1)
used, taken[now_s] = used + amount, (taken[now_s] or 0) + amount
if remember_ms > 0 then
  redis.call('SET', KEYS[2], 'open', 'PX', remember_ms)
end
return answer('taken', limit - used + 1)
