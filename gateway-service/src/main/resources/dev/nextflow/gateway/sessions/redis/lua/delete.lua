#!lua flags=allow-oom
-- Forgets a session; its jobs are left alone.
-- KEYS[1..2] session, turns   KEYS[3] index   KEYS[4] expiries   KEYS[5] unsettled
-- ARGV[1] id   ARGV[2] name
-- Returns {'done'} or {'unknown'}
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[5], ARGV[2])
local known = redis.call('DEL', KEYS[1])
redis.call('DEL', KEYS[2])
return {known == 1 and 'done' or 'unknown'}
