#!lua flags=allow-oom
-- Extends a lease from now on.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence   ARGV[4] ms of a lease
-- Returns 'held', 'cancel-requested' or 'lost'
-- include queue
-- include fence

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  return 'lost'
end
redis.call('ZADD', leases, now_ms + tonumber(ARGV[4]), job.name)
return standing(job)
