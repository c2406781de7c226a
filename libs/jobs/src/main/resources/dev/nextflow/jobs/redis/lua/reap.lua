#!lua flags=allow-oom
-- Puts right what nobody else will: leases that ran out, deadlines that passed, and what is left of
-- jobs that are no longer kept.
-- KEYS[1..2] leases, deadlines
-- ARGV[1] prefix   ARGV[2] attempts that a job has   ARGV[3] most jobs of each kind in this call
-- Returns {requeued, expired, failed, cancelled}: how many went which way
-- include queue
-- include lanes
-- include end_job
-- include forget_job

local max_attempts, limit = tonumber(ARGV[2]), ARGV[3]
local requeued, expired, failed, cancelled = 0, 0, 0, 0

local past = redis.call('ZRANGEBYSCORE', deadlines, '-inf', now_ms, 'LIMIT', 0, limit)
for _, name in ipairs(past) do
  local job = job_named(name)
  local state = redis.call('HGET', job.key, 'state')
  if state == 'queued' then
    leave_lane(job)
  elseif state == 'running' then
    signal('cancel ' .. name)
  end
  end_job(job, 'expired', {problem = 'deadline-passed'})
  expired = expired + 1
end

-- From the last to the first: of several at the front of a lane, the one silent longest comes first.
local lost = redis.call('ZRANGEBYSCORE', leases, '-inf', now_ms, 'LIMIT', 0, limit)
for i = #lost, 1, -1 do
  local job = job_named(lost[i])
  local attempt, cancel = unpack(redis.call('HMGET', job.key, 'attempt', 'cancelRequested'))
  if cancel == '1' then
    end_job(job, 'cancelled', {})
    cancelled = cancelled + 1
  elseif tonumber(attempt) >= max_attempts then
    end_job(job, 'failed', {problem = 'workers-died'})
    failed = failed + 1
  else
    redis.call('ZREM', leases, job.name)
    enter_lane(job, 'LPUSH')
    requeued = requeued + 1
  end
end

local over = redis.call('ZRANGEBYSCORE', prefix .. 'retained', '-inf', now_ms, 'LIMIT', 0, limit)
for _, name in ipairs(over) do
  forget_job(job_named(name))
end
return {requeued, expired, failed, cancelled}
