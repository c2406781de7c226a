#!lua
-- Notes that a key is in use.
-- KEYS[1] key
-- Returns {1}, or {0} where it was forgotten meanwhile

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {0}
end

local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'lastUsedAtMs', time[1] * 1000 + math.floor(time[2] / 1000))
return {1}
