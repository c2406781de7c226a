#!lua flags=allow-oom
-- Notes that a batch is to be cancelled, and has somebody look at it now.
-- KEYS[1] batch   KEYS[2] open
-- ARGV[1] name
-- Returns 'requested', or 'ended' where it has: nothing changed
if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'finishedAtMs') == 1 then
  return 'ended'
end
redis.call('HSET', KEYS[1], 'cancelRequested', 1)
redis.call('ZADD', KEYS[2], 'XX', 0, ARGV[1])
return 'requested'
