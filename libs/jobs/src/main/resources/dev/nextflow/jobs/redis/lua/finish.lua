#!lua flags=allow-oom
-- Ends a job with its worker's outcome.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence
-- ARGV[4] state   ARGV[5] 'result', 'problem' or ''   ARGV[6] its value
-- Returns 'ended'; 'again' where this lease has ended the job before (its answer was lost);
--   'stale' where the lease is lost: nothing changed
-- include queue
-- include fence
-- include end_job

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  local by_fence, state = unpack(redis.call('HMGET', job.key, 'endedByFence', 'state'))
  return (by_fence == ARGV[3] and state == ARGV[4]) and 'again' or 'stale'
end
local detail = {}
if ARGV[5] ~= '' then
  detail[ARGV[5]] = ARGV[6]
end
redis.call('HSET', job.key, 'endedByFence', ARGV[3])
end_job(job, ARGV[4], detail)
return 'ended'
