#!lua flags=allow-oom
-- Keeps how the open turn ended, once; the next place is free from now on.
-- KEYS[1..2] session, turns   KEYS[3] expiries   KEYS[4] unsettled
-- ARGV[1] id   ARGV[2] name   ARGV[3] job   ARGV[4] text of the turn
-- Returns {'done'}, or {'lost'} where this is not the open turn's job: nothing changed
-- include keep
-- include place

local open, job = unpack(redis.call('HMGET', KEYS[1], 'open', 'openJob'))
if not open or job ~= ARGV[3] then
  return {'lost'}
end
redis.call('HSET', KEYS[2], open, ARGV[4])
clear_place(KEYS[1])
redis.call('ZREM', KEYS[4], ARGV[2])
keep_from_now(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
return {'done'}
