#!lua flags=allow-oom
-- Hands a job back at a clean stop: to the front of its lane, and the attempt does not count.
-- A job that is to be cancelled ends here instead of waiting once more.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence
-- Returns 'released', 'cancelled', or 'stale' where the lease is lost: nothing changed
-- include queue
-- include fence
-- include lanes
-- include end_job

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  return 'stale'
end
if standing(job) == 'cancel-requested' then
  end_job(job, 'cancelled', {})
  return 'cancelled'
end
redis.call('ZREM', leases, job.name)
redis.call('HINCRBY', job.key, 'attempt', -1)
enter_lane(job, 'LPUSH')
return 'released'
