#!lua flags=allow-oom
-- Notes the job of a place that was taken: from now on it is a turn.
-- KEYS[1..2] session, turns   KEYS[3] expiries   KEYS[4] unsettled
-- ARGV[1] id   ARGV[2] name   ARGV[3] token   ARGV[4] job   ARGV[5] text of the turn
-- Returns {'done'}, also where it was noted before, and may have ended since; {'lost'} where the
--   place is this one's no more; or {'unknown'}
-- include place

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'unknown'}
end
if redis.call('HEXISTS', KEYS[2], 'job:' .. ARGV[4]) == 1 then
  return {'done'}
end
if not holds(KEYS[1], ARGV[3]) then
  return {'lost'}
end
local open = redis.call('HGET', KEYS[1], 'open')
redis.call('HSET', KEYS[1], 'turns', open, 'openJob', ARGV[4])
redis.call('HSET', KEYS[2], open, ARGV[5], 'job:' .. ARGV[4], open)
return {'done'}
