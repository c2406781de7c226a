#!lua flags=allow-oom
-- Puts a charge right: adds to the window or gives back to it, and notes that there is a job for it,
-- or that there is none.
-- KEYS[1] window, hash of second -> amount   KEYS[2] charge
-- ARGV[1] amount to add, now; negative: to give back   ARGV[2] second it was taken in
-- ARGV[3] seconds of the window   ARGV[4] ms to remember the charge; 0: it has no name;
--   negative: to forget it
-- Returns {1}

local correction, remember_ms = tonumber(ARGV[1]), tonumber(ARGV[4])

if correction > 0 then
  redis.call('HINCRBY', KEYS[1], redis.call('TIME')[1], correction)
  redis.call('EXPIRE', KEYS[1], ARGV[3] + 1)
end
-- What has left the window meanwhile needs no giving back.
if correction < 0 and redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then
  if redis.call('HINCRBY', KEYS[1], ARGV[2], correction) <= 0 then
    redis.call('HDEL', KEYS[1], ARGV[2])
  end
end

if remember_ms > 0 then
  redis.call('SET', KEYS[2], 'settled', 'PX', remember_ms)
elseif remember_ms < 0 then
  redis.call('DEL', KEYS[2])
end
return {1}
