#!lua flags=allow-oom
-- Ends a job with its worker's outcome, or lays it to rest.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence
-- ARGV[4] state   ARGV[5] 'result', 'problem', 'rest' or ''   ARGV[6] its value, of 'rest' the result
-- Returns 'ended', 'rested'; 'cancelled' where a job was to rest that is to be cancelled;
--   'again' where this lease has done the same before (its answer was lost);
--   'stale' where the lease is lost: nothing changed
-- include queue
-- include fence
-- include pace
-- include end_job
-- include rest_job

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  local by_fence, as = unpack(redis.call('HMGET', job.key, 'endedByFence', 'endedAs'))
  return (by_fence == ARGV[3] and as == ARGV[4]) and 'again' or 'stale'
end
redis.call('HSET', job.key, 'endedByFence', ARGV[3], 'endedAs', ARGV[4])
if ARGV[5] == 'rest' then
  -- What has ended can't be cancelled any more; what only rests can.
  if standing(job) == 'cancel-requested' then
    end_job(job, 'cancelled', {})
    return 'cancelled'
  end
  learn_pace(job)
  rest_job(job, ARGV[4], ARGV[6])
  return 'rested'
end
local detail = {}
if ARGV[5] ~= '' then
  detail[ARGV[5]] = ARGV[6]
end
if detail.result then
  learn_pace(job)
end
end_job(job, ARGV[4], detail)
return 'ended'
