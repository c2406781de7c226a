#!lua flags=allow-oom
-- Gives a place back that has no job.
-- KEYS[1..2] session, turns   KEYS[3] expiries   KEYS[4] unsettled
-- ARGV[1] id   ARGV[2] name   ARGV[3] token
-- Returns {'done'}, or {'lost'} where it has one, or is not this one's: nothing changed
-- include keep
-- include place

if not holds(KEYS[1], ARGV[3]) then
  return {'lost'}
end
clear_place(KEYS[1])
redis.call('ZREM', KEYS[4], ARGV[2])
keep_from_now(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
return {'done'}
