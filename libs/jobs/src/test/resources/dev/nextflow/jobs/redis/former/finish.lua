#!lua flags=allow-oom
-- Ends a job with its worker's outcome, or lays it to rest.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence
-- ARGV[4] state   ARGV[5] 'result', 'problem', 'rest' or ''   ARGV[6] its value, of 'rest' the result
-- Returns 'ended', 'rested'; 'cancelled' where a job was to rest that is to be cancelled;
--   'again' where this lease has done the same before (its answer was lost);
--   'stale' where the lease is lost: nothing changed
-- What all scripts share: the queue's keys, the only clock, and how others are told.
-- Every script has KEYS[1] = leases, KEYS[2] = deadlines, ARGV[1] = the prefix of all keys.
-- A job's name is <tenant>:<id>; keys made from names carry the prefix, hence the same hash tag.
local leases, deadlines, prefix = KEYS[1], KEYS[2], ARGV[1]
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function tenant_of(job)
  return job.name:match('^[^:]+')
end

local function id_of(job)
  return job.name:match('[^:]+$')
end

-- A tenant's jobs by the time of their creation; goes with the last of them.
local function index_of(tenant)
  return prefix .. 'jobs:' .. tenant
end

-- Its jobs that wait or run.
local function unfinished_of(tenant)
  return prefix .. 'unfinished:' .. tenant
end

local function job_named(name)
  return {
    name = name,
    key = prefix .. 'job:' .. name,
    checkpoint = prefix .. 'checkpoint:' .. name,
    events = prefix .. 'events:' .. name,
  }
end

-- A hint that saves waiting; nothing depends on its arrival.
local function signal(text)
  redis.call('PUBLISH', prefix .. 'signals', text)
end

-- Far more than any job has today; a job that tells more loses its oldest events, some at a time.
local most_events, trimmed_at_once = 5000, 500

local function tell(job, type, data)
  redis.call('XADD', job.events, '*', 'type', type, 'data', data)
  if redis.call('XLEN', job.events) > most_events then
    local oldest = redis.call('XRANGE', job.events, '-', '+', 'COUNT', trimmed_at_once + 1)
    redis.call('HSET', job.key, 'trimmedThrough', oldest[trimmed_at_once][1])
    redis.call('XTRIM', job.events, 'MINID', oldest[trimmed_at_once + 1][1])
  end
  signal('event ' .. job.name)
end

-- Leaves an entry in the outbox where the submitter asked for one: in the same step as the change
-- it tells of, so exactly one. It holds all there is to tell: the job may be forgotten before it is read.
local function leave_note(job, state, problem)
  local note, created_ms, done, total = unpack(
    redis.call('HMGET', job.key, 'outboxNote', 'createdAtMs', 'tokensDone', 'tokensTotal'))
  if note then
    redis.call('XADD', prefix .. 'outbox', '*', 'job', job.name, 'state', state, 'problem', problem or '',
      'note', note, 'createdAtMs', created_ms, 'atMs', now_ms, 'tokensDone', done, 'tokensTotal', total)
  end
end
-- Whether the caller still holds the lease. The first thing that any script with a lease asks:
-- a worker that lost it must change nothing.
local function holds(job, fence)
  local current = redis.call('HMGET', job.key, 'state', 'fence')
  return current[1] == 'running' and current[2] == fence
end

local function standing(job)
  return redis.call('HGET', job.key, 'cancelRequested') == '1' and 'cancel-requested' or 'held'
end
-- How fast this queue's workers are, learnt from the work that they really ended: the newest end
-- counts for a fifth. What an earlier attempt had drawn does not count.
local pace = prefix .. 'pace'
local newest_counts = 0.2

local function smooth(field, value)
  local old = tonumber(redis.call('HGET', pace, field))
  local new = old and old + newest_counts * (value - old) or value
  redis.call('HSET', pace, field, string.format('%.6f', new))
end

local function learn_pace(job)
  local leased_ms, before, done =
    unpack(redis.call('HMGET', job.key, 'leasedAtMs', 'tokensAtLease', 'tokensDone'))
  local tokens = tonumber(done) - (tonumber(before) or 0)
  if leased_ms and tokens > 0 then
    smooth('msPerToken', (now_ms - leased_ms) / tokens)
    smooth('tokensPerJob', tokens)
    redis.call('HINCRBY', pace, 'ends', 1)
  end
end
-- The only place where a job ends: state, terminal event and retention together, once.
-- detail: {problem = code} or {result = json} or {}.
local function end_job(job, state, detail)
  redis.call('HSET', job.key, 'state', state, 'finishedAtMs', now_ms)
  redis.call('HDEL', job.key, 'result') -- of a draft, where it has rested
  for field, value in pairs(detail) do
    redis.call('HSET', job.key, field, value)
  end
  redis.call('ZREM', leases, job.name)
  redis.call('ZREM', deadlines, job.name)
  redis.call('SREM', unfinished_of(tenant_of(job)), id_of(job))
  leave_note(job, state, detail.problem)
  tell(job, 'finished', cjson.encode({state = state, problem = detail.problem}))
  local retention_ms = redis.call('HGET', job.key, 'retentionMs')
  redis.call('PEXPIRE', job.key, retention_ms)
  redis.call('PEXPIRE', job.checkpoint, retention_ms)
  redis.call('PEXPIRE', job.events, retention_ms)
  redis.call('ZADD', prefix .. 'retained', now_ms + retention_ms, job.name)
end
-- The only place where a job comes to rest: no worker has to do with it, and its tenant has as long
-- to say how it goes on as a job is kept once it has ended.
local function rest_job(job, state, result)
  local expires_ms = now_ms + tonumber(redis.call('HGET', job.key, 'retentionMs'))
  redis.call('HSET', job.key, 'state', state, 'result', result, 'expiresAtMs', expires_ms)
  redis.call('ZREM', leases, job.name)
  redis.call('SREM', unfinished_of(tenant_of(job)), id_of(job))
  redis.call('ZADD', deadlines, expires_ms, job.name)
  leave_note(job, state, nil)
  tell(job, state, '{}')
end

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
