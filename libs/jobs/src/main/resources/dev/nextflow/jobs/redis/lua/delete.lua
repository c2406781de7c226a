#!lua flags=allow-oom
-- Forgets a job that has ended, or rests: that one ends first.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name
-- Returns 'deleted', 'not-ended' where it waits or runs, or 'unknown'
-- include queue
-- include end_job
-- include forget_job

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
local state = redis.call('HGET', job.key, 'state')
if not state then
  return 'unknown'
end
if state == 'queued' or state == 'running' then
  return 'not-ended'
end
if state == 'draft_ready' or state == 'awaiting_approval' then
  end_job(job, 'cancelled', {})
end
forget_job(job)
return 'deleted'
