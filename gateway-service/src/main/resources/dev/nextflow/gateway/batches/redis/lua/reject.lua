#!lua flags=allow-oom
-- Ends a line as rejected that was good when its batch was stored.
-- KEYS[1..4] batch, lines, jobs, ends
-- ARGV[1] line   ARGV[2] its text from now on   ARGV[3] its end
-- Returns 'rejected', or 'unknown' where there is no such batch any more, or 'known' where the line
--   is a job or has ended: nothing changed
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 'unknown'
end
local is_job = redis.call('HEXISTS', KEYS[3], ARGV[1]) == 1
if is_job or redis.call('HEXISTS', KEYS[4], ARGV[1]) == 1 then
  return 'known'
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[4], ARGV[1], ARGV[3])
return 'rejected'
