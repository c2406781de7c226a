#!lua flags=allow-oom
-- Ends a job that waits or rests; marks one that runs, for its worker to see.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name
-- Returns 'cancelled', 'requested', 'already-finished' or 'unknown'
-- include queue
-- include lanes
-- include end_job

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
local state = redis.call('HGET', job.key, 'state')
if not state then
  return 'unknown'
end
if state == 'queued' then
  leave_lane(job)
  end_job(job, 'cancelled', {})
  return 'cancelled'
end
if state == 'running' then
  redis.call('HSET', job.key, 'cancelRequested', 1)
  signal('cancel ' .. job.name)
  return 'requested'
end
if state == 'draft_ready' or state == 'awaiting_approval' then
  end_job(job, 'cancelled', {})
  return 'cancelled'
end
return 'already-finished'
